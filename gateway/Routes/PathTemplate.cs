using System.Text;
using System.Text.RegularExpressions;

namespace Actors.Gateway.Routes;

/// <summary>A <c>script</c> or <c>static_files</c> value, in which <c>\1</c> to <c>\9</c> stand for what the url's groups matched.</summary>
internal sealed class PathTemplate
{
    private readonly string _text;

    public PathTemplate(string text)
    {
        _text = text;
        for (var i = 0; i + 1 < text.Length && !HasReferences; i++)
            HasReferences = text[i] == '\\' && text[i + 1] is >= '1' and <= '9';
    }

    /// <summary>The template depends on the path.</summary>
    public bool HasReferences { get; }

    /// <summary>The template filled in; a group that matched nothing is empty.</summary>
    public string Expand(GroupCollection? groups)
    {
        if (!HasReferences || groups is null)
            return _text;
        var text = new StringBuilder();
        for (var i = 0; i < _text.Length; i++)
        {
            if (_text[i] == '\\' && i + 1 < _text.Length && _text[i + 1] is >= '1' and <= '9')
                text.Append(groups[_text[++i] - '0'].ValueSpan);
            else
                text.Append(_text[i]);
        }

        return text.ToString();
    }
}
