using System.ComponentModel.DataAnnotations;

namespace Actors.Grains;

/// <summary>How many instances a version may have, and how long they and the requests that wait for them last. Section <c>Instances</c>.</summary>
public sealed class InstanceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Instances";

    /// <summary>Instances of one version at a time; 1 to 1000, default 100. An app.yaml may allow fewer.</summary>
    [Range(1, 1000, ErrorMessage = "Instances:MaxInstances is a number of instances; allowed are 1 to 1000.")]
    public int MaxInstances { get; set; } = 100;

    /// <summary>An instance without a request for this long is ended; 100 ms to 7 days, default 15 minutes, as on App Engine.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00", ErrorMessage = "Instances:IdleTimeout is hours:minutes:seconds; allowed are 00:00:00.1 to 7.00:00:00.")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Requests that may be pending for one version; 1 to 100,000, default 1000. Further ones are answered 503.</summary>
    [Range(1, 100_000, ErrorMessage = "Instances:PendingLimit is a number of requests; allowed are 1 to 100000.")]
    public int PendingLimit { get; set; } = 1000;

    /// <summary>How long a request may be pending; 10 ms to 10 minutes, default 10 seconds, as on App Engine.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00", ErrorMessage = "Instances:PendingTimeout is hours:minutes:seconds; allowed are 00:00:00.01 to 00:10:00.")]
    public TimeSpan PendingTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that may wait inside an instance whose slots are all taken, for the moments in which a lease changes hands; 0 to 100, default 2.</summary>
    [Range(0, 100, ErrorMessage = "Instances:Allowance is a number of requests; allowed are 0 to 100.")]
    public int Allowance { get; set; } = 2;

    /// <summary>How long a draining instance may take to finish its requests before its worker is killed; 1 second to 1 day, default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Instances:DrainTimeout is hours:minutes:seconds; allowed are 00:00:01 to 1.00:00:00.")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Leases of a gateway that has not renewed them for this long fall back; 10 seconds to 1 hour, default 90 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ErrorMessage = "Instances:GatewayExpiry is hours:minutes:seconds; allowed are 00:00:10 to 01:00:00.")]
    public TimeSpan GatewayExpiry { get; set; } = TimeSpan.FromSeconds(90);
}
