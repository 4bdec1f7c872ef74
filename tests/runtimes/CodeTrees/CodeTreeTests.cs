using Actors.Runtimes.CodeTrees;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Runtimes.Tests.CodeTrees;

public sealed class CodeTreeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("actors-tree").FullName;

    private readonly SourceWatches _watches = new(NullLogger<SourceWatches>.Instance);

    private string Source => Path.Combine(_root, "source");

    private string Copy => Path.Combine(_root, "copy");

    public CodeTreeTests() => Directory.CreateDirectory(Source);

    public void Dispose()
    {
        _watches.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Files_are_copied_once_and_what_was_skipped_or_is_only_static_is_not()
    {
        Write("main.py", "one");
        Write("lib/inner/module.py", "two");
        Write("static/logo.png", "picture");
        Write(".git/config", "hidden");
        Write("main.pyc", "compiled");
        Write("notes~", "backup");
        Write("#draft#", "draft");
        var tree = Tree(new CodeTreeRules { StaticOnly = path => path.StartsWith("static/", StringComparison.Ordinal) });
        Assert.Equal(new CodeTreeChanges(2, 0, 2), tree.Sync(default));
        Assert.Equal(["lib/inner/module.py", "main.py"], Files());
        Assert.Equal(new CodeTreeChanges(0, 0, 2), tree.Sync(default));
    }

    [Fact]
    public void Only_what_changed_is_copied_and_what_is_gone_is_deleted()
    {
        Write("main.py", "one", age: 10);
        Write("old/gone.py", "two", age: 10);
        var tree = Tree();
        tree.Sync(default);
        Write("main.py", "three", age: 5);
        Directory.Delete(Path.Combine(Source, "old"), recursive: true);
        Assert.Equal(new CodeTreeChanges(1, 1, 1), tree.Sync(default));
        Assert.Equal("three", File.ReadAllText(Path.Combine(Copy, "main.py")));
        Assert.Equal(["main.py"], Files());
    }

    [Fact]
    public void A_file_replaced_by_one_of_the_same_size_and_time_is_noticed()
    {
        Write("main.py", "one", age: 10);
        var tree = Tree();
        tree.Sync(default);
        var time = File.GetLastWriteTimeUtc(Path.Combine(Source, "main.py"));
        Write("other.py", "two");
        File.Move(Path.Combine(Source, "other.py"), Path.Combine(Source, "main.py"), overwrite: true);
        File.SetLastWriteTimeUtc(Path.Combine(Source, "main.py"), time);
        Assert.Equal(1, tree.Sync(default).Copied);
        Assert.Equal("two", File.ReadAllText(Path.Combine(Copy, "main.py")));
    }

    [Fact]
    public void A_file_written_twice_in_a_moment_is_copied_again()
    {
        Write("main.py", "one");
        var tree = Tree();
        tree.Sync(default);
        var time = File.GetLastWriteTimeUtc(Path.Combine(Source, "main.py"));
        File.WriteAllText(Path.Combine(Source, "main.py"), "two");
        File.SetLastWriteTimeUtc(Path.Combine(Source, "main.py"), time);
        Assert.Equal(1, tree.Sync(default).Copied);
        Assert.Equal("two", File.ReadAllText(Path.Combine(Copy, "main.py")));
    }

    [Fact]
    public void A_file_that_was_only_touched_is_no_change()
    {
        Write("main.py", "one", age: 10);
        var tree = Tree();
        tree.Sync(default);
        Write("main.py", "one", age: 5);
        Assert.False(tree.Sync(default).Any);
        Assert.False(Tree().Sync(default).Any);
    }

    [Fact]
    public void After_a_restart_nothing_is_copied_again()
    {
        Write("main.py", "one", age: 10);
        Write("lib/module.py", "two", age: 10);
        Tree().Sync(default);
        Assert.Equal(new CodeTreeChanges(0, 0, 2), Tree().Sync(default));
    }

    [Fact]
    public void Links_to_libraries_are_followed_and_cycles_are_not()
    {
        var library = Path.Combine(_root, "library");
        Directory.CreateDirectory(library);
        File.WriteAllText(Path.Combine(library, "flask.py"), "flask");
        Write("main.py", "one");
        Directory.CreateSymbolicLink(Path.Combine(Source, "lib"), library);
        Directory.CreateSymbolicLink(Path.Combine(Source, "self"), Source);
        Directory.CreateSymbolicLink(Path.Combine(library, "back"), Source);
        File.CreateSymbolicLink(Path.Combine(Source, "alias.py"), Path.Combine(library, "flask.py"));
        File.CreateSymbolicLink(Path.Combine(Source, "broken.py"), "/nonexistent");
        Tree().Sync(default);
        Assert.Equal(["alias.py", "lib/flask.py", "main.py"], Files());
        Assert.Null(new FileInfo(Path.Combine(Copy, "alias.py")).LinkTarget);
        Assert.Null(new DirectoryInfo(Path.Combine(Copy, "lib")).LinkTarget);
    }

    [Fact]
    public void A_file_may_become_a_directory_and_a_directory_a_file()
    {
        Write("a", "file");
        Write("b/inside", "file");
        var tree = Tree();
        tree.Sync(default);
        File.Delete(Path.Combine(Source, "a"));
        Directory.Delete(Path.Combine(Source, "b"), recursive: true);
        Write("a/inside", "file");
        Write("b", "file");
        tree.Sync(default);
        Assert.Equal(["a/inside", "b"], Files());
    }

    [Fact]
    public void Only_the_owner_writes_and_only_the_group_reads()
    {
        Write("lib/main.py", "one");
        Tree().Sync(default);
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Copy, "lib", "main.py")), 8));
        Assert.Equal("750", Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Copy, "lib")), 8));
        Assert.Equal("750", Convert.ToString((int)File.GetUnixFileMode(Copy), 8));
    }

    [Fact]
    public void A_tree_made_for_others_is_made_anew()
    {
        Write("lib/main.py", "one", age: 10);
        Tree(new CodeTreeRules { Public = true }).Sync(default);
        Assert.Equal(new CodeTreeChanges(1, 0, 1), Tree().Sync(default));
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Copy, "lib", "main.py")), 8));
        Assert.Equal("750", Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Copy, "lib")), 8));
    }

    [Fact]
    public void A_tree_of_another_group_is_made_anew()
    {
        if (Environment.UserName != "root")
            return; // Nobody else can give files away.
        Write("main.py", "one", age: 10);
        Tree().Sync(default);
        Assert.Equal(new CodeTreeChanges(1, 0, 1), Tree(new CodeTreeRules { Gid = 200_001 }).Sync(default));
        Assert.Equal(new CodeTreeChanges(0, 0, 1), Tree(new CodeTreeRules { Gid = 200_001 }).Sync(default));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_named()
    {
        var failure = Assert.Throws<DirectoryNotFoundException>(() => new CodeTree("/nonexistent/app", Copy, new CodeTreeRules(), TimeProvider.System).Sync(default));
        Assert.Contains("/nonexistent/app", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_before_a_request_is_seen_by_that_very_request()
    {
        Write("main.py", "0");
        Directory.CreateDirectory(Path.Combine(_root, "library"));
        Directory.CreateSymbolicLink(Path.Combine(Source, "lib"), Path.Combine(_root, "library"));
        using var tree = new LiveCodeTree(Source, Copy, new CodeTreeRules(), TimeProvider.System, _watches);
        Assert.Equal(1, await tree.RefreshAsync(default));
        var generation = 1L;
        for (var i = 1; i <= 50; i++)
        {
            // In place, in a new directory, in a linked one, and by renaming, in turn: always right before the request.
            var name = (i % 4) switch { 0 => "main.py", 1 => $"new{i}/deep/module.py", 2 => "lib/library.py", _ => "swapped.py" };
            Write(i % 4 == 3 ? "temporary" : name, $"{i}");
            if (i % 4 == 3)
            {
                File.Move(Path.Combine(Source, "temporary"), Path.Combine(Source, name), overwrite: true);
            }

            var next = await tree.RefreshAsync(default);
            Assert.True(next > generation, $"Change {i} ({name}) was not seen.");
            generation = next;
            Assert.Equal($"{i}", await File.ReadAllTextAsync(Path.Combine(Copy, name)));
        }

        Assert.Equal(generation, await tree.RefreshAsync(default));
    }

    [Fact]
    public async Task A_change_in_a_directory_made_later_and_behind_a_linked_file_is_seen()
    {
        var outside = Path.Combine(_root, "outside.py");
        await File.WriteAllTextAsync(outside, "one");
        File.CreateSymbolicLink(Path.Combine(Source, "linked.py"), outside);
        using var tree = new LiveCodeTree(Source, Copy, new CodeTreeRules(), TimeProvider.System, _watches);
        await tree.RefreshAsync(default);
        await File.WriteAllTextAsync(outside, "another");
        Assert.Equal(2, await tree.RefreshAsync(default));
        Assert.Equal("another", await File.ReadAllTextAsync(Path.Combine(Copy, "linked.py")));
    }

    [Fact]
    public async Task A_file_that_is_followed_is_a_change_wherever_it_is_and_also_when_it_comes_into_being()
    {
        var outside = Path.Combine(_root, "shared");
        Directory.CreateDirectory(outside);
        var common = Path.Combine(outside, "common.yaml");
        await File.WriteAllTextAsync(common, "one");
        using var tree = new LiveCodeTree(Source, Copy, new CodeTreeRules(), TimeProvider.System, _watches);
        await tree.FollowAsync([common, Path.Combine(Source, ".gcloudignore")], default);
        Assert.Equal(1, await tree.RefreshAsync(default));

        await File.WriteAllTextAsync(common, "three");
        Assert.Equal(2, await tree.RefreshAsync(default));
        Write(".gcloudignore", "a");
        Assert.Equal(3, await tree.RefreshAsync(default));
        Write(".hidden", "is neither followed nor in the tree");
        Assert.Equal(3, await tree.RefreshAsync(default));
        File.Delete(Path.Combine(Source, ".gcloudignore"));
        Assert.Equal(4, await tree.RefreshAsync(default));
    }

    [Fact]
    public async Task Directories_can_be_left_out_by_a_rule_of_their_own()
    {
        Write("build", "a file of that name stays");
        Write("x/build/a.py", "a");
        using var tree = new LiveCodeTree(Source, Copy, new CodeTreeRules { Skip = static _ => false, SkipDirectory = static path => path.EndsWith("build", StringComparison.Ordinal) }, TimeProvider.System, _watches);
        await tree.RefreshAsync(default);

        Assert.True(File.Exists(Path.Combine(Copy, "build")));
        Assert.False(Directory.Exists(Path.Combine(Copy, "x/build")));
    }

    [Fact]
    public async Task Requests_at_the_same_moment_all_see_the_change()
    {
        Write("main.py", "0");
        using var tree = new LiveCodeTree(Source, Copy, new CodeTreeRules(), TimeProvider.System, _watches);
        await tree.RefreshAsync(default);
        for (var i = 1; i <= 20; i++)
        {
            Write("main.py", $"{i}");
            var seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                await tree.RefreshAsync(default);
                return await File.ReadAllTextAsync(Path.Combine(Copy, "main.py"));
            })));
            Assert.All(seen, text => Assert.Equal($"{i}", text));
        }
    }

    private CodeTree Tree(CodeTreeRules? rules = null) => new(Source, Copy, rules ?? new CodeTreeRules(), TimeProvider.System);

    private void Write(string path, string text, int age = 0)
    {
        var file = Path.Combine(Source, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (age > 0)
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-age));
        }
    }

    private string[] Files() =>
        [.. Directory.EnumerateFiles(Copy, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Copy, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Sources_share_one_descriptor_and_a_change_in_one_is_no_change_in_another()
    {
        Write("one/main.py", "1");
        Write("two/main.py", "2");
        using var one = new LiveCodeTree(Path.Combine(Source, "one"), Path.Combine(Copy, "one"), new CodeTreeRules(), TimeProvider.System, _watches);
        using var two = new LiveCodeTree(Path.Combine(Source, "two"), Path.Combine(Copy, "two"), new CodeTreeRules(), TimeProvider.System, _watches);
        Assert.Equal(1, await one.RefreshAsync(default));
        Assert.Equal(1, await two.RefreshAsync(default));

        Write("two/main.py", "3");
        Assert.Equal(1, await one.RefreshAsync(default)); // takes the events of two as well, and keeps them for it
        Assert.Equal(2, await two.RefreshAsync(default));

        two.Dispose();
        Write("one/main.py", "4");
        Assert.Equal(2, await one.RefreshAsync(default));
    }

    [Fact]
    public async Task Changed_rules_take_effect_with_the_next_refresh()
    {
        Write("main.py", "1");
        Write("secret.txt", "2");
        using var tree = new LiveCodeTree(Source, Copy, new CodeTreeRules(), TimeProvider.System, _watches);
        Assert.Equal(1, await tree.RefreshAsync(default));

        tree.Apply(new CodeTreeRules { Skip = path => path == "secret.txt" });

        Assert.Equal(2, await tree.RefreshAsync(default));
        Assert.Equal(["main.py"], Files());
    }

    [Fact]
    public async Task More_sources_than_inotify_instances_are_watched()
    {
        const int Instances = 200; // fs.inotify.max_user_instances is 128 by default
        var trees = new List<LiveCodeTree>();
        for (var i = 0; i < Instances; i++)
        {
            Write($"{i}/main.py", "1");
            trees.Add(new LiveCodeTree(Path.Combine(Source, $"{i}"), Path.Combine(Copy, $"{i}"), new CodeTreeRules(), TimeProvider.System, _watches));
            Assert.Equal(1, await trees[i].RefreshAsync(default));
        }
        Write($"{Instances - 1}/main.py", "2");
        Assert.Equal(2, await trees[^1].RefreshAsync(default));
        Assert.Equal(1, await trees[0].RefreshAsync(default));
        trees.ForEach(tree => tree.Dispose());
    }
}
