using Microsoft.Extensions.Logging.Console;

namespace Actors.Silo;

/// <summary>How the silo's own log looks: a line each, on standard error, so that standard output holds the request log alone.</summary>
internal static class Logs
{
    /// <summary>Sets a logging builder up.</summary>
    public static void Configure(ILoggingBuilder logging, IConfiguration settings)
    {
        logging.ClearProviders();
        logging.AddConfiguration(settings.GetSection("Logging"));
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
            options.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
