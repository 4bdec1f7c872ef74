namespace Actors.Configuration;

/// <summary>A file of a version.</summary>
/// <param name="Path">Relative to the app's directory, with slashes.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="Length">Bytes.</param>
public sealed record AppFile(string Path, string FullPath, long Length);
