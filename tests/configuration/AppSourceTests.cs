namespace Actors.Configuration.Tests;

public sealed class AppSourceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("actors-source");

    [Fact]
    public void A_directory_with_an_app_yaml_is_an_app()
    {
        var app = Write("My Shop/app.yaml", "runtime: python3");

        var found = AppSource.Find(Path.GetDirectoryName(app)!);

        Assert.Equal(new AppSource(Path.GetDirectoryName(app)!, app), found.Value);
        Assert.Equal("my-shop", found.Value!.ApplicationId(AppYamlReader.Read("runtime: python3", app).Value!));
        Assert.Equal("other", found.Value.ApplicationId(AppYamlReader.Read("runtime: python3\napplication: other", app).Value!));
    }

    [Fact]
    public void A_yaml_file_is_an_app_whose_directory_is_its_own()
    {
        var file = Write("shop/backend.yaml", "runtime: python3");

        Assert.Equal(new AppSource(Path.GetDirectoryName(file)!, file), AppSource.Find(file).Value);
    }

    [Theory]
    [InlineData("My Shop!", "my-shop")]
    [InlineData("--", "app")]
    [InlineData("Ünïcode", "n-code")]
    public void A_name_is_made_legal(string name, string expected) => Assert.Equal(expected, AppSource.LegalId(name));

    [Fact]
    public void A_directory_without_app_yaml_says_what_it_has_instead()
    {
        Write("shop/backend.yaml", "");
        var path = Path.Combine(_root.FullName, "shop");

        Assert.Equal($"{path}: There is no app.yaml in this directory. Name the file that is meant; there is backend.yaml.", AppSource.Find(path).Problem!.ToString());
    }

    [Fact]
    public void What_does_not_exist_says_so()
    {
        var path = Path.Combine(_root.FullName, "nowhere");

        Assert.Equal($"{path}: There is no such file or directory. Give an app's directory, or its app.yaml.", AppSource.Find(path).Problem!.ToString());
    }

    [Fact]
    public void A_file_of_another_kind_is_refused() =>
        Assert.Contains("not a yaml file", AppSource.Find(Write("shop/main.py", "")).Problem!.Message, StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_read_says_how_to_make_it_readable()
    {
        var file = Write("closed/app.yaml", "runtime: python3");
        File.SetUnixFileMode(Path.GetDirectoryName(file)!, UnixFileMode.None);
        try
        {
            // Root reads everything; then the app is simply found.
            var result = AppSource.Find(Path.GetDirectoryName(file)!);
            if (Environment.IsPrivilegedProcess)
                Assert.NotNull(result.Value);
            else
                Assert.Contains("cannot be read", result.Problem!.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(Path.GetDirectoryName(file)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    private string Write(string path, string text)
    {
        var full = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }
}
