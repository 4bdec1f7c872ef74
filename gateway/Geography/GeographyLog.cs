using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Geography;

/// <summary>What is logged about the geography file. Event ids 3300 to 3309.</summary>
internal sealed partial class GeographyLog(ILogger logger)
{
    [LoggerMessage(3300, LogLevel.Warning, "The geography file is broken in parts: {Reason} Clients in them are in country ZZ. Get the file anew")]
    public partial void Broken(string reason);
}
