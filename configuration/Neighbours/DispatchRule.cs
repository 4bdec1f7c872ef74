namespace Actors.Configuration;

/// <summary>One rule of dispatch.yaml.</summary>
public sealed record DispatchRule
{
    /// <summary>Line of the rule in its file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary><c>url</c> as written: a host pattern and a path pattern.</summary>
    public required string Url { get; init; }

    /// <summary>The host, or its end when <see cref="AnyHostBefore"/>; lower case, empty for <c>*</c>.</summary>
    public required string Host { get; init; }

    /// <summary>The host pattern begins with <c>*</c>.</summary>
    public required bool AnyHostBefore { get; init; }

    /// <summary>The path, or its beginning when <see cref="AnyPathAfter"/>. A <c>*</c> in it stands for itself.</summary>
    public required string Path { get; init; }

    /// <summary>The path pattern ends with <c>*</c>.</summary>
    public required bool AnyPathAfter { get; init; }

    /// <summary><c>service</c>, or <c>module</c> as it was once called.</summary>
    public required string Service { get; init; }

    /// <summary>Whether the rule is for a request.</summary>
    /// <param name="host">The host without a port; case does not matter.</param>
    /// <param name="path">The decoded path.</param>
    public bool Matches(string host, string path) =>
        (AnyHostBefore ? host.EndsWith(Host, StringComparison.OrdinalIgnoreCase) : host.Equals(Host, StringComparison.OrdinalIgnoreCase))
        && (AnyPathAfter ? path.StartsWith(Path, StringComparison.Ordinal) : path == Path);
}
