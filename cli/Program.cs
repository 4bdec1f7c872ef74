using Actors.Cli;
using Actors.Cli.Output;

return await new CommandLine(new CliHost(Terminal.OfProcess(), TimeProvider.System, Environment.GetEnvironmentVariable, static () => new SocketsHttpHandler())).RunAsync(args);
