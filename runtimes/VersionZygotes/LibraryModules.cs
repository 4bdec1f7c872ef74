namespace Actors.Runtimes.VersionZygotes;

/// <summary>What a version zygote imports: names of modules, and the directories that they lie in. Made from a worker's word, which is not to be trusted.</summary>
/// <param name="Homes">Directories below the code tree that are searched first, in the order in which they were used.</param>
/// <param name="Names">Modules, in the order in which they were loaded.</param>
internal sealed record LibraryModules(IReadOnlyList<string> Homes, IReadOnlyList<string> Names)
{
    /// <summary>The most modules of one version.</summary>
    public const int MostModules = 4000;

    // As in frameworks.py.
    private static readonly string[] _frameworks = ["flask"];

    private const int MostCharactersOfName = 200;
    private const int MostHomes = 16;
    private const string Vendored = "lib";

    /// <summary>The framework that a zygote may have loaded beforehand for this version; null when it uses none, or any library of its own, which the framework might have found.</summary>
    public string? Framework => Homes.Count == 0 ? _frameworks.FirstOrDefault(Names.Contains) : null;

    /// <summary>
    /// What is in it of libraries: vendored ones in <c>lib/</c> and below, installed ones in a <c>site-packages</c> or <c>dist-packages</c>. All else, the
    /// app's own modules and the standard library among them, is left out, as is what is not named as modules are.
    /// </summary>
    /// <param name="codeTree">The version's code tree.</param>
    /// <param name="reported">What the worker says: a module's name, and the file it came from.</param>
    /// <returns>Null when there is nothing of libraries.</returns>
    public static LibraryModules? Of(string codeTree, IReadOnlyList<(string Name, string File)> reported)
    {
        var homes = new List<string>();
        var names = new List<string>();
        foreach (var (name, file) in reported.Take(MostModules))
        {
            if (!IsModuleName(name) || HomeOf(name, file) is not { } home)
            {
                continue;
            }

            var isBelowTree = home.StartsWith(codeTree + "/", StringComparison.Ordinal);
            var isInstalled = home.EndsWith("/site-packages", StringComparison.Ordinal) || home.EndsWith("/dist-packages", StringComparison.Ordinal);
            var isVendored = isBelowTree && (home[(codeTree.Length + 1)..] + "/").StartsWith(Vendored + "/", StringComparison.Ordinal);
            if (!isInstalled && !isVendored)
            {
                continue;
            }

            if (isBelowTree && !homes.Contains(home))
            {
                if (homes.Count == MostHomes)
                {
                    continue;
                }

                homes.Add(home);
            }

            names.Add(name);
        }

        return names.Count == 0 ? null : new LibraryModules(homes, names);
    }

    /// <summary>Identifiers of ASCII letters with dots in between.</summary>
    internal static bool IsModuleName(string name) =>
        name.Length is > 0 and <= MostCharactersOfName
        && name.Split('.').All(static part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    // The directory that has to be on the path for the import: what is left of the file when the module's own names are taken off its end.
    private static string? HomeOf(string name, string file)
    {
        if (file.Length > 4096 || !file.StartsWith('/') || file.Contains('\0') || file.Split('/').Any(static part => part is "." or ".."))
        {
            return null;
        }

        var directory = file[..file.LastIndexOf('/')];
        var stem = file[(directory.Length + 1)..].Split('.')[0];
        var path = stem == "__init__" ? directory : directory + "/" + stem;
        var own = "/" + name.Replace('.', '/');
        return path.EndsWith(own, StringComparison.Ordinal) && path.Length > own.Length ? path[..^own.Length] : null;
    }
}
