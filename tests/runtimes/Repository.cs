namespace Actors.Runtimes.Tests;

/// <summary>Where the checkout is that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PythonFiles => Path.Combine(Root, "runtimes", "python");

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Actors.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }

        return directory;
    }
}
