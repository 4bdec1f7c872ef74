using System.Globalization;
using System.Text;

namespace Actors.Configuration.Yaml;

/// <summary>Writes nodes as YAML text that reads as the same values: one line for each key of the top level, everything below it in brackets and quotes.</summary>
internal static class YamlWriter
{
    /// <summary>The text of a mapping.</summary>
    public static string Write(YamlMap map)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in map.Entries)
        {
            Quote(text, key.Text);
            text.Append(": ");
            Write(text, value);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar when scalar.IsNothing:
                text.Append("null");
                break;
            case YamlScalar scalar:
                Quote(text, scalar.Text);
                break;
            case YamlList list:
                text.Append('[');
                foreach (var item in list.Items)
                    Write(Separated(text, '['), item);
                text.Append(']');
                break;
            case YamlMap map:
                text.Append('{');
                foreach (var (key, value) in map.Entries)
                {
                    Quote(Separated(text, '{'), key.Text);
                    Write(text.Append(": "), value);
                }

                text.Append('}');
                break;
        }
    }

    private static StringBuilder Separated(StringBuilder text, char opening) => text[^1] == opening ? text : text.Append(", ");

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        text.Append('"');
    }
}
