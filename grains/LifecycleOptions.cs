using System.ComponentModel.DataAnnotations;

namespace Actors.Grains;

/// <summary>How long instances may take to begin and to end. Section <c>Lifecycle</c>.</summary>
public sealed class LifecycleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Lifecycle";

    /// <summary>How long live traffic waits for a warm-up request; 100 ms to 10 minutes, default 30 seconds. The request itself goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "Lifecycle:WarmUpTimeout is hours:minutes:seconds; allowed are 00:00:00.1 to 00:10:00.")]
    public TimeSpan WarmUpTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What the shutdown hook and the background threads of an instance may take to end, after its requests; 100 ms to 1 hour, default 30 seconds, as on App Engine.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage = "Lifecycle:ShutdownGrace is hours:minutes:seconds; allowed are 00:00:00.1 to 01:00:00.")]
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The same when the whole silo stops, in 5 seconds; 0 to 3 seconds, default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:03", ErrorMessage = "Lifecycle:SiloShutdownGrace is hours:minutes:seconds; allowed are 00:00:00 to 00:00:03.")]
    public TimeSpan SiloShutdownGrace { get; set; } = TimeSpan.FromSeconds(2);
}
