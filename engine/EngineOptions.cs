using System.Reflection;

namespace Actors.Engine;

/// <summary>What only the embedded engine has: for tests and debugging.</summary>
internal sealed class EngineOptions
{
    /// <summary>Setting this variable to 1 turns <see cref="CopyMessages"/> on.</summary>
    public const string CopyVariable = "ACTORS_ENGINE_COPY";

    /// <summary>Every message is copied as if it went over a network, and one that could not is refused. Default: off, or as <see cref="CopyVariable"/> says.</summary>
    public bool CopyMessages { get; set; } = Environment.GetEnvironmentVariable(CopyVariable) == "1";

    /// <summary>Where grain classes are looked for; null for all assemblies of the application.</summary>
    public IReadOnlyList<Assembly>? Assemblies { get; set; }
}
