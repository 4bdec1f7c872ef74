using Actors.Console.Access;

namespace Actors.Console.Tests.Access;

public sealed class AdminRulesTests
{
    [Theory]
    [InlineData("localhost:8000", true)]
    [InlineData("LOCALHOST:8000", true)]
    [InlineData("127.0.0.1:8000", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("[::1]:8000", true)]
    [InlineData("admin.localhost:8000", true)]
    [InlineData("evil.example:8000", false)]
    [InlineData("localhost.evil.example:8000", false)]
    [InlineData("evillocalhost:8000", false)]
    [InlineData("10.0.0.7:8000", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("", false)]
    public void On_loopback_the_host_must_be_this_machine(string host, bool isLetIn) => Assert.Equal(isLetIn ? null : 403, new AdminRules(true, null).Decide(Call(host))?.Status);

    [Fact]
    public void Elsewhere_any_host_will_do_because_the_token_is_asked_for() =>
        Assert.Equal(401, new AdminRules(false, Token()).Decide(Call("silo.example:8000"))?.Status);

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("http://localhost:8000", "same-origin", true)]
    [InlineData("https://localhost:8000", null, true)]
    [InlineData(null, "none", true)]
    [InlineData("http://evil.example", null, false)]
    [InlineData("http://evil.example", "cross-site", false)]
    [InlineData("http://guestbook.localhost:8080", "same-site", false)]
    [InlineData("http://localhost:8080", null, false)]
    [InlineData("null", null, false)]
    [InlineData("", null, false)]
    [InlineData(null, "cross-site", false)]
    [InlineData("http://localhost:8000", "same-site", false)]
    public void A_web_page_of_another_origin_changes_nothing(string? origin, string? site, bool isLetIn) =>
        Assert.Equal(isLetIn ? null : 403, new AdminRules(true, null).Decide(Call("localhost:8000") with { ChangesSomething = true, Origin = origin, FetchSite = site })?.Status);

    [Fact]
    public void Reading_is_left_to_the_browsers_own_rules() =>
        Assert.Null(new AdminRules(true, null).Decide(Call("localhost:8000") with { Origin = "http://evil.example", FetchSite = "cross-site" }));

    [Theory]
    [InlineData("Bearer 0123456789abcdef", true)]
    [InlineData("bearer 0123456789abcdef", true)]
    [InlineData("Bearer 0123456789abcdeF", false)]
    [InlineData("Bearer 0123456789abcdef0", false)]
    [InlineData("Bearer ", false)]
    [InlineData("Basic 0123456789abcdef", false)]
    [InlineData("0123456789abcdef", false)]
    [InlineData(null, false)]
    public void The_token_must_be_shown(string? authorization, bool isLetIn) =>
        Assert.Equal(isLetIn ? null : 401, new AdminRules(true, Token()).Decide(Call("localhost:8000") with { Authorization = authorization })?.Status);

    [Fact]
    public void Health_needs_none() => Assert.Null(new AdminRules(false, Token()).Decide(Call("silo.example") with { IsHealth = true }));

    private static AdminToken? Token() => AdminToken.Read(new AdminOptions { Token = "0123456789abcdef" }, out _);

    private static AdminCall Call(string host) => new(false, false, host, new Microsoft.AspNetCore.Http.HostString(host).Host, null, null, null);
}
