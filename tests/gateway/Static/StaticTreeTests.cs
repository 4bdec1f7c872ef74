using Actors.Gateway.Static;

namespace Actors.Gateway.Tests.Static;

public sealed class StaticTreeTests : IDisposable
{
    // A regular file that nobody may read, not even root: it can only be written.
    private const string WriteOnly = "/proc/sys/vm/drop_caches";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actors-tree");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("a.txt", true)]
    [InlineData("d/a.txt", true)]
    [InlineData("inside", true)]
    [InlineData("", false)]
    [InlineData("/a.txt", false)]
    [InlineData("./a.txt", false)]
    [InlineData("d/../a.txt", false)]
    [InlineData("d//a.txt", false)]
    [InlineData("d/", false)]
    [InlineData("d", false)]
    [InlineData("..", false)]
    [InlineData("a.txt/", false)]
    [InlineData("a.txt/b", false)]
    [InlineData("a.txt\0", false)]
    [InlineData("d\\a.txt", false)]
    [InlineData("missing", false)]
    [InlineData("up", false)]
    [InlineData("up/etc/hostname", false)]
    [InlineData("absolute", false)]
    [InlineData("round", false)]
    [InlineData("dangling", false)]
    [InlineData("self/environ", false)]
    public void Only_regular_files_below_the_directory_are_opened(string path, bool opens)
    {
        File.WriteAllText(At("a.txt"), "a");
        _directory.CreateSubdirectory("d");
        File.WriteAllText(At("d/a.txt"), "a");
        File.CreateSymbolicLink(At("inside"), "d/a.txt");
        File.CreateSymbolicLink(At("up"), "../../../../../../..");
        File.CreateSymbolicLink(At("absolute"), At("a.txt"));
        File.CreateSymbolicLink(At("round"), "round");
        File.CreateSymbolicLink(At("dangling"), "nowhere");
        File.CreateSymbolicLink(At("self"), "/proc/self");

        using var handle = StaticTree.Open(_directory.FullName, path, followOut: false);

        Assert.Equal(opens, handle is not null);
    }

    [Fact]
    public void Names_that_are_too_long_and_roots_that_are_gone_are_nothing()
    {
        Assert.Null(StaticTree.Open(_directory.FullName, new string('a', 300), followOut: false));
        Assert.Null(StaticTree.Open(_directory.FullName, string.Join('/', Enumerable.Repeat("aaaaaaaaaaaaaaaaaaaaaaaa", 300)), followOut: true));
        Assert.Null(StaticTree.Open(At("gone"), "a.txt", followOut: false));
    }

    [Fact]
    public void A_stamp_tells_replaced_and_rewritten_files_from_the_one_that_was()
    {
        File.WriteAllText(At("a.txt"), "one");
        var written = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(At("a.txt"), written);
        var first = StaticTree.StampOf(_directory.FullName, "a.txt");
        using (var handle = StaticTree.Open(_directory.FullName, "a.txt", followOut: false))
            Assert.Equal(first, StaticTree.StampOf(handle!));

        File.Move(At("a.txt"), At("b.txt"));
        File.WriteAllText(At("a.txt"), "two");
        File.SetLastWriteTimeUtc(At("a.txt"), written);

        Assert.NotNull(first);
        Assert.NotEqual(first, StaticTree.StampOf(_directory.FullName, "a.txt"));
        File.Delete(At("a.txt"));
        Assert.Null(StaticTree.StampOf(_directory.FullName, "a.txt"));
        Assert.Null(StaticTree.StampOf(_directory.FullName, ""));
    }

    [Fact]
    public async Task What_may_not_be_read_is_forbidden_and_not_missing()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(
            """
            runtime: python3
            entrypoint: gunicorn main:app
            handlers:
            - url: /static
              static_dir: static
              require_matching_file: true
            - url: /.*
              script: auto
            """,
            development: true);
        Directory.CreateDirectory(Path.Combine(gateway.Root, "static"));
        File.CreateSymbolicLink(Path.Combine(gateway.Root, "static/closed.txt"), WriteOnly);

        var response = await gateway.GetAsync("/static/closed.txt");
        var head = await gateway.SendAsync("HEAD /static/closed.txt HTTP/1.1");

        Assert.Equal((403, "text/html; charset=utf-8"), (response.Status, response["Content-Type"]));
        Assert.DoesNotContain("proc", response.Text, StringComparison.Ordinal);
        Assert.Equal((403, ""), (head.Status, head.Text));
        Assert.Empty(gateway.Dispatched);
    }

    [Theory]
    [InlineData("/static/%c0%ae%c0%ae/secret.txt")]
    [InlineData("/static/%e0%80%ae%e0%80%ae/secret.txt")]
    [InlineData("/static/%c0%ae%c0%ae%c0%afsecret.txt")]
    [InlineData("/static/..%c0%afsecret.txt")]
    [InlineData("/static/%252e%252e/secret.txt")]
    [InlineData("/static/..%255csecret.txt")]
    [InlineData("/static/..\\secret.txt")]
    [InlineData("/static/%5c..%5csecret.txt")]
    [InlineData("/static/%2e%2e%5csecret.txt")]
    [InlineData("/static/a.txt%00")]
    [InlineData("/static/%00/../secret.txt")]
    [InlineData("/static/a.txt/../../secret.txt")]
    [InlineData("/static/.%2e/secret.txt")]
    [InlineData("/static/%2e./secret.txt")]
    [InlineData("/static/%2f%2fetc/hostname")]
    [InlineData("/static/..;/secret.txt")]
    [InlineData("/static/%uff0e%uff0e/secret.txt")]
    [InlineData("/static/%ef%bc%8e%ef%bc%8e/secret.txt")]
    [InlineData("/static/..%2f..%2f..%2f..%2f..%2f..%2fetc/hostname")]
    [InlineData("/static/a.txt%2f")]
    [InlineData("/files/..")]
    [InlineData("/files/%2e%2e%2fsecret.txt")]
    [InlineData("/files/..%2fsecret.txt")]
    [InlineData("/files//etc/hostname")]
    public async Task No_spelling_of_a_path_leads_out(string target)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(
            """
            runtime: python3
            entrypoint: gunicorn main:app
            handlers:
            - url: /static
              static_dir: static
            - url: /files/(.*)
              static_files: static/\1
              upload: static/.*
            """);
        gateway.Write("secret.txt", "secret");
        gateway.Write("static/a.txt", "a");

        var response = await gateway.GetAsync(target);

        // 302 leads to the normalised path, which is asked for by itself.
        Assert.Contains(response.Status, new[] { 302, 400, 404 });
        Assert.DoesNotContain("secret", response.Text, StringComparison.Ordinal);
    }

    private string At(string path) => Path.Combine(_directory.FullName, path);
}
