namespace Actors.Configuration;

/// <summary>Collects what is found about the files of an app.</summary>
internal sealed class FileReport(AppOnDisk app, AppYaml yaml)
{
    /// <summary>Of many alike, so many are named.</summary>
    private const int MostAlike = 5;

    private readonly List<ConfigurationError> _found = [];

    /// <summary>The app.</summary>
    public AppOnDisk App { get; } = app;

    /// <summary>Its configuration.</summary>
    public AppYaml Yaml { get; } = yaml;

    /// <summary>What was found, in the order of finding.</summary>
    public IReadOnlyList<ConfigurationError> Found => _found;

    /// <summary>Whether it is python27.</summary>
    public bool IsPython27 => Yaml.Runtime.Generation == PythonGeneration.Python27;

    /// <summary>Takes over what was found.</summary>
    public void AddRange(IEnumerable<ConfigurationError> found) => _found.AddRange(found);

    /// <summary>Reports an error.</summary>
    public void Error(string file, int line, int column, string message, string remedy) => _found.Add(new ConfigurationError(file, line, column, message, remedy));

    /// <summary>Reports a warning.</summary>
    public void Warn(string file, int line, int column, string message, string remedy) =>
        _found.Add(new ConfigurationError(file, line, column, message, remedy) { Severity = ConfigurationSeverity.Warning });

    /// <summary>Reports a warning about a handler.</summary>
    public void Warn(Handler handler, string message, string remedy) => Warn(handler.File ?? App.ShownFile, handler.Line, 1, message, remedy);

    /// <summary>Reports the same about several files, the first few by name.</summary>
    public void ForEach(IEnumerable<string> paths, ConfigurationSeverity severity, Func<string, string> message, string remedy)
    {
        var all = paths.ToList();
        foreach (var path in all.Take(MostAlike))
            _found.Add(new ConfigurationError(App.Shown(path), 0, 0, message(path), remedy) { Severity = severity });
        if (all.Count > MostAlike)
            _found.Add(new ConfigurationError(App.ShownFile, 0, 0, $"The same is true of {all.Count - MostAlike} more files.", "") { Severity = severity });
    }
}
