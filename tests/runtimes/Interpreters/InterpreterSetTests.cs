using Actors.Runtimes.Interpreters;

namespace Actors.Runtimes.Tests.Interpreters;

public class InterpreterSetTests
{
    [Fact]
    public void The_first_interpreter_of_a_runtime_wins()
    {
        var set = new InterpreterSet([One("python311", "/first", 3, 11), One("python311", "/second", 3, 11)], [], null);
        Assert.Equal("/first", set.Find("python311")!.Path);
    }

    [Fact]
    public void Python3_is_the_systems_or_else_the_newest()
    {
        Interpreter[] usable = [One("python313", "/a", 3, 13), One("python311", "/b", 3, 11), One("python27", "/c", 2, 7)];
        Assert.Equal("/b", new InterpreterSet(usable, [], "python311").Find("python3")!.Path);
        Assert.Equal("/a", new InterpreterSet(usable, [], null).Find("python3")!.Path);
        Assert.Equal("/a", new InterpreterSet(usable, [], "python312").Find("python3")!.Path);
        Assert.Null(new InterpreterSet([One("python27", "/c", 2, 7)], [], null).Find("python3"));
    }

    [Theory]
    [InlineData("python27", "apt install python2.7", "pyenv install 2.7.18")]
    [InlineData("python312", "apt install python3.12", "pyenv install 3.12")]
    [InlineData("python3", "apt install python3", "Found: python27 (/c)")]
    [InlineData("pyhton27", "There is no runtime 'pyhton27'", "python38 to python314")]
    [InlineData("python315", "There is no runtime 'python315'", "Found: python27 (/c)")]
    public void A_missing_interpreter_is_a_sentence_with_what_to_install(string runtime, string one, string other)
    {
        var sentence = new InterpreterSet([One("python27", "/c", 2, 7)], [], null).Missing(runtime);
        Assert.Contains(one, sentence, StringComparison.Ordinal);
        Assert.Contains(other, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_workers_cannot_read_is_named_with_the_directory_in_the_way()
    {
        var set = new InterpreterSet([], [new UnusableInterpreter("python27", "/home/x/bin/python2.7", "the directory /home/x (mode 0700) lets nobody else pass")], null);
        Assert.Contains("/home/x (mode 0700)", set.Missing("python27"), StringComparison.Ordinal);
    }

    private static Interpreter One(string runtime, string path, int major, int minor) => new(runtime, path, new Version(major, minor, 1), "/lib");
}
