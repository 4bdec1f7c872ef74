using Actors.Silo;

var (arguments, exitStatus) = ServeArguments.Parse(args);
return arguments is null ? exitStatus : await Serving.RunAsync(arguments);
