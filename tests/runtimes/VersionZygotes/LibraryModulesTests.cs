using Actors.Runtimes.VersionZygotes;

namespace Actors.Runtimes.Tests.VersionZygotes;

public class LibraryModulesTests
{
    private const string Tree = "/data/apps/shop/default/1/code";

    [Theory]
    [InlineData("flask", Tree + "/lib/flask/__init__.py", Tree + "/lib")]
    [InlineData("flask.app", Tree + "/lib/flask/app.py", Tree + "/lib")]
    [InlineData("six", Tree + "/lib/six.py", Tree + "/lib")]
    [InlineData("numpy.core._multiarray", Tree + "/lib/numpy/core/_multiarray.cpython-311-x86_64-linux-gnu.so", Tree + "/lib")]
    [InlineData("yaml", Tree + "/lib/more/yaml/__init__.py", Tree + "/lib/more")]
    [InlineData("yaml", Tree + "/env/lib/python3.11/site-packages/yaml/__init__.py", Tree + "/env/lib/python3.11/site-packages")]
    [InlineData("flask", "/usr/lib/python3/dist-packages/flask/__init__.py", null)]
    [InlineData("flask", "/usr/local/lib/python3.11/site-packages/flask/__init__.pyc", null)]
    public void Libraries_are_taken_with_the_directory_they_lie_in(string name, string file, string? home)
    {
        var found = LibraryModules.Of(Tree, [(name, file)]);
        Assert.NotNull(found);
        Assert.Equal(name, Assert.Single(found.Names));
        Assert.Equal(home is null ? [] : [home], found.Homes);
    }

    [Theory]
    [InlineData("main", Tree + "/main.py")]
    [InlineData("library", Tree + "/library/__init__.py")]
    [InlineData("decimal", "/usr/lib/python3.11/decimal.py")]
    [InlineData("flask", Tree + "/lib/other.py")]
    [InlineData("flask", Tree + "/lib/../flask.py")]
    [InlineData("flask", "lib/flask.py")]
    [InlineData("flask", "")]
    [InlineData("", Tree + "/lib/.py")]
    [InlineData("os; import x", Tree + "/lib/os; import x.py")]
    [InlineData("a..b", Tree + "/lib/a//b.py")]
    [InlineData("1a", Tree + "/lib/1a.py")]
    [InlineData("a\0b", Tree + "/lib/a\0b.py")]
    [InlineData("flask", "/etc/flask.py")]
    [InlineData("code.lib.flask", Tree + "/lib/flask.py")]
    public void What_is_no_library_or_no_module_is_left_out(string name, string file) => Assert.Null(LibraryModules.Of(Tree, [(name, file)]));

    [Theory]
    [InlineData("flask", "/usr/lib/python3/dist-packages/flask/__init__.py", "flask")]
    [InlineData("flask.app", "/usr/lib/python3/dist-packages/flask/app.py", null)]
    [InlineData("flask", Tree + "/lib/flask/__init__.py", null)]
    [InlineData("django", "/usr/lib/python3/dist-packages/django/__init__.py", null)]
    public void A_framework_is_shared_where_it_is_installed(string name, string file, string? framework) =>
        Assert.Equal(framework, LibraryModules.Of(Tree, [("idna", "/usr/lib/python3/dist-packages/idna/__init__.py"), (name, file)])!.Framework);

    [Fact]
    public void A_version_with_libraries_of_its_own_shares_no_framework() =>
        Assert.Null(LibraryModules.Of(Tree, [("flask", "/usr/lib/python3/dist-packages/flask/__init__.py"), ("six", Tree + "/lib/six.py")])!.Framework);

    [Fact]
    public void There_is_an_end_to_what_a_worker_may_name()
    {
        var found = LibraryModules.Of(Tree, [.. Enumerable.Range(0, 10_000).Select(i => ($"m{i}", $"{Tree}/lib/d{i}/m{i}.py"))]);
        Assert.Equal(16, found!.Homes.Count);
        Assert.Equal(LibraryModules.MostModules, LibraryModules.Of(Tree, [.. Enumerable.Range(0, 10_000).Select(i => ($"m{i}", $"{Tree}/lib/m{i}.py"))])!.Names.Count);
        Assert.Null(LibraryModules.Of(Tree, [(new string('m', 201), $"{Tree}/lib/{new string('m', 201)}.py")]));
    }
}
