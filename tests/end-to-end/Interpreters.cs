using System.Diagnostics;
using System.Text;

namespace Actors.EndToEnd.Tests;

/// <summary>
/// Python 2.7 for the tests: on PATH, or one of pyenv's. Where the tests run as root, workers run as another user, who may not be allowed into the directory
/// that the interpreter is in; then a copy is used, made once.
/// </summary>
internal static class Interpreters
{
    /// <summary>Path of a Python 2.7 that workers can use, or null.</summary>
    public static string? Python27 { get; } = FindPython27();

    /// <summary>Settings that tell the silo of it.</summary>
    public static IEnumerable<(string Name, string Value)> Settings => Python27 is { } path ? [("Runtimes__Interpreters__python27", path)] : [];

    // What was copied by an earlier run, for a user who cannot read the original either.
    private const string Copies = "/var/tmp/actors-tests";

    private static string? FindPython27()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var copies = Directory.Exists(Copies) ? Directory.EnumerateDirectories(Copies, "2.7*").Where(path => Path.GetFileName(path).Count(letter => letter == '.') == 2) : [];
        var pyenv = Directory.Exists($"{home}/.pyenv/versions") ? Directory.EnumerateDirectories($"{home}/.pyenv/versions", "2.7*") : [];
        string[] candidates = ["/usr/bin/python2.7", "/usr/local/bin/python2.7", .. pyenv.Concat(copies).Select(version => $"{version}/bin/python2.7")];
        var found = candidates.FirstOrDefault(File.Exists);
        return found is null || !found.StartsWith("/root/", StringComparison.Ordinal) ? found : Copy(Path.GetFullPath($"{found}/../.."));
    }

    private static string Copy(string prefix)
    {
        var copy = $"{Copies}/{Path.GetFileName(prefix)}";
        if (!File.Exists($"{copy}/bin/python2.7"))
        {
            Directory.CreateDirectory(Copies);
            var partial = $"{copy}.{Environment.ProcessId}";
            using var copying = Process.Start("cp", ["-a", prefix, partial]);
            copying.WaitForExit();
            if (!Directory.Exists(copy))
                Directory.Move(partial, copy);
        }
        Relocate($"{copy}/bin/python2.7", $"{prefix}/lib");
        return $"{copy}/bin/python2.7";
    }

    // A program that looks for its library where it was built, which not everybody may, looks beside itself.
    private static void Relocate(string program, string library)
    {
        var bytes = File.ReadAllBytes(program);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"{library}\0"));
        if (at < 0)
            return;
        var beside = "$ORIGIN/../lib"u8;
        bytes.AsSpan(at, library.Length).Clear();
        beside.CopyTo(bytes.AsSpan(at));
        var partial = $"{program}.{Environment.ProcessId}";
        File.WriteAllBytes(partial, bytes);
        File.SetUnixFileMode(partial, File.GetUnixFileMode(program));
        File.Move(partial, program, overwrite: true);
    }
}

/// <summary>A test that needs Python 2.7; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class Python27FactAttribute : FactAttribute
{
    public Python27FactAttribute() => Skip = Interpreters.Python27 is null ? "there is no Python 2.7 on this machine" : null;
}

/// <summary>A table of tests that need Python 2.7; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class Python27TheoryAttribute : TheoryAttribute
{
    public Python27TheoryAttribute() => Skip = Interpreters.Python27 is null ? "there is no Python 2.7 on this machine" : null;
}

/// <summary>A test that needs Debian's Flask; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FlaskFactAttribute : FactAttribute
{
    public FlaskFactAttribute() => Skip = Directory.Exists("/usr/lib/python3/dist-packages/flask") ? null : "Debian's python3-flask is not installed";
}

/// <summary>A test that needs Debian's Django; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DjangoFactAttribute : FactAttribute
{
    public DjangoFactAttribute() => Skip = Directory.Exists("/usr/lib/python3/dist-packages/django") ? null : "Debian's python3-django is not installed";
}
