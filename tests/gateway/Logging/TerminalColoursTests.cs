using Actors.Gateway.Logging;

namespace Actors.Gateway.Tests.Logging;

public class TerminalColoursTests
{
    [Theory]
    [InlineData(false, null, "xterm", true)]
    [InlineData(false, "", "xterm", true)]
    [InlineData(false, null, null, true)]
    [InlineData(false, "1", "xterm", false)]
    [InlineData(false, "0", "xterm", false)]
    [InlineData(false, null, "dumb", false)]
    [InlineData(true, null, "xterm", false)]
    public void Colours_are_for_terminals_of_those_who_want_them(bool isRedirected, string? noColor, string? terminal, bool wanted) =>
        Assert.Equal(wanted, TerminalColours.Wanted(isRedirected, noColor, terminal));
}
