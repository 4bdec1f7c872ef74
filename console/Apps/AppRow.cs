using Actors.Grains;

namespace Actors.Console.Apps;

/// <summary>One app as the admin API shows it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Services">Its services.</param>
/// <param name="Versions">How many versions they have.</param>
/// <param name="IsServed">Whether the silo was started with it; if not, requests for it are answered 404, and its jobs wait.</param>
public sealed record AppRow(string App, IReadOnlyList<string> Services, int Versions, bool IsServed)
{
    /// <summary>The row of an app.</summary>
    public static AppRow From(AppSnapshot app, bool isServed)
    {
        ArgumentNullException.ThrowIfNull(app);
        return new AppRow(app.App, [.. app.Versions.Select(static version => version.Service).Distinct().Order(StringComparer.Ordinal)], app.Versions.Count, isServed);
    }
}
