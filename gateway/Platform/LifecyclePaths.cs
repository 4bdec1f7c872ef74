using Actors.Grains.Workers;

namespace Actors.Gateway.Platform;

/// <summary>Where apps are told of their instances' lives.</summary>
internal static class LifecyclePaths
{
    private const string Start = "/_ah/start";
    private const string Stop = "/_ah/stop";
    private const string Background = "/_ah/background";

    /// <summary>The path of a kind of request.</summary>
    public static string Of(LifecycleKind kind) => kind switch
    {
        LifecycleKind.Start => Start,
        LifecycleKind.WarmUp => "/_ah/warmup",
        LifecycleKind.Stop => Stop,
        _ => Background,
    };

    /// <summary>What only instances' own grains may ask for. The warm-up is a request like any other.</summary>
    public static bool AreThePlatforms(string path) => path.StartsWith("/_ah/", StringComparison.Ordinal) && path is Start or Stop or Background;
}
