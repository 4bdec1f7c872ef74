using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;

namespace Actors.Runtimes.Sandbox;

/// <summary>What a worker may read beside its code tree.</summary>
internal static class ReadablePlaces
{
    // Time zones, languages, certificates, types of files.
    private static readonly string[] _everywhere =
    [
        "/usr/share/zoneinfo", "/etc/localtime", "/usr/lib/locale", "/usr/share/locale", "/usr/share/i18n", "/etc/mime.types",
        "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/usr/lib/ssl", "/usr/share/ca-certificates", "/dev/urandom", "/dev/random",
    ];

    // Installed packages, what their extensions are linked with, and their data.
    private static readonly string[] _python3 = ["/usr/lib", "/usr/local/lib", "/lib", "/lib64", "/usr/share", "/etc/ld.so.cache", "/sys/devices/system/cpu"];

    // For an app that resolves names itself.
    private static readonly string[] _sockets = ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/services"];

    /// <summary>The directories and files that exist, each once.</summary>
    /// <param name="interpreter">Whose standard library is among them.</param>
    /// <param name="runtimeFiles">Where the runtime's own Python files lie.</param>
    /// <param name="sockets">Whether the app has sockets of its own.</param>
    public static IReadOnlyList<string> Of(Interpreter interpreter, string runtimeFiles, bool sockets)
    {
        var libraries = Path.GetDirectoryName(interpreter.StandardLibrary) ?? interpreter.StandardLibrary;
        var own = interpreter.Generation == PythonGeneration.Python27
            ? [interpreter.StandardLibrary, $"/usr/local/lib/python{interpreter.Version.Major}.{interpreter.Version.Minor}"]
            : _python3.Append(libraries);
        return [.. _everywhere.Concat(own).Concat(sockets ? _sockets : []).Append(interpreter.Path).Append(runtimeFiles).Distinct(StringComparer.Ordinal).Where(Path.Exists)];
    }
}
