namespace Actors.Storage.Schema;

/// <summary>A set of tables with one owner and a version of its own, such as <c>grains</c>. Register it as a singleton and its upgrades are applied at start.</summary>
public sealed class SchemaComponent
{
    /// <summary>Creates a component.</summary>
    /// <param name="name">Its name, unique in the database.</param>
    /// <param name="upgrades">Its steps, numbered 1, 2, 3, ... without a gap.</param>
    /// <exception cref="ArgumentException">There are no steps or their numbers have a gap.</exception>
    public SchemaComponent(string name, IReadOnlyList<SchemaUpgrade> upgrades)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(upgrades);
        if (upgrades.Count == 0 || upgrades.Where((upgrade, index) => upgrade.Version != index + 1).Any())
            throw new ArgumentException($"The upgrades of '{name}' must be numbered 1, 2, 3 and so on.", nameof(upgrades));
        Name = name;
        Upgrades = upgrades;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>All its steps in order.</summary>
    public IReadOnlyList<SchemaUpgrade> Upgrades { get; }

    /// <summary>The version this build works with.</summary>
    public int Latest => Upgrades.Count;

    /// <summary>The steps missing in a database that is at <paramref name="version"/> (0: has no tables yet).</summary>
    /// <exception cref="StorageException">The database is newer than this build.</exception>
    public IEnumerable<SchemaUpgrade> UpgradesAfter(int version) => version <= Latest
        ? Upgrades.Skip(version)
        : throw new StorageException(
            $"The database's tables of '{Name}' are at version {version}, and this build knows versions up to {Latest}.",
            "Start the newer build that upgraded them, or restore a backup from before.");
}
