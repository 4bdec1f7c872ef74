using System.Collections.Immutable;
using System.Globalization;
using Actors.Configuration;
using Actors.Gateway.Static;
using Actors.Grains;
using Actors.Grains.Versions;
using PythonGeneration = Actors.Runtimes.Frames.PythonGeneration;

namespace Actors.Gateway.Routes;

/// <summary>A version as the gateway serves it: its deployment and its app.yaml, compiled. Immutable; a new deployment makes a new one.</summary>
public sealed class VersionRoute
{
    private readonly ImmutableArray<RouteHandler> _handlers;
    private readonly int _instances;
    private readonly bool _isAutomatic;

    private VersionRoute(VersionDeployment deployment, AppYaml? app, ImmutableArray<RouteHandler> handlers, ImmutableArray<ConfigurationError> errors)
    {
        Deployment = deployment;
        StaticRoot = new StaticRoot(deployment.StaticTree, deployment.Source is not null, app, deployment.GcloudIgnore);
        _handlers = handlers;
        Errors = errors;
        Label = deployment.Service == AppYaml.DefaultService ? $"{deployment.App}/{deployment.Version}" : $"{deployment.App}/{deployment.Service}/{deployment.Version}";
        Generation = deployment.Runtime == "python27" ? PythonGeneration.Python27 : PythonGeneration.Python3;
        Environ = new Requests.VersionEnviron(deployment, Generation, app?.Scaling);
        ErrorPages = new Responses.AppErrorPages(deployment, app?.ErrorHandlers ?? []);
        _instances = app?.Scaling switch
        {
            ManualScaling manual => manual.Instances,
            BasicScaling basic when Generation == PythonGeneration.Python27 || deployment.Backend is not null => basic.MaxInstances,
            _ => 0,
        };
        _isAutomatic = app?.Scaling is null or AutomaticScaling;
        WarmsUp = app is not null && _isAutomatic && app.InboundServices.Contains("warmup");
        IsFirstGenerationAutomatic = Generation == PythonGeneration.Python27 && _isAutomatic;
    }

    /// <summary>What is deployed.</summary>
    public VersionDeployment Deployment { get; }

    /// <summary>What is wrong with the configuration, which can happen to a file that is being edited; such a version answers nothing but this.</summary>
    public ImmutableArray<ConfigurationError> Errors { get; }

    /// <summary>How the request log names it: <c>app/version</c>, or <c>app/service/version</c>.</summary>
    public string Label { get; }

    /// <summary>A directory that is being edited, not a deployment.</summary>
    public bool IsDevelopment => Deployment.Source is not null;

    /// <summary>The files that it serves.</summary>
    internal StaticRoot StaticRoot { get; }

    /// <summary>How requests are encoded.</summary>
    internal PythonGeneration Generation { get; }

    /// <summary>Entries of the environ that depend on the version and the scheme.</summary>
    internal Requests.VersionEnviron Environ { get; }

    /// <summary>The app's own pages for failures.</summary>
    internal Responses.AppErrorPages ErrorPages { get; }

    /// <summary>It runs on python27 and is scaled automatically.</summary>
    internal bool IsFirstGenerationAutomatic { get; }

    /// <summary>Its instances get <c>/_ah/warmup</c> before live traffic: it is scaled automatically and <c>inbound_services</c> has <c>warmup</c>.</summary>
    internal bool WarmsUp { get; }

    /// <summary>
    /// The instance that a host's label names, by its number or its id, or null when it names none. Instances of manual scaling have numbers, from 0 on, and those of basic scaling on python27 and of backends; all have ids,
    /// and whether there is one of that id is asked when a request comes.
    /// </summary>
    internal string? InstanceOf(ReadOnlySpan<char> label)
    {
        if (InstanceId.IsOne(label))
            return label.ToString().ToLowerInvariant();
        return int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _instances && (label.Length == 1 || label[0] != '0') ? label.ToString() : null;
    }

    /// <summary>Whom an instance that a host names serves, whatever the handlers say, or null for everybody: those of automatic scaling are for administrators, as on App Engine.</summary>
    internal Access.LoginRequirement? LoginOfInstance => _isAutomatic ? Access.LoginRequirement.Administrators : null;

    /// <summary>Reads and compiles <see cref="VersionDeployment.Configuration"/>.</summary>
    public static VersionRoute Compile(VersionDeployment deployment)
    {
        var result = AppYamlReader.Read(deployment.Configuration, "app.yaml");
        return new VersionRoute(deployment, result.Value, result.Value is { } app ? HandlerCompiler.Compile(app, deployment.Source is not null, deployment.Backend is { IsPublic: false }) : [], result.Errors);
    }

    /// <summary>A version whose configuration cannot be used at the moment; its pages say why.</summary>
    public static VersionRoute Broken(VersionDeployment deployment, ImmutableArray<ConfigurationError> errors) => new(deployment, null, [], errors);

    /// <summary>The first handler from <paramref name="from"/> on that matches, or -1.</summary>
    /// <param name="path">The decoded path.</param>
    /// <param name="from">Where to begin; 0 for a new request.</param>
    /// <param name="target">The script or file it means.</param>
    internal int Match(string path, int from, out string target)
    {
        for (var i = from; i < _handlers.Length; i++)
        {
            if (_handlers[i].Match(path) is { } matched)
            {
                target = matched;
                return i;
            }
        }

        target = "";
        return -1;
    }

    /// <summary>The scheme that a handler must be asked over, or null for any.</summary>
    internal Access.SecureRedirect? SecureOf(int handler) => _handlers[handler].Secure;

    /// <summary>Whom a handler serves, or null for everybody.</summary>
    internal Access.LoginRequirement? LoginOf(int handler) => _handlers[handler].Login;

    /// <summary>The attributes of a static handler, or null when the handler runs code.</summary>
    internal StaticAttributes? StaticOf(int handler) => _handlers[handler].Static;
}
