namespace Actors.Console.Tests.Access;

public sealed class AdminOptionsTests
{
    private const string Good = "0123456789abcdef";

    [Theory]
    [InlineData("localhost", null, null)]
    [InlineData("127.0.0.1", null, null)]
    [InlineData("::1", "", null)]
    [InlineData("localhost", Good, null)]
    [InlineData("*", Good, null)]
    [InlineData("10.0.0.7", Good, null)]
    [InlineData("*", null, "Admin:Address is \"*\", which others can reach: set Admin:Token or Admin:TokenFile, or leave it on localhost.")]
    [InlineData("0.0.0.0", "", "Admin:Address is \"0.0.0.0\", which others can reach: set Admin:Token or Admin:TokenFile, or leave it on localhost.")]
    [InlineData("silo.example", Good, "Admin:Address is \"silo.example\"; allowed are localhost, * and an IP address.")]
    [InlineData("*", "short", "Admin:Token must have 16 to 1024 visible ASCII characters; `openssl rand -hex 32` makes a good one.")]
    [InlineData("localhost", "with a space in it", "Admin:Token must have 16 to 1024 visible ASCII characters; `openssl rand -hex 32` makes a good one.")]
    public void What_others_can_reach_needs_a_good_token(string address, string? token, string? problem) => Assert.Equal(problem, Validate(new AdminOptions { Address = address, Token = token }));

    [Fact]
    public void A_token_may_be_in_a_file_that_only_its_owner_reads()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Good + "\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Assert.Null(Validate(new AdminOptions { Address = "*", TokenFile = file }));
            Assert.Equal("Admin:Token and Admin:TokenFile are both set; leave one of them empty.", Validate(new AdminOptions { Token = Good, TokenFile = file }));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Equal($"Admin:TokenFile is \"{file}\", which others can read; chmod 600 it.", Validate(new AdminOptions { TokenFile = file }));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.StartsWith("Admin:TokenFile is \"/nowhere/token\", which cannot be read: ", Validate(new AdminOptions { TokenFile = "/nowhere/token" }), StringComparison.Ordinal);
    }

    private static string? Validate(AdminOptions options) => new AdminOptionsValidator().Validate(null, options).FailureMessage is { Length: > 0 } message ? message : null;
}
