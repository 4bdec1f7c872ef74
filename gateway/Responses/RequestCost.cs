using System.Globalization;

namespace Actors.Gateway.Responses;

/// <summary>What a request used, and about what it would have cost on App Engine.</summary>
internal static class RequestCost
{
    /// <summary>US dollars for an hour of the smallest instance, which one request has for itself while it computes.</summary>
    private const double InstanceHour = 0.05;

    /// <summary>US dollars for a gigabyte sent.</summary>
    private const double Gigabyte = 0.12;

    /// <summary>An estimate for a thousand requests like this, as <c>$0.000108</c>.</summary>
    /// <param name="cpuMicroseconds">Processor time.</param>
    /// <param name="bytes">Bytes of the body.</param>
    public static string PerThousand(long cpuMicroseconds, long bytes) =>
        "$" + (1000 * ((cpuMicroseconds / 3.6e9 * InstanceHour) + (bytes / 1e9 * Gigabyte))).ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>As <c>ms=2 cpu_ms=0 api_cpu_ms=0</c>. Calls to services are not accounted for in processor time.</summary>
    public static string Usage(TimeSpan elapsed, long cpuMicroseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"ms={(long)elapsed.TotalMilliseconds} cpu_ms={cpuMicroseconds / 1000} api_cpu_ms=0");
}
