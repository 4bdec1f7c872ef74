using Actors.Gateway.SignIn;

namespace Actors.Gateway.Tests.SignIn;

/// <summary>The key outlives the process and is nobody else's.</summary>
public sealed class SignInKeyTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actors-key");

    private string File => Path.Combine(_directory.FullName, "sign-in.key");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void It_is_made_once_for_its_owner_alone()
    {
        var made = SignInKey.Open(File, out var replaced);

        Assert.False(replaced);
        Assert.Equal(32, made.Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(made, SignInKey.Open(File, out replaced));
        Assert.False(replaced);
        Assert.Equal(["sign-in.key"], _directory.GetFiles().Select(file => file.Name));
    }

    [Theory]
    [InlineData(32, "644")]
    [InlineData(32, "640")]
    [InlineData(31, "600")]
    [InlineData(33, "600")]
    [InlineData(0, "600")]
    public void A_file_that_is_no_key_or_that_others_can_read_is_replaced(int length, string mode)
    {
        System.IO.File.WriteAllBytes(File, new byte[length]);
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)Convert.ToInt32(mode, 8));

        var key = SignInKey.Open(File, out var replaced);

        Assert.True(replaced);
        Assert.NotEqual(new byte[32], key);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(key, SignInKey.Open(File, out _));
    }

    [Fact]
    public void What_an_interrupted_start_left_does_not_matter()
    {
        System.IO.File.WriteAllText(File + ".new", "half");

        Assert.Equal(SignInKey.Open(File, out _), SignInKey.Open(File, out _));
    }

    [Fact]
    public void Where_it_cannot_be_kept_the_error_names_the_file_and_the_setting()
    {
        var failure = Assert.Throws<IOException>(() => SignInKey.Open(Path.Combine(_directory.FullName, "missing", "sign-in.key"), out _));

        Assert.Contains("missing/sign-in.key", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SignIn:KeyFile", failure.Message, StringComparison.Ordinal);
    }
}
