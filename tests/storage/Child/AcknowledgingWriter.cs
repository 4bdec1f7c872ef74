using System.Globalization;
using Actors.Storage.GrainStates;
using Orleans.Runtime;

namespace Actors.Storage.Tests.Child;

/// <summary>Writes growing numbers into grain states, several at a time, and says each one on standard output once it is acknowledged. Goes on until killed, or until nobody holds its standard input.</summary>
internal static class AcknowledgingWriter
{
    // Many, so that a commit is long and carries many: a kill falls into the middle of one.
    public const int Grains = 64;

    public static GrainId Grain(int index) => GrainId.Create("counter", $"app/default/{index}");

    /// <summary>A text that belongs to its number, large enough to spread over pages: a torn state would show.</summary>
    public static string TextOf(long number) =>
        string.Concat(Enumerable.Repeat(number.ToString(CultureInfo.InvariantCulture) + ";", 200 + (int)(number % 7 * 300)));

    public static async Task RunAsync(IDatabase database)
    {
        await database.OpenAsync(CancellationToken.None);
        await DatabasePlace.UpgradeAsync(database, GrainStateSchema.Component);
        var storage = new DatabaseGrainStorage(database, TimeProvider.System);
        var counting = Task.WhenAll(Enumerable.Range(0, Grains).Select(index => Task.Run(() => CountAsync(storage, index))));
        // The console's reader blocks; Task.Run keeps that away from here.
        await await Task.WhenAny(counting, Task.Run(Console.In.ReadToEndAsync));
    }

    private static async Task CountAsync(DatabaseGrainStorage storage, int index)
    {
        var held = new Held<TestState>();
        await storage.ReadStateAsync("state", Grain(index), held);
        while (true)
        {
            var number = held.State!.Number + 1;
            held.State = new TestState { Number = number, Text = TextOf(number) };
            await storage.WriteStateAsync("state", Grain(index), held);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{index} {number} ok"));
        }
    }
}
