namespace Actors.Gateway.Logging;

/// <summary>The platform's release, as <c>app_engine_release</c> has it.</summary>
internal static class Release
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(Release).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
