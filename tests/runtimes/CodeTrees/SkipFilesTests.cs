using Actors.Runtimes.CodeTrees;

namespace Actors.Runtimes.Tests.CodeTrees;

public class SkipFilesTests
{
    [Theory]
    [InlineData("main.py", false)]
    [InlineData("lib/a.txt", false)]
    [InlineData("RCSX/a.py", false)]
    [InlineData("a#b", false)]
    [InlineData("#", false)]
    [InlineData(".hidden", true)]
    [InlineData("lib/.hidden/a.py", true)]
    [InlineData("main.pyc", true)]
    [InlineData("lib/main.pyo", true)]
    [InlineData("main.py~", true)]
    [InlineData("#main.py#", true)]
    [InlineData("src/RCS/a.py", true)]
    public void The_default_leaves_out_what_App_Engine_leaves_out(string path, bool skipped) => Assert.Equal(skipped, SkipFiles.Default(path));
}
