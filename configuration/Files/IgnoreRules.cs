using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>
/// What a <c>.gcloudignore</c> leaves out of a version: git's syntax, the last line that matches decides. What lies in a directory that is left out is left out with it.
/// </summary>
public sealed class IgnoreRules
{
    /// <summary>The file's name, in the app's directory.</summary>
    public const string FileName = ".gcloudignore";

    private const string Include = "#!include:";

    private readonly ImmutableArray<IgnorePattern> _patterns;

    private IgnoreRules(ImmutableArray<IgnorePattern> patterns) => _patterns = patterns;

    /// <summary>The rules in a text.</summary>
    /// <param name="text">The text of the file; <see cref="Flatten"/> has put included files into it.</param>
    public static IgnoreRules Parse(string text) =>
        new([.. text.Split('\n').Select(static line => IgnorePattern.Parse(line)).OfType<IgnorePattern>()]);

    /// <summary>Puts the files that a text includes (<c>#!include:.gitignore</c>) into it, in place of those lines. Files that they include are not followed.</summary>
    /// <param name="text">The text of a .gcloudignore.</param>
    /// <param name="include">The text of a file beside it, or null when there is none.</param>
    public static string Flatten(string text, Func<string, string?> include) =>
        string.Join('\n', text.Split('\n').Select(line => IncludedBy(line) is { } name ? include(name) ?? "" : line));

    /// <summary>The names of the files that a text includes.</summary>
    public static ImmutableArray<string> IncludedNames(string text) => [.. text.Split('\n').Select(IncludedBy).OfType<string>()];

    /// <summary>Whether a path is left out by a line that matches it; the directories above it are not looked at.</summary>
    /// <param name="path">Relative to the app's directory, with slashes.</param>
    /// <param name="isDirectory">The path is a directory.</param>
    public bool LeavesOut(string path, bool isDirectory)
    {
        for (var i = _patterns.Length - 1; i >= 0; i--)
        {
            if (_patterns[i].Matches(path, isDirectory))
                return !_patterns[i].IsNegated;
        }

        return false;
    }

    private static string? IncludedBy(string line) =>
        line.StartsWith(Include, StringComparison.Ordinal) && line[Include.Length..].Trim() is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal) ? name : null;
}
