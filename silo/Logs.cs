using Actors.Gateway;
using Actors.Gateway.Logging;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Actors.Silo;

/// <summary>How the silo's own log looks: a line each, on standard error, so that standard output holds the request log alone.</summary>
internal static class Logs
{
    /// <summary>The setting of <see cref="GatewayOptions.LogFormat"/>: json is for both logs.</summary>
    public const string FormatSetting = $"{GatewayOptions.Section}:{nameof(GatewayOptions.LogFormat)}";

    /// <summary>The setting of <see cref="GatewayOptions.RequestLogDirectory"/>.</summary>
    public const string DirectorySetting = $"{GatewayOptions.Section}:{nameof(GatewayOptions.RequestLogDirectory)}";

    /// <summary>Sets a logging builder up.</summary>
    public static void Configure(ILoggingBuilder logging, IConfiguration settings)
    {
        logging.ClearProviders();
        logging.AddConfiguration(settings.GetSection("Logging"));
        logging.Services.TryAddSingleton(TimeProvider.System);
        var isJson = string.Equals(settings[FormatSetting], nameof(LogFormat.Json), StringComparison.OrdinalIgnoreCase);
        logging.AddConsole(options =>
        {
            options.FormatterName = isJson ? JsonLogs.FormatterName : LineLogs.FormatterName;
            options.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.AddConsoleFormatter<JsonLogs, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<LineLogs, LineLogsOptions>(options =>
        {
            options.Colours = TerminalColours.OnError();
            options.Detailed = Enum.TryParse<LogLevel>(settings["Logging:LogLevel:Default"], ignoreCase: true, out var level) && level < LogLevel.Information;
        });
    }
}
