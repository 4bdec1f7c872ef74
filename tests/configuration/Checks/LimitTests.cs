namespace Actors.Configuration.Tests.Checks;

public sealed class LimitTests : IDisposable
{
    private readonly TemporaryApp _app = new TemporaryApp().Write("app.yaml", "runtime: python3\n").Write("main.py", "app = 1\n");

    [Fact]
    [Trait("Category", "Slow")]
    public void Ten_thousand_files_are_the_most()
    {
        Fill(9_998);
        Assert.Empty(_app.Check());

        _app.Write("one-more", "");
        Assert.Equal("app.yaml: The version has 10001 files. Allowed are 10,000; leave some out with .gcloudignore.", Assert.Single(_app.Check()));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_thousand_files_in_one_directory_are_the_most()
    {
        Fill(1_000);
        Directory.Move(Path.Combine(_app.Root, "d0"), Path.Combine(_app.Root, "d00"));
        for (var i = 0; i < 501; i++)
            _app.Write($"d00/more{i}", "");

        Assert.Equal("d00: The directory has 1001 files. Allowed are 1,000; spread them over several, or leave some out with .gcloudignore.", Assert.Single(_app.Check()));
    }

    [Theory]
    [InlineData(32 * 1024 * 1024, 0)]
    [InlineData(32 * 1024 * 1024 + 1, 1)]
    public void A_file_has_at_most_32_MB(long length, int errors)
    {
        using (var file = File.Create(Path.Combine(_app.Root, "large.bin")))
            file.SetLength(length);

        Assert.Equal(errors, _app.Check().Length);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a b/c", true)]
    [InlineData("", false)]
    [InlineData("/a", false)]
    [InlineData("./a", false)]
    [InlineData("-a", false)]
    [InlineData("_ah/a", false)]
    [InlineData("a/../b", false)]
    [InlineData("a//b", false)]
    [InlineData("a/", false)]
    [InlineData("a.", false)]
    [InlineData(" a", false)]
    [InlineData("a ", false)]
    [InlineData("a /b", false)]
    [InlineData("a\nb", false)]
    public void Names_are_what_the_tools_upload(string path, bool allowed) => Assert.Equal(allowed, LimitChecks.IsAllowedName(path));

    [Fact]
    public void A_name_has_at_most_1024_characters() => Assert.Equal((true, false), (LimitChecks.IsAllowedName(new string('a', 1024)), LimitChecks.IsAllowedName(new string('a', 1025))));

    [Fact]
    public void Of_many_alike_the_first_five_are_named()
    {
        for (var i = 0; i < 8; i++)
            _app.Write($"-{i}", "");

        Assert.Equal(6, _app.Check().Length);
        Assert.Equal("app.yaml: warning: The same is true of 3 more files.", _app.Check()[^1]);
    }

    public void Dispose() => _app.Dispose();

    // Five hundred in a directory.
    private void Fill(int files)
    {
        for (var i = 0; i < files; i++)
        {
            if (i % 500 == 0)
                Directory.CreateDirectory(Path.Combine(_app.Root, $"d{i / 500}"));
            File.WriteAllBytes(Path.Combine(_app.Root, $"d{i / 500}", $"f{i}"), []);
        }
    }
}
