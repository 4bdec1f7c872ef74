namespace Actors.Cli.Tests;

public sealed class MessageTests
{
    /// <summary>With the framework's messages left out, a person would read <c>UnauthorizedAccess_IODenied_Path</c>.</summary>
    [Fact]
    public void What_the_framework_says_is_said_in_words() =>
        Assert.DoesNotContain("UseSystemResourceKeys", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "actors.runtimeconfig.json")), StringComparison.Ordinal);
}
