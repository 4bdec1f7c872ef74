using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>Finds the WSGI object that an <c>entrypoint</c> command serves.</summary>
public static partial class EntrypointTarget
{
    /// <summary>What is served without an entrypoint.</summary>
    public const string Default = "main:app";

    /// <summary><c>module:attribute</c> when the command is plainly gunicorn's, such as <c>gunicorn -b :$PORT shop.wsgi:application</c>; otherwise null.</summary>
    public static string? Recognise(string entrypoint)
    {
        var words = entrypoint.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, static word => word == "gunicorn" || word.EndsWith("/gunicorn", StringComparison.Ordinal));
        if (at < 0 || words[..at].Any(static word => word is not ("exec" or "-m" or "python" or "python3") && !VariablePattern().IsMatch(word)))
            return null;

        var arguments = words[(at + 1)..].Select(static word => word.Trim('\'', '"')).ToArray();
        var targets = arguments.Where(static word => TargetPattern().IsMatch(word)).ToArray();
        if (targets.Length == 1)
            return targets[0];

        // gunicorn's own default for a module alone, which is certain only directly after the command or as its one argument.
        return targets.Length == 0 && arguments.Length > 0 && ModulePattern().IsMatch(arguments[0]) ? arguments[0] + ":application" : null;
    }

    [GeneratedRegex(@"\A[A-Za-z_][\w.]*:[A-Za-z_]\w*\z")]
    private static partial Regex TargetPattern();

    [GeneratedRegex(@"\A[A-Za-z_][\w.]*\z")]
    private static partial Regex ModulePattern();

    [GeneratedRegex(@"\A[A-Za-z_]\w*=\S*\z")]
    private static partial Regex VariablePattern();
}
