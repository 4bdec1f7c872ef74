namespace Actors.EndToEnd.Tests;

/// <summary>An app written for one test.</summary>
public sealed class AppDirectory : IDisposable
{
    public AppDirectory(params (string Name, string Text)[] files)
    {
        Path = Directory.CreateTempSubdirectory("actors-app-").FullName;
        File.SetUnixFileMode(Path, (UnixFileMode)Convert.ToInt32("755", 8));
        foreach (var (name, text) in files)
            Write(name, text);
    }

    public string Path { get; }

    /// <summary>A python3 app whose main.py is given; <c>application</c> is its id.</summary>
    public static AppDirectory Python3(string id, string main, string more = "") =>
        new(("app.yaml", $"application: {id}\nruntime: python3\n{more}"), ("main.py", main));

    /// <summary>A python27 app with one WSGI handler.</summary>
    public static AppDirectory Python27(string id, string main, bool threadSafe = true) => new(
        ("app.yaml", $"application: {id}\nruntime: python27\napi_version: 1\nthreadsafe: {(threadSafe ? "true" : "false")}\nhandlers:\n- url: /.*\n  script: main.app\n"),
        ("main.py", main));

    public void Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
