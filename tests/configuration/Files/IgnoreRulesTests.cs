namespace Actors.Configuration.Tests.Files;

public class IgnoreRulesTests
{
    [Theory]
    // Names anywhere.
    [InlineData("a.txt", "a.txt", true)]
    [InlineData("a.txt", "x/y/a.txt", true)]
    [InlineData("a.txt", "ba.txt", false)]
    [InlineData("*.txt", "a.txt", true)]
    [InlineData("*.txt", "x/a.txt", true)]
    [InlineData("*.txt", "a.txt.bak", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("[ab].c", "b.c", true)]
    [InlineData("[!ab].c", "b.c", false)]
    [InlineData("[^ab].c", "c.c", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[]a]x", "]x", true)]
    [InlineData("[a", "[a", true)]
    // Tied to the directory of the file.
    [InlineData("/a.txt", "a.txt", true)]
    [InlineData("/a.txt", "x/a.txt", false)]
    [InlineData("x/a.txt", "x/a.txt", true)]
    [InlineData("x/a.txt", "y/x/a.txt", false)]
    [InlineData("x/*.txt", "x/a.txt", true)]
    [InlineData("x/*.txt", "x/y/a.txt", false)]
    // Two stars.
    [InlineData("**/a", "a", true)]
    [InlineData("**/a", "x/y/a", true)]
    [InlineData("**/a", "xa", false)]
    [InlineData("x/**", "x/a", true)]
    [InlineData("x/**", "x/y/a", true)]
    [InlineData("x/**", "x", false)]
    [InlineData("x/**/a", "x/a", true)]
    [InlineData("x/**/a", "x/y/z/a", true)]
    [InlineData("x**y", "xzzy", true)]
    [InlineData("x**y", "xz/zy", false)]
    // Comments, blanks, backslashes.
    [InlineData("#a", "#a", false)]
    [InlineData("\\#a", "#a", true)]
    [InlineData("\\!a", "!a", true)]
    [InlineData("a  ", "a", true)]
    [InlineData("a\\ ", "a ", true)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("", "a", false)]
    [InlineData("/", "a", false)]
    [InlineData("a.txt\r", "a.txt", true)]
    [InlineData("a+b", "a+b", true)]
    [InlineData("a+b*", "aab", false)]
    // The last line that matches decides.
    [InlineData("*.txt\n!a.txt", "a.txt", false)]
    [InlineData("*.txt\n!a.txt", "b.txt", true)]
    [InlineData("!a.txt\n*.txt", "a.txt", true)]
    [InlineData("*\n!/keep\n", "keep", false)]
    public void A_file_is_left_out_or_not(string text, string path, bool leftOut) => Assert.Equal(leftOut, IgnoreRules.Parse(text).LeavesOut(path, isDirectory: false));

    [Theory]
    [InlineData("build/", "build", true, true)]
    [InlineData("build/", "build", false, false)]
    [InlineData("build/", "x/build", true, true)]
    [InlineData("/build/", "x/build", true, false)]
    [InlineData("x/build/", "x/build", true, true)]
    [InlineData("build", "build", true, true)]
    public void A_slash_at_the_end_means_directories(string text, string path, bool isDirectory, bool leftOut) => Assert.Equal(leftOut, IgnoreRules.Parse(text).LeavesOut(path, isDirectory));

    [Fact]
    public void Another_file_is_included_where_its_line_stands()
    {
        var flat = IgnoreRules.Flatten("*.md\n#!include:.gitignore\n!b.txt\n", name => name == ".gitignore" ? "*.txt\n#!include:more\n!README.md" : null);
        var rules = IgnoreRules.Parse(flat);

        Assert.Equal((true, false, true, false), (rules.LeavesOut("a.txt", false), rules.LeavesOut("b.txt", false), rules.LeavesOut("a.md", false), rules.LeavesOut("README.md", false)));
    }

    [Theory]
    [InlineData("#!include:none\n*.txt")]
    [InlineData("#!include:../../etc/passwd\n*.txt")]
    public void A_file_that_is_not_there_includes_nothing(string text) => Assert.True(IgnoreRules.Parse(IgnoreRules.Flatten(text, static name => name == "none" ? null : "!a.txt")).LeavesOut("a.txt", false));

    [Fact]
    public void A_pattern_of_many_stars_is_quick()
    {
        var rules = IgnoreRules.Parse(string.Concat(Enumerable.Repeat("*a", 40)) + "*b");

        Assert.False(rules.LeavesOut(new string('a', 1000), false));
    }
}
