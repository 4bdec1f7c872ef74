namespace Actors.Configuration.Tests.Documents;

/// <summary>Every document says exactly what its snapshot says: file, line, column, message, remedy, in this order.</summary>
public class DocumentTests
{
    public static TheoryData<string, string> AppYamls => Cases("elements.txt", "handlers.txt", "scaling.txt", "runtimes.txt", "includes.txt", "text.txt");

    public static TheoryData<string, string> Neighbours => Cases("neighbours.txt");

    public static TheoryData<string, string> Apps => Cases("apps.txt");

    [Theory]
    [MemberData(nameof(AppYamls))]
    public void An_app_yaml_says_what_is_expected(string file, string name)
    {
        var document = Find(file, name);
        using var app = Written(document);

        var result = app.Read();

        Assert.Equal(document.Expected, result.Errors.Concat(result.Warnings).Select(static found => found.ToString()));
        Assert.Equal(result.Value is null, !result.Errors.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void A_neighbour_says_what_is_expected(string file, string name)
    {
        var document = Find(file, name);
        using var app = Written(document);

        // The first text belongs to no file here; the case names its own.
        var path = document.Files[1].Path;
        var found = NeighbourFiles.Check(Path.Combine(app.Root, path), path);

        Assert.Equal(document.Expected, found.Select(static each => each.ToString()));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void An_app_says_what_is_expected(string file, string name)
    {
        var document = Find(file, name);
        using var app = Written(document);

        Assert.Equal(document.Expected, app.Check());
    }

    [Fact]
    public void There_are_at_least_150_documents() => Assert.True(AppYamls.Count + Neighbours.Count + Apps.Count >= 150 && AppYamls.Count >= 100);

    private static TheoryData<string, string> Cases(params string[] files)
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in files)
            foreach (var document in Document.In(file))
                cases.Add(file, document.Name);
        return cases;
    }

    private static Document Find(string file, string name) => Document.In(file).Single(document => document.Name == name);

    private static TemporaryApp Written(Document document)
    {
        var app = new TemporaryApp();
        foreach (var (path, text) in document.Files)
            app.Write(path, text);
        return app;
    }
}
