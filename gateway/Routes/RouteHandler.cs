using Actors.Gateway.Access;

namespace Actors.Gateway.Routes;

/// <summary>An entry of <c>handlers</c>, compiled. Immutable.</summary>
internal abstract class RouteHandler
{
    /// <summary>What the handler does with <paramref name="path"/> (a script's name or a file's path), or null when it does not match.</summary>
    public abstract string? Match(string path);

    /// <summary>The scheme it must be asked over, or null for any.</summary>
    public SecureRedirect? Secure { get; init; }

    /// <summary>Whom it serves, or null for everybody.</summary>
    public LoginRequirement? Login { get; init; }

    /// <summary>The static handler's attributes, or null for scripts.</summary>
    public virtual StaticAttributes? Static => null;

    /// <summary>Runs code.</summary>
    public sealed class Script(PathMatcher url, PathTemplate script) : RouteHandler
    {
        public override string? Match(string path) =>
            url.IsMatch(path, out var groups) ? script.Expand(groups) : null;
    }

    /// <summary><c>static_files</c>.</summary>
    public sealed class StaticFiles(PathMatcher url, PathTemplate file, PathMatcher upload, StaticAttributes attributes) : RouteHandler
    {
        public override StaticAttributes Static => attributes;

        public override string? Match(string path)
        {
            if (!url.IsMatch(path, out var groups))
                return null;

            // Only files that upload matches are static; the empty path is one that does not exist.
            var expanded = file.Expand(groups);
            return upload.IsMatch(expanded) ? expanded : "";
        }
    }

    /// <summary><c>static_dir</c> with a literal url.</summary>
    public sealed class StaticDir(string prefix, string directory, StaticAttributes attributes) : RouteHandler
    {
        public override StaticAttributes Static => attributes;

        public override string? Match(string path) =>
            path.StartsWith(prefix, StringComparison.Ordinal) ? string.Concat(directory, path.AsSpan(prefix.Length)) : null;
    }

    /// <summary><c>static_dir</c> with a pattern; the file is what its last group, which compiling added, matched.</summary>
    public sealed class StaticDirPattern(PathMatcher url, string directory, StaticAttributes attributes) : RouteHandler
    {
        public override StaticAttributes Static => attributes;

        public override string? Match(string path) =>
            url.IsMatch(path, out var groups) ? string.Concat(directory, groups![groups.Count - 1].ValueSpan) : null;
    }
}
