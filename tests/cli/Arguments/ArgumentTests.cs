using Actors.Cli.Admin;
using Actors.Cli.Arguments;

namespace Actors.Cli.Tests.Arguments;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("10%", 0.1)]
    [InlineData("0.1", 0.1)]
    [InlineData("12.5%", 0.125)]
    [InlineData("1", 1.0)]
    [InlineData("-1", null)]
    [InlineData("ten", null)]
    [InlineData("%", null)]
    [InlineData("", null)]
    public void Shares(string text, double? share) => Assert.Equal(share, Amounts.Share(text));

    [Theory]
    [InlineData("90s", 90.0)]
    [InlineData("5m", 300.0)]
    [InlineData("1h30m", 5400.0)]
    [InlineData("2d", 172_800.0)]
    [InlineData("0.5s", 0.5)]
    [InlineData("5", null)]
    [InlineData("m5", null)]
    [InlineData("5 m", null)]
    [InlineData("1.2.3s", null)]
    [InlineData("99999999999d", null)]
    [InlineData("", null)]
    public void Times(string text, double? seconds) => Assert.Equal(seconds, Amounts.Time(text)?.TotalSeconds);

    [Theory]
    [InlineData("8001", "http://127.0.0.1:8001/")]
    [InlineData("10.0.0.7:8000", "http://10.0.0.7:8000/")]
    [InlineData("https://silo.example", "https://silo.example/")]
    [InlineData("[::1]:8000", "http://[::1]:8000/")]
    [InlineData("0", null)]
    [InlineData("70000", null)]
    [InlineData("ftp://x", null)]
    [InlineData("", null)]
    public void Addresses(string text, string? address) => Assert.Equal(address, AdminAddress.Parse(text)?.ToString());

    [Theory]
    [InlineData("guestbook", "/api/apps/guestbook/services/default", "?app=guestbook", "guestbook")]
    [InlineData("guestbook/default", "/api/apps/guestbook/services/default", "?app=guestbook&service=default", "guestbook")]
    [InlineData("guestbook/back end", "/api/apps/guestbook/services/back%20end", "?app=guestbook&service=back%20end", "guestbook/back end")]
    public void Services(string text, string path, string query, string shown)
    {
        var name = ServiceName.Parse(text)!;
        Assert.Equal((path, query, shown), (name.Path, name.Query, name.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/x")]
    [InlineData("x/")]
    [InlineData("x/y/z")]
    public void What_is_no_service(string text) => Assert.Null(ServiceName.Parse(text));
}
