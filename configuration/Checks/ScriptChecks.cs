using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>Whether the code is there that handlers name.</summary>
internal static partial class ScriptChecks
{
    // More than a module's text is not looked through.
    private const int MaxModule = 1024 * 1024;

    public static void Check(FileReport report, AppFileList files)
    {
        var paths = files.Files.ToDictionary(static file => file.Path, static file => file, StringComparer.Ordinal);
        var staticOnly = new StaticFilePaths(report.Yaml);
        foreach (var handler in report.Yaml.Handlers.Where(static handler => handler.Kind == HandlerKind.Script))
        {
            // A group of the url, or code that comes with the platform.
            if (handler.Target.Contains('\\', StringComparison.Ordinal) || handler.Target.StartsWith("google.", StringComparison.Ordinal) || handler.Target.StartsWith('$'))
                continue;
            void Warn(string message, string remedy) => report.Warn(handler, message, remedy);
            if (AppYamlReader.IsCgi(handler))
                CheckFile(report, handler.Target, paths, files, staticOnly, Warn);
            else if (handler.Target == "auto")
                CheckObject(report, ImplicitScript.Of(report.Yaml), paths, files, staticOnly, Warn);
            else if (handler.Target.LastIndexOf('.') is > 0 and var dot)
                CheckObject(report, $"{handler.Target[..dot]}:{handler.Target[(dot + 1)..]}", paths, files, staticOnly, Warn);
        }

        if (ImplicitScript.HasCatchAll(report.Yaml))
            CheckObject(report, ImplicitScript.Of(report.Yaml), paths, files, staticOnly, (message, remedy) => report.Warn(report.App.ShownFile, 0, 0, message, remedy));
    }

    private static void CheckFile(FileReport report, string script, Dictionary<string, AppFile> paths, AppFileList files, StaticFilePaths staticOnly, Action<string, string> warn)
    {
        if (!paths.ContainsKey(script) && !(report.IsPython27 && paths.ContainsKey(script + "c")))
            warn($"The script \"{script}\" {Absence(script, files)}.", "Write it, or name another.");
        else if (staticOnly.AreStaticOnly(script))
            warn($"The script \"{script}\" belongs to a static handler, so that it is not run.", "Put it elsewhere, or set \"application_readable: true\" there.");
    }

    private static void CheckObject(FileReport report, string target, Dictionary<string, AppFile> paths, AppFileList files, StaticFilePaths staticOnly, Action<string, string> warn)
    {
        var (module, name) = (target[..target.IndexOf(':', StringComparison.Ordinal)], target[(target.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var places = Places(module, report.IsPython27).ToArray();
        if (places.FirstOrDefault(paths.ContainsKey) is not { } place)
        {
            var first = module.Split('.')[0];
            var isElsewhere = LibraryCatalog.Find(first) is not null || paths.Keys.Any(path => path.EndsWith(".zip", StringComparison.Ordinal) || path.EndsWith(".egg", StringComparison.Ordinal));
            if (!isElsewhere)
                warn($"The module \"{module}\" of \"{module}.{name}\" {Absence(places[0], files)}.", $"Write {places[0]}, or name another module.");
            return;
        }

        if (staticOnly.AreStaticOnly(place))
            warn($"The module \"{module}\" belongs to a static handler ({place}), so that it cannot be imported.", "Put it elsewhere, or set \"application_readable: true\" there.");
        else if (place.EndsWith(".py", StringComparison.Ordinal) && paths[place].Length <= MaxModule && IsPlainlyWithout(File.ReadAllText(paths[place].FullPath), name.Split('.')[0]))
            warn($"{place} has no \"{name}\", which \"{module}.{name}\" names.", "Assign it there, or name another object.");
    }

    private static IEnumerable<string> Places(string module, bool isPython27)
    {
        var path = module.Replace('.', '/');
        foreach (var root in new[] { "", "lib/" })
        {
            yield return $"{root}{path}.py";
            yield return $"{root}{path}/__init__.py";
            if (!isPython27)
                continue;
            yield return $"{root}{path}.pyc";
            yield return $"{root}{path}/__init__.pyc";
        }
    }

    private static string Absence(string path, AppFileList files)
    {
        for (var at = path; at.Length > 0; at = at[..Math.Max(0, at.LastIndexOf('/'))])
        {
            if (files.Skipped.Contains(at))
                return $"is left out of the version ({at} is skipped)";
        }

        return files.Skipped.Contains(path + "c") ? $"is left out of the version ({path}c is skipped)" : "does not exist";
    }

    // A name that is written nowhere cannot be there, unless the module makes names at run time.
    private static bool IsPlainlyWithout(string text, string name) =>
        !Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(name)}(?!\w)", RegexOptions.CultureInvariant) && !DynamicPattern().IsMatch(text);

    [GeneratedRegex(@"import\s*\*|import\s*\(\s*\*|\bexec\b|\bglobals\b|\bvars\b|\bsetattr\b|__dict__|__getattr__|\bsys\.modules\b")]
    private static partial Regex DynamicPattern();
}
