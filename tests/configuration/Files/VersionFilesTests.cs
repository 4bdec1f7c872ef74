using System.Text.RegularExpressions;

namespace Actors.Configuration.Tests.Files;

public sealed class VersionFilesTests : IDisposable
{
    private readonly TemporaryApp _app = new();

    [Theory]
    [InlineData("a.py", false)]
    [InlineData("a.pyc", true)]
    [InlineData("x/a.pyo", true)]
    [InlineData(".git", true)]
    [InlineData("x/.hidden", true)]
    [InlineData("a~", true)]
    [InlineData("#a#", true)]
    [InlineData("#a", false)]
    [InlineData("RCS/a", true)]
    [InlineData("x/RCS/a", true)]
    [InlineData("xRCS/a", false)]
    [InlineData("a.pycx", false)]
    public void The_default_as_a_pattern_says_what_the_default_says(string path, bool skipped)
    {
        Assert.Equal(skipped, VersionFiles.SkippedByDefault(path));
        Assert.Equal(skipped, Regex.IsMatch(path, $@"\A(?:{SkipPatterns.Default})\z"));
    }

    [Fact]
    public void The_files_are_those_that_the_ignore_file_leaves()
    {
        _app.Write("app.yaml", "runtime: python3\nskip_files: ^main.py$\n").Write("main.py", "").Write(".gcloudignore", "/node_modules/\n*.log\n.gcloudignore\n")
            .Write("node_modules/a/b.js", "").Write("x/node_modules/c.js", "").Write("x/a.log", "").Write(".well-known/y", "");

        Assert.Equal([".well-known/y", "app.yaml", "main.py", "x/node_modules/c.js"], Paths());
    }

    [Fact]
    public void Without_one_skip_files_decides_and_without_that_the_default()
    {
        _app.Write("app.yaml", "runtime: python3\nskip_files: ^x$\n").Write("main.py", "").Write("x/a", "").Write("y.pyc", "");
        Assert.Equal(["app.yaml", "main.py", "y.pyc"], Paths());

        _app.Write("app.yaml", "runtime: python3\n");
        Assert.Equal(["app.yaml", "main.py", "x/a"], Paths());
    }

    [Fact]
    public void Links_are_followed_and_circles_are_left_out()
    {
        using var library = new TemporaryApp();
        library.Write("library/a.py", "");
        _app.Write("app.yaml", "runtime: python3\n").Write("x/main.py", "");
        Directory.CreateSymbolicLink(Path.Combine(_app.Root, "lib"), Path.Combine(library.Root, "library"));
        Directory.CreateSymbolicLink(Path.Combine(_app.Root, "x/up"), _app.Root);
        File.CreateSymbolicLink(Path.Combine(_app.Root, "broken"), "/nowhere/at/all");
        File.CreateSymbolicLink(Path.Combine(_app.Root, "b.py"), Path.Combine(_app.Root, "x/main.py"));

        var app = _app.OnDisk();
        var list = AppFileList.Of(_app.Root, app.VersionFiles);

        Assert.Equal(["app.yaml", "b.py", "lib/a.py", "x/main.py"], list.Files.Select(file => file.Path));
        Assert.Equal(["broken", "x/up"], list.BrokenLinks.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _app.Dispose();

    private string[] Paths()
    {
        var app = _app.OnDisk();
        return [.. AppFileList.Of(_app.Root, app.VersionFiles).Files.Select(file => file.Path)];
    }
}
