namespace Actors.Storage.Tests.Child;

/// <summary>
/// The other process of tests that need one: <c>write|upgrade|measure DIRECTORY [CONNECTION_STRING]</c>.
/// </summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args.Length is < 2 or > 3) return 2;
        var options = new StorageOptions { DataDirectory = args[1], ConnectionString = args.ElementAtOrDefault(2) };
        await using var database = DatabasePlace.Create(options);
        switch (args[0])
        {
            case "write":
                await AcknowledgingWriter.RunAsync(database);
                return 0;
            case "upgrade":
                await ConcurrentUpgrade.RunAsync(database);
                return 0;
            case "measure":
                await Measurement.RunAsync(database, options);
                return 0;
            default:
                return 2;
        }
    }
}
