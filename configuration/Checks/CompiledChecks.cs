namespace Actors.Configuration;

/// <summary>Rules for compiled Python in python27 apps: not beside its source, and made by Python 2.7.</summary>
internal static class CompiledChecks
{
    // The first four bytes of what Python 2.7 compiles.
    private static ReadOnlySpan<byte> Magic27 => [0x03, 0xf3, 0x0d, 0x0a];

    public static void Check(FileReport report, AppFileList files)
    {
        if (!report.IsPython27)
            return;
        var compiled = files.Files.Where(static file => file.Path.EndsWith(".pyc", StringComparison.Ordinal)).ToArray();
        if (compiled.Length == 0)
            return;
        var paths = files.Files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        report.ForEach(
            compiled.Select(static file => file.Path).Where(path => paths.Contains(path[..^1])), ConfigurationSeverity.Error,
            static path => $"The version has \"{path}\" and its source \"{path[..^1]}\".", "Keep one of them; skip_files can leave the other out.");
        report.ForEach(
            compiled.Where(static file => !IsPython27(file)).Select(static file => file.Path), ConfigurationSeverity.Warning,
            static path => $"\"{path}\" was not compiled by Python 2.7, so that it cannot be imported.", "Compile it with \"python2.7 -m compileall\".");
    }

    private static bool IsPython27(AppFile file)
    {
        Span<byte> head = stackalloc byte[4];
        using var stream = File.OpenRead(file.FullPath);
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic27);
    }
}
