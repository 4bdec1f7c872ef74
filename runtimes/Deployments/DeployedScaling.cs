using Actors.Configuration;
using Actors.Grains;

namespace Actors.Runtimes.Deployments;

/// <summary>What app.yaml says of scaling, as version grains take it.</summary>
internal static class DeployedScaling
{
    /// <summary>The settings of an app's version.</summary>
    public static ScalingSettings Of(AppYaml yaml) => yaml.Scaling switch
    {
        ManualScaling manual => new ScalingSettings { Kind = ScalingKind.Manual, MinInstances = manual.Instances, MaxInstances = manual.Instances },
        BasicScaling basic => new ScalingSettings { Kind = ScalingKind.Basic, MaxInstances = basic.MaxInstances, IdleTimeout = basic.IdleTimeout },
        AutomaticScaling automatic => new ScalingSettings
        {
            MinInstances = automatic.MinInstances,
            MaxInstances = automatic.MaxInstances,
            MinIdleInstances = automatic.MinIdleInstances,
            MaxIdleInstances = automatic.MaxIdleInstances,
            MinPendingLatency = automatic.MinPendingLatency,
            MaxPendingLatency = automatic.MaxPendingLatency,
            TargetCpu = automatic.TargetCpuUtilization,
            TargetThroughput = automatic.TargetThroughputUtilization,
            Warmup = yaml.InboundServices.Contains("warmup"),
        },
        _ => ScalingSettings.Default,
    };
}
