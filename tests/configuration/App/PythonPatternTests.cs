namespace Actors.Configuration.Tests.App;

public class PythonPatternTests
{
    [Theory]
    [InlineData("/.*", "/a/b", true)]
    [InlineData("/a|/b", "/b", true)]
    [InlineData("/a|/b", "/bc", false)]
    [InlineData("/a$", "/a", true)]
    [InlineData("/a", "/a\n", false)]
    [InlineData(@"/(a|b)\1", "/aa", true)]
    [InlineData(@"/(a|b)\1", "/ab", false)]
    [InlineData("/(?P<x>a)(?P=x)", "/aa", true)]
    [InlineData(@"/a\Z", "/a", true)]
    [InlineData("/[(]?P<", "/(P<", true)]
    public void A_pattern_matches_the_whole_text(string pattern, string text, bool expected) =>
        Assert.Equal(expected, PythonPattern.WholeMatch(pattern).IsMatch(text));

    [Fact]
    public void Named_groups_are_numbered_by_position_as_Python_does()
    {
        var match = PythonPattern.WholeMatch("/(?P<first>[a-z]+)/(?:x)/([0-9]+)").Match("/ab/x/12");

        Assert.Equal(("ab", "12"), (match.Groups[1].Value, match.Groups[2].Value));
    }

    [Theory]
    [InlineData("a)(b")]
    [InlineData("(a")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData(@"\2(a)")]
    [InlineData("a\\")]
    public void What_is_no_pattern_is_explained(string pattern) => Assert.NotNull(PythonPattern.Problem(pattern));
}
