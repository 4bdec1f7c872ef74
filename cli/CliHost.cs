using Actors.Cli.Output;

namespace Actors.Cli;

/// <summary>What commands need of the world.</summary>
/// <param name="Terminal">Where they write.</param>
/// <param name="Time">The clock.</param>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="Network">Makes what carries requests to the silo.</param>
internal sealed record CliHost(Terminal Terminal, TimeProvider Time, Func<string, string?> Variable, Func<HttpMessageHandler> Network);
