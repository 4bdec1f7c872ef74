using Actors.Gateway.Static;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Tests.Static;

public class EntityTagsTests
{
    [Theory]
    [InlineData("\"a\"", "\"a\"", true, true)]
    [InlineData("W/\"a\"", "\"a\"", true, false)]
    [InlineData("\"a\"", "W/\"a\"", true, false)]
    [InlineData("W/\"a\"", "W/\"a\"", true, false)]
    [InlineData("\"b\", \"a\"", "\"a\"", true, true)]
    [InlineData(" ,, \"b\"\t,W/\"c\" , \"a\" ,", "\"a\"", true, true)]
    [InlineData("\"b,\\\"", "\"b,\\\"", true, true)]
    [InlineData("\"x,\"a\",y\"", "\"a\"", false, false)]
    [InlineData("\"a,b\"", "\"a\"", false, false)]
    [InlineData("\"a,b\"", "\"a,b\"", true, true)]
    [InlineData("\"A\"", "\"a\"", false, false)]
    [InlineData("w/\"a\"", "\"a\"", false, false)]
    [InlineData("\"b\" \"a\"", "\"a\"", false, false)]
    [InlineData("a", "\"a\"", false, false)]
    [InlineData("\"a", "\"a\"", false, false)]
    [InlineData("nonsense, \"a\"", "\"a\"", false, false)]
    [InlineData("*", "\"*\"", false, false)]
    [InlineData("W/", "\"a\"", false, false)]
    [InlineData("\"", "\"\"", false, false)]
    [InlineData("\"\"", "\"\"", true, true)]
    [InlineData("", "\"a\"", false, false)]
    public void A_list_names_a_tag_weakly_or_strongly(string list, string tag, bool weakly, bool strongly)
    {
        Assert.Equal(weakly, EntityTags.Contain(list, tag, strongly: false));
        Assert.Equal(strongly, EntityTags.Contain(list, tag, strongly: true));
    }

    [Fact]
    public void A_star_stands_alone()
    {
        Assert.True(EntityTags.IsAny("*"));
        Assert.True(EntityTags.IsAny(" *\t"));
        Assert.False(EntityTags.IsAny("*, \"a\""));
        Assert.False(EntityTags.IsAny(new StringValues(["*", "*"])));
        Assert.False(EntityTags.IsAny(default));
    }

    [Fact]
    public void Every_list_that_is_written_is_read_as_what_was_written()
    {
        var random = new Random(20_260_401);
        const string Characters = "!#$%&'()*+,-./0123456789:;<=>?@AZ[]^_`az{|}~\\W";
        for (var round = 0; round < 5_000; round++)
        {
            var tags = Enumerable.Range(0, random.Next(6)).Select(_ => (Weak: random.Next(2) == 0, Text: Tag(random))).ToArray();
            var lines = new List<string> { "" };
            foreach (var (weak, text) in tags)
            {
                if (random.Next(5) == 0)
                    lines.Add("");
                lines[^1] += (lines[^1].Length > 0 ? Between(random) : "") + (weak ? "W/" : "") + text;
            }

            var field = new StringValues(lines.ToArray());
            var sought = tags.Length > 0 && random.Next(2) == 0 ? tags[random.Next(tags.Length)].Text : Tag(random);
            Assert.Equal(tags.Any(tag => tag.Text == sought), EntityTags.Contain(field, sought, strongly: false));
            Assert.Equal(tags.Any(tag => tag.Text == sought && !tag.Weak), EntityTags.Contain(field, sought, strongly: true));
        }

        string Tag(Random source) => $"\"{new string(Enumerable.Range(0, source.Next(4)).Select(_ => Characters[source.Next(Characters.Length)]).ToArray())}\"";
        string Between(Random source) => source.Next(4) switch { 0 => ",", 1 => ", ", 2 => " ,\t", _ => ",, ," };
    }

    [Fact]
    public void Whatever_a_client_sends_is_read_to_its_end()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string(Enumerable.Range(0, random.Next(12)).Select(_ => "\"W/*, \tab\\"[random.Next(10)]).ToArray());
            if (EntityTags.Contain(text, "\"ab\"", strongly: true))
                Assert.Contains("\"ab\"", text, StringComparison.Ordinal);
        }
    }
}
