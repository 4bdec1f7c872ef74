using Actors.Gateway.SignIn;

namespace Actors.Gateway.Tests.SignIn;

public class SignedInUserTests
{
    [Theory]
    [InlineData("test@example.com", "185804764220139124118")]
    [InlineData("ann@example.com", "137124870312556742271")]
    [InlineData("Ann@Example.COM", "137124870312556742271")]
    public void The_id_is_what_the_development_server_makes_of_the_address(string email, string id) => Assert.Equal(id, new SignedInUser(email, false).Id);

    [Fact]
    public void Every_id_has_21_digits()
    {
        for (var i = 0; i < 1000; i++)
            Assert.Matches("^1[0-9]{20}$", new SignedInUser($"u{i}@example.com", false).Id);
    }

    [Fact]
    public void Nickname_and_organization_are_its_parts() =>
        Assert.Equal(("Ann", "example.com"), (new SignedInUser("Ann@example.com", false).Nickname, new SignedInUser("Ann@example.com", false).Organization));

    [Theory]
    [InlineData("ann@example.com", true)]
    [InlineData("a@b", true)]
    [InlineData("o'neill+tag@ex-ample.co.uk", true)]
    [InlineData("", false)]
    [InlineData("@", false)]
    [InlineData("a@", false)]
    [InlineData("@b", false)]
    [InlineData("ann", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a:b@c", false)]
    [InlineData("a;b@c", false)]
    [InlineData("<a@b>", false)]
    [InlineData("a\"b@c", false)]
    [InlineData("a@b\r\nX: y", false)]
    [InlineData("j\u00fcrgen@example.com", false)]
    [InlineData("a\0@b", false)]
    public void An_address_has_two_sides_and_plain_characters(string text, bool expected) => Assert.Equal(expected, SignedInUser.IsAddress(text));

    [Fact]
    public void An_address_has_at_most_254_characters()
    {
        Assert.True(SignedInUser.IsAddress(new string('a', 252) + "@b"));
        Assert.False(SignedInUser.IsAddress(new string('a', 253) + "@b"));
    }
}
