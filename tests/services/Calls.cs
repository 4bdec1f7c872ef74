using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Google.Protobuf;

namespace Actors.Services.Tests;

/// <summary>Callers and calls as workers make them.</summary>
internal static class Calls
{
    public static WorkerStart Caller(string app = "shop", string instance = "i1") => new(
        new VersionDeployment
        {
            App = app,
            Service = "default",
            Version = "1",
            Generation = 1,
            Configuration = "",
            Runtime = "python3",
            MaxConcurrentRequests = 1,
            EnvVariables = new Dictionary<string, string>(),
            CodeTree = "/",
            StaticTree = "/",
        },
        instance);

    public static ApiCall Of(string service, string method, byte[] request, long deadline = 60_000) => new(1, service, method, request, deadline);

    public static ApiCall Of(string service, string method, IMessage request, long deadline = 60_000) => Of(service, method, request.ToByteArray(), deadline);
}
