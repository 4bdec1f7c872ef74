namespace Actors.Silo;

/// <summary>Settings or surroundings that do not allow to serve; the message has a line for each.</summary>
internal sealed class SettingsException(IEnumerable<string> reasons) : Exception(string.Join('\n', reasons))
{
    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; } = [.. reasons];
}
