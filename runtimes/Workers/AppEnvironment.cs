using System.Globalization;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Workers;

/// <summary>An app's os.environ outside requests: what the platform sets, and env_variables. Nothing comes from the silo's own environment.</summary>
public static class AppEnvironment
{
    /// <summary>All variables; those of the platform cannot be overridden by the app's.</summary>
    /// <param name="start">What is started.</param>
    /// <param name="generation">First or second generation of App Engine's standard environment, which name different things.</param>
    /// <param name="software">What ends SERVER_SOFTWARE.</param>
    public static IReadOnlyDictionary<string, string> Of(WorkerStart start, PythonGeneration generation, string software)
    {
        var deployment = start.Deployment;
        var environ = new Dictionary<string, string>(deployment.EnvVariables, StringComparer.Ordinal);
        var partition = deployment.Source is null ? "s~" : "dev~";
        // Apps look at how it begins, to know whether they are at home.
        environ["SERVER_SOFTWARE"] = $"{(deployment.Source is null ? "Google App Engine/1.9.0" : "Development/2.0")} {software}";
        environ["APPLICATION_ID"] = partition + deployment.App;
        environ["CURRENT_MODULE_ID"] = deployment.Service;
        environ["CURRENT_VERSION_ID"] = $"{deployment.Version}.{deployment.Generation.ToString(CultureInfo.InvariantCulture)}";
        // Where instances have numbers, these are what apps know them by.
        environ["INSTANCE_ID"] = start.Number?.ToString(CultureInfo.InvariantCulture) ?? start.InstanceId;
        environ["AUTH_DOMAIN"] = "gmail.com";
        environ["TZ"] = "UTC";
        if (generation == PythonGeneration.Python27)
        {
            environ["APPENGINE_RUNTIME"] = "python27";
            environ["DATACENTER"] = "";
            if (deployment.RunsLong)
                environ["BACKEND_ID"] = deployment.Service;
            return environ;
        }

        if (deployment.Backend is not null)
            environ["BACKEND_ID"] = deployment.Service;
        environ["GAE_APPLICATION"] = partition + deployment.App;
        environ["GAE_DEPLOYMENT_ID"] = deployment.Generation.ToString(CultureInfo.InvariantCulture);
        environ["GAE_ENV"] = "standard";
        environ["GAE_INSTANCE"] = start.InstanceId;
        environ["GAE_MEMORY_MB"] = deployment.MemoryMegabytes.ToString(CultureInfo.InvariantCulture);
        environ["GAE_RUNTIME"] = deployment.Runtime;
        environ["GAE_SERVICE"] = deployment.Service;
        environ["GAE_VERSION"] = deployment.Version;
        environ["GOOGLE_CLOUD_PROJECT"] = deployment.App;
        environ["PORT"] = "8081";
        return environ;
    }
}
