namespace Actors.Configuration.Tests;

/// <summary>An app's directory for the time of a test.</summary>
internal sealed class TemporaryApp : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("actors-app");

    public string Root => _root.FullName;

    public TemporaryApp Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    public AppYamlResult Read() => OnDisk().Yaml;

    public AppOnDisk OnDisk() => AppOnDisk.Read(AppSource.Find(Root).Value!, "app.yaml");

    public string[] Check() => [.. AppCheck.Of(OnDisk()).Select(static found => found.ToString())];

    public void Dispose() => _root.Delete(recursive: true);
}
