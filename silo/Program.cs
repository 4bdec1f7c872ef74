using Actors.Silo;

// Read by the runtime when the first socket is made: completions run on the thread that notices them, one hop less for each of the four a request takes.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var (arguments, exitStatus) = ServeArguments.Parse(args);
if (arguments is null)
    return exitStatus;
var signals = new StopSignals();
exitStatus = await Serving.RunAsync(arguments, signals);
signals.End();
return exitStatus;
