using System.Globalization;

namespace Actors.Sandbox.Tests;

/// <summary>A directory outside of all apps that everybody may write to, with a secret that everybody may read: what is in it shows whether an attempt got through.</summary>
internal sealed class Arena : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;
    private const UnixFileMode EverybodyWrites = (UnixFileMode)0x1B6;

    private Arena(string path) => Path = path;

    public string Path { get; }

    public string SecretFile => System.IO.Path.Combine(Path, "secret");

    /// <summary>What is in the secret file.</summary>
    public string Secret { get; } = Guid.NewGuid().ToString("N");

    private string Before { get; set; } = "";

    public bool IsUntouched => Snapshot() == Before;

    public static Arena Make()
    {
        // Not below /tmp, which the sandbox may hide: then an attempt would fail for another reason.
        var path = $"/var/tmp/actors-arena-{Guid.NewGuid():N}";
        var arena = new Arena(Directory.CreateDirectory(path).FullName);
        File.SetUnixFileMode(path, Everybody);
        arena.Put("canary", "canary");
        arena.Put("open", "open");
        arena.Put("secret", arena.Secret);
        File.SetUnixFileMode(Directory.CreateDirectory($"{path}/empty").FullName, Everybody);
        arena.Before = arena.Snapshot();
        return arena;
    }

    public string Changes() => $"before:\n{Before}\nafter:\n{Snapshot()}";

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private void Put(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, EverybodyWrites);
    }

    private string Snapshot() => string.Join('\n', Entries(new DirectoryInfo(Path)).Prepend(Line(Path)).Order(StringComparer.Ordinal));

    // A directory that may not be entered is seen from outside, and links are not followed.
    private static IEnumerable<string> Entries(DirectoryInfo directory) =>
        directory.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 }).SelectMany(entry =>
            (entry is DirectoryInfo { LinkTarget: null } below ? Entries(below) : []).Prepend(Line(entry.FullName)));

    private static string Line(string path)
    {
        var link = new FileInfo(path).LinkTarget;
        return string.Create(CultureInfo.InvariantCulture, $"{path} {FileStatus.Of(path)}{(link is null ? "" : $" -> {link}")}");
    }
}
