using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Native;

namespace Actors.Runtimes.Tests.CodeTrees;

public sealed class KeptBytecodeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bytecode-").FullName;
    private readonly string _tree;

    public KeptBytecodeTests()
    {
        _tree = Path.Combine(_root, "code");
        Directory.CreateDirectory(Path.Combine(_tree, "lib", "flask"));
        File.WriteAllText(Path.Combine(_tree, "main.py"), "1");
        File.WriteAllText(Path.Combine(_tree, "lib", "flask", "app.py"), "2");
        File.WriteAllText(Path.Combine(_root, "outside.py"), "3");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("main.py.cpython-311.pyc")]
    [InlineData("lib/flask/app.py.cpython-313.pyc")]
    public void The_code_of_a_module_is_kept_beside_the_tree_and_only_its_group_may_read_it(string name)
    {
        Assert.True(new KeptBytecode().Keep(_tree, -1, name, [1, 2, 3]));
        Assert.True(new KeptBytecode().Keep(_tree, -1, name, [4]));

        var file = Path.Combine(_root, "code.bytecode", name);
        Assert.Equal([4], File.ReadAllBytes(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.GetDirectoryName(file)!) & (UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite));
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "code.bytecode"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".pyc")]
    [InlineData("main.py")]
    [InlineData("main.pyc")]
    [InlineData("other.py.cpython-311.pyc")]
    [InlineData("lib.cpython-311.pyc")]
    [InlineData("main.py.a/b.pyc")]
    [InlineData("../outside.py.cpython-311.pyc")]
    [InlineData("lib/../main.py.cpython-311.pyc")]
    [InlineData("lib//flask/app.py.cpython-311.pyc")]
    [InlineData("./main.py.cpython-311.pyc")]
    [InlineData("/main.py.cpython-311.pyc")]
    [InlineData("main.py.cpython\0-311.pyc")]
    public void Under_another_name_than_that_of_a_source_of_this_tree_nothing_is_kept(string name)
    {
        Assert.False(new KeptBytecode().Keep(_tree, -1, name, [1]));
        Assert.False(new KeptBytecode().Keep(_tree, -1, name.Length > 0 && name[0] == '/' ? _root + "/outside.py.x.pyc" : name, [1]));

        Assert.Equal(["code", "outside.py"], Directory.GetFileSystemEntries(_root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_worker_that_tells_without_end_fills_no_disk()
    {
        var bytecode = new KeptBytecode();
        var most = new byte[KeptBytecode.MostBytesOfModule];
        var fit = (int)(KeptBytecode.MostBytesOfVersion / most.Length);
        Assert.False(bytecode.Keep(_tree, -1, "main.py.x.pyc", new byte[most.Length + 1]));

        var kept = Enumerable.Range(0, fit + 2).Count(number => bytecode.Keep(_tree, -1, $"main.py.{number}.pyc", most));
        Assert.Equal(fit, kept);

        Assert.True(bytecode.Keep(_tree, -1, "main.py.0.pyc", [1]));
        Assert.False(new KeptBytecode().Keep(_tree, -1, "lib/flask/app.py.x.pyc", most));
    }

    [Fact]
    public void What_was_kept_for_another_group_is_not_handed_on()
    {
        // Only root can give files to another group; anybody else keeps nothing, which is an error that says so.
        if (NativeCalls.EffectiveUserId() != 0)
        {
            Assert.Throws<IOException>(() => new KeptBytecode().Keep(_tree, 200_001, "main.py.x.pyc", [1]));
            return;
        }

        new KeptBytecode().Keep(_tree, 200_001, "main.py.x.pyc", [1]);
        new KeptBytecode().Keep(_tree, 200_002, "lib/flask/app.py.x.pyc", [2]);

        var file = Assert.Single(Directory.GetFiles(Path.Combine(_root, "code.bytecode"), "*", SearchOption.AllDirectories));
        Assert.Equal((200_002u, "app.py.x.pyc"), (NativeCalls.Identify(file)!.Value.Group, Path.GetFileName(file)));
    }
}
