using Actors.Gateway.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Logging;

/// <summary>Adds the request logs to a host.</summary>
internal static class RequestLogServices
{
    /// <summary>Adds the logs that <see cref="GatewayOptions"/> asks for, unless the host has an <see cref="IRequestLog"/> of its own.</summary>
    public static IServiceCollection AddRequestLog(this IServiceCollection services)
    {
        services.TryAddSingleton<IRequestLog>(static provider => provider.GetRequiredService<RequestLogs>());
        services.AddSingleton(static provider => new RequestLogs([.. Wanted(provider, provider.GetRequiredService<IOptions<GatewayOptions>>().Value)]));
        return services.AddHostedService(static provider => provider.GetRequiredService<RequestLogs>());
    }

    private static IEnumerable<BatchedRequestLog> Wanted(IServiceProvider provider, GatewayOptions options)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        if (options.RequestLog)
        {
            IRequestFormat format = options.LogFormat switch
            {
                LogFormat.Json => new JsonFormat(provider.GetRequiredService<RequestIds>(), Release.Version),
                LogFormat.Apache => new CombinedFormat(time.LocalTimeZone, Release.Version),
                _ => new RequestLineFormat(time.LocalTimeZone, TerminalColours.OnOutput()),
            };
            yield return new ConsoleRequestLog(Console.OpenStandardOutput(), format, time);
        }

        if (options.RequestLogDirectory is { Length: > 0 } directory)
        {
            yield return new FileRequestLog(
                directory,
                options.RequestLogFileSize,
                options.RequestLogFiles,
                new CombinedFormat(time.LocalTimeZone, Release.Version),
                time,
                provider.GetRequiredService<ILogger<FileRequestLog>>());
        }
    }
}
