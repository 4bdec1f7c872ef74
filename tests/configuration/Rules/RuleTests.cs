namespace Actors.Configuration.Tests.Rules;

/// <summary>One row for each rule.</summary>
public class RuleTests
{
    private const string Handlers = "handlers: [{url: /last, script: main.app}]\n";

    public static TheoryData<string, string, string> AppYaml
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var row in RuleTable.Rows("app-yaml.table"))
                foreach (var generation in row[1] == "both" ? ["python27", "python3"] : new[] { row[1] })
                    data.Add(generation, row[0], row[2]);
            return data;
        }
    }

    public static TheoryData<string, string, string, string, string> Libraries
    {
        get
        {
            var data = new TheoryData<string, string, string, string, string>();
            foreach (var row in RuleTable.Rows("libraries.table"))
                data.Add(row[0], row[1], row[2], row[3], row[4]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(AppYaml))]
    public void Of_app_yaml(string generation, string lines, string expected)
    {
        var text = $"runtime: {generation}\n" + (generation == "python27" ? "api_version: 1\nthreadsafe: true\n" : "") + (lines.StartsWith("handlers", StringComparison.Ordinal) ? "" : Handlers) + lines + "\n";

        var result = AppYamlReader.Read(text, "app.yaml");

        var found = result.Errors.Concat(result.Warnings).Select(static each => each.ToString()).ToArray();
        if (expected == "ok")
            Assert.Empty(found);
        else
            Assert.Contains(found, each => each.Contains(expected, StringComparison.Ordinal));
        Assert.Equal(expected == "ok" || expected.StartsWith("warning:", StringComparison.Ordinal), result.Value is not null);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Of_libraries(string name, string versions, string latest, string ofEveryApp, string deprecated)
    {
        var library = LibraryCatalog.Find(name)!;

        Assert.Equal(versions.Split(' '), library.Versions);
        Assert.Equal(latest, library.Resolve("latest"));
        Assert.Equal(ofEveryApp == "-" ? null : ofEveryApp, library.Default);
        Assert.Equal(deprecated == "-" ? [] : deprecated.Split(' '), library.Deprecated);
    }

    [Fact]
    public void Libraries_are_those_of_the_table() => Assert.Equal(RuleTable.Rows("libraries.table").Select(static row => row[0]).Order(StringComparer.OrdinalIgnoreCase), LibraryCatalog.Names);

    [Theory]
    [InlineData("django 1.11", "pytz")]
    [InlineData("django 1.4", "")]
    [InlineData("flask 0.12", "click itsdangerous jinja2 werkzeug markupsafe setuptools")]
    [InlineData("jinja2 2.6", "markupsafe setuptools")]
    [InlineData("matplotlib 1.2.0", "numpy")]
    [InlineData("protobuf 3.0.0", "six")]
    [InlineData("grpcio 1.0.0", "protobuf enum futures six setuptools")]
    public void Libraries_bring_others(string named, string brought)
    {
        var library = named.Split(' ');

        var all = LibraryCatalog.Complete([new Library(library[0], library[1])]);

        var names = all.Skip(1).Select(static each => each.Name).ToArray();
        Assert.Equal(brought.Split(' ', StringSplitOptions.RemoveEmptyEntries), names[..brought.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length]);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("webapp2", names);
    }

    [Theory]
    [InlineData("F1", 600, 128, 384, 2)]
    [InlineData("F2", 1200, 256, 768, 4)]
    [InlineData("F4", 2400, 512, 1536, 8)]
    [InlineData("F4_1G", 2400, 1024, 3072, 8)]
    [InlineData("B1", 600, 128, 384, 2)]
    [InlineData("B2", 1200, 256, 768, 4)]
    [InlineData("B4", 2400, 512, 1536, 8)]
    [InlineData("B4_1G", 2400, 1024, 3072, 8)]
    [InlineData("B8", 4800, 1024, 3072, 8)]
    public void Of_instance_classes(string name, int megahertz, int python27, int python3, int workers)
    {
        var known = InstanceClass.Find(name)!;

        Assert.Equal((megahertz, python27, python3, workers), (known.Megahertz, known.Memory(PythonGeneration.Python27), known.Memory(PythonGeneration.Python3), known.Workers));
    }
}
