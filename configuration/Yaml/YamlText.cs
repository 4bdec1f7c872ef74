using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Actors.Configuration.Yaml;

/// <summary>Turns YAML text into nodes that know their places. Trusts nothing: bounded depth and expanded size.</summary>
public static class YamlText
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most values that are read, with what aliases repeat counted each time.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>The one document in <paramref name="text"/>, or null after having reported why there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="errors">Where to report.</param>
    /// <param name="remedy">What to write into an empty file; null when an empty file is no error.</param>
    public static YamlNode? Parse(string text, YamlErrors errors, string? remedy)
    {
        var composer = new Composer(text, errors.File);
        try
        {
            return composer.Document(errors, remedy);
        }
        catch (YamlException broken)
        {
            Report(text, errors, broken.Start, Sentence(broken.Message));
            return null;
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The scanner's own way of saying that it is lost, in places such as "[a: b\n&".
            Report(text, errors, composer.Place, "it cannot be understood from here on.");
            return null;
        }
    }

    private static void Report(string text, YamlErrors errors, Mark at, string sentence)
    {
        var (line, column) = Inside(text, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column));
        errors.AddIn(null, line, column, $"This is not YAML: {sentence}",
            text.Contains('\t', StringComparison.Ordinal) ? "Tabs cannot indent; use spaces." : "Check indentation, quotes and colons here and in the line above.");
    }

    // What is missing at the end of a file is reported behind it, where no editor can go.
    private static (int Line, int Column) Inside(string text, int line, int column)
    {
        var lines = text.TrimEnd('\n', '\r').Split('\n');
        return line <= lines.Length ? (line, column) : (lines.Length, lines[^1].TrimEnd('\r').Length + 1);
    }

    private static string Sentence(string message) => message.TrimEnd('.', ' ') + ".";

    private sealed class Composer(string text, string file)
    {
        private readonly Parser _parser = new Parser(new StringReader(text));
        private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
        private int _nodes;

        /// <summary>How far the text was understood.</summary>
        public Mark Place => _parser.Current?.End ?? Mark.Empty;

        public YamlNode? Document(YamlErrors errors, string? remedy)
        {
            _parser.Consume<StreamStart>();
            if (!_parser.TryConsume<DocumentStart>(out _))
            {
                if (remedy is not null)
                    errors.AddForFile("The file is empty.", remedy);
                return null;
            }

            var root = Node(0);
            _parser.Consume<DocumentEnd>();
            if (!_parser.TryConsume<DocumentStart>(out var second))
                return root;
            errors.AddIn(null, (int)second.Start.Line, (int)second.Start.Column, "A second document begins here.", "Keep one document in a file; remove the line \"---\".");
            return null;
        }

        private YamlNode Node(int depth)
        {
            var at = _parser.Current!.Start;
            if (depth > MaxDepth)
                throw new YamlException(at, at, $"values are nested deeper than {MaxDepth} levels");
            if (_parser.TryConsume<AnchorAlias>(out var alias))
                return Counted(_anchors.TryGetValue(alias.Value, out var known) ? known : throw new YamlException(alias.Start, alias.End, $"nothing is anchored as \"{alias.Value}\""), at, known.Size);

            var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
            var node = Counted(Fresh(depth), at, 1);
            if (!anchor.IsEmpty)
                _anchors[anchor] = node;
            return node;
        }

        private YamlNode Fresh(int depth)
        {
            if (_parser.TryConsume<Scalar>(out var scalar))
                return Leaf(scalar);
            if (_parser.TryConsume<SequenceStart>(out var list))
            {
                var items = ImmutableArray.CreateBuilder<YamlNode>();
                while (!_parser.TryConsume<SequenceEnd>(out _))
                    items.Add(Node(depth + 1));
                return new YamlList(items.ToImmutable(), (int)list.Start.Line, (int)list.Start.Column) { File = file };
            }

            var map = _parser.Consume<MappingStart>();
            var entries = ImmutableArray.CreateBuilder<YamlEntry>();
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                if (!_parser.TryConsume<Scalar>(out var key))
                    throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a key must be a single word");
                entries.Add(new YamlEntry(Leaf(key), Node(depth + 1)));
            }

            return new YamlMap(entries.ToImmutable(), (int)map.Start.Line, (int)map.Start.Column) { File = file };
        }

        private YamlNode Counted(YamlNode node, Mark at, int size)
        {
            _nodes += size;
            return _nodes <= MaxNodes ? node : throw new YamlException(at, at, $"the file holds more than {MaxNodes:N0} values");
        }

        private YamlScalar Leaf(Scalar scalar) =>
            new(scalar.Value, scalar.Style is ScalarStyle.Plain or ScalarStyle.Any, (int)scalar.Start.Line, (int)scalar.Start.Column) { File = file };
    }
}
