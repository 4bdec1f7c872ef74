namespace Actors.Grains;

/// <summary>The names under which the silo registers grain storage.</summary>
public static class GrainStorageNames
{
    /// <summary>Everything that grains keep.</summary>
    public const string Grains = "grains";
}
