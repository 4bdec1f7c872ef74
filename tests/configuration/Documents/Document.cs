namespace Actors.Configuration.Tests.Documents;

/// <summary>
/// Documents with what is expected of them, many in a file:
/// <code>
/// ==== a sentence that names the case
/// the app.yaml
/// ---- lib/include.yaml            a further file, as many as are needed; "app.yaml" when the first is not meant
/// ---- expected                    each error and warning in a line, as they are printed; nothing for a good document
/// app.yaml:1:1: ...
/// </code>
/// </summary>
internal sealed record Document(string Name, IReadOnlyList<(string Path, string Text)> Files, string[] Expected)
{
    private const string Case = "==== ";
    private const string Part = "---- ";
    private const string ExpectedPart = "expected";

    public static IEnumerable<Document> In(string file)
    {
        var text = File.ReadAllText(PathOf(file));
        foreach (var block in ("\n" + text).Split("\n" + Case, StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = block.Split("\n" + Part);
            var (name, body) = Cut(parts[0]);
            var files = new List<(string, string)> { ("app.yaml", body) };
            string[] expected = [];
            foreach (var part in parts.Skip(1))
            {
                var (path, content) = Cut(part);
                if (path == ExpectedPart)
                    expected = content.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                else
                    files.Add((path, content));
            }

            yield return new Document(name, files, expected);
        }
    }

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Documents", file);

    private static (string First, string After) Cut(string text) => text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? (text[..end], text[(end + 1)..].TrimEnd('\n') + "\n") : (text, "");
}
