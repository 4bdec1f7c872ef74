using System.Text;

namespace Actors.Configuration.Tests.Documents;

/// <summary>Whatever a file holds, reading it ends with a value or with errors that have a place.</summary>
public class MutationTests
{
    private static readonly string[] Pieces =
        ["\n", "  ", "- ", ": ", "\t", "{", "}", "[", "]", "'", "\"", "\\", "&a ", "*a", "---\n", "#", "|", ">", "!!int ", "~", "null", "-1", "1e99", "\u0000", "\u00e9", "\ud83d\ude00", "<<: *a", "? ", "%", "@", "0x1", "(", ")", "*", "handlers:", "runtime: "];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_mutated_document_never_throws_and_each_error_has_a_place(int seed)
    {
        var random = new Random(seed);
        var documents = new[] { "elements.txt", "handlers.txt", "scaling.txt", "runtimes.txt", "includes.txt", "neighbours.txt" }.SelectMany(Document.In)
            .SelectMany(static document => document.Files).Select(static file => file.Text).Where(static text => text.Length < 3000).ToArray();
        for (var round = 0; round < 400; round++)
        {
            var text = Mutate(documents[random.Next(documents.Length)], random);
            var lines = text.Count(static c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;

            CheckPlaces(AppYamlReader.Read(text, "app.yaml").Errors, lines, text);
            CheckPlaces(DispatchYaml.Read(text, "app.yaml").Errors, lines, text);
            CheckPlaces(DosYaml.Read(text, "app.yaml").Errors, lines, text);
            CheckPlaces(QueueYaml.Read(text, "app.yaml").Errors, lines, text);
            CheckPlaces(IndexYaml.Read(text, "app.yaml").Errors, lines, text);
            CheckPlaces(CronYaml.Read(text, "app.yaml").Errors, lines, text);
            CheckPlaces(BackendsYaml.Read(text, "app.yaml").Errors, lines, text);
            _ = IgnoreRules.Parse(text).LeavesOut("a/b", isDirectory: false);
        }
    }

    private static void CheckPlaces(IEnumerable<ConfigurationError> errors, int lines, string text)
    {
        foreach (var error in errors)
        {
            // Only an empty file is wrong as a whole.
            var hasPlace = error.Line >= 1 && error.Line <= lines && error.Column >= 1;
            Assert.True(hasPlace || (error.Line == 0 && error.Message == "The file is empty."), $"{error}\nin\n{text}");
            Assert.NotEmpty(error.Message);
            Assert.DoesNotContain('\n', error.ToString());
        }
    }

    private static string Mutate(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(mutated.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    mutated.Remove(Math.Min(at, mutated.Length), Math.Min(random.Next(1, 8), mutated.Length - Math.Min(at, mutated.Length)));
                    break;
                case 2 when at < mutated.Length:
                    mutated[at] = (char)random.Next(1, 256);
                    break;
                default:
                    var piece = text.Substring(Math.Min(at, text.Length), Math.Min(random.Next(1, 30), text.Length - Math.Min(at, text.Length)));
                    mutated.Insert(random.Next(mutated.Length + 1), piece);
                    break;
            }
        }

        return mutated.ToString();
    }
}
