using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>A third-party library of App Engine's Python 2.7 runtime.</summary>
/// <param name="Name">Its name in app.yaml.</param>
/// <param name="Latest">What <c>latest</c> means.</param>
/// <param name="Versions">All versions, oldest first.</param>
public sealed record KnownLibrary(string Name, string Latest, ImmutableArray<string> Versions)
{
    /// <summary>The version that an app has without asking, or null.</summary>
    public string? Default { get; init; }

    /// <summary>Versions that should not be used any more.</summary>
    public ImmutableArray<string> Deprecated { get; init; } = [];

    /// <summary>Libraries that come with it.</summary>
    public ImmutableArray<string> Brings { get; init; } = [];

    /// <summary>The one version that brings <see cref="Brings"/>; null when all do.</summary>
    public string? BringsWith { get; init; }

    /// <summary>The versions that should be used.</summary>
    public IEnumerable<string> Current => Versions.Where(version => !Deprecated.Contains(version));

    /// <summary>The version that <paramref name="version"/> asks for, or null when there is none.</summary>
    public string? Resolve(string version) => version == LibraryCatalog.LatestWord ? Latest : Versions.Contains(version) ? version : null;
}
