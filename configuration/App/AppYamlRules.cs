using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>The rules of app.yaml that concern more than one element.</summary>
internal static class AppYamlRules
{
    private static readonly string[] Python3Keys = ["build_env_variables", "service_account"];

    public static void Check(AppYaml app, bool? threadSafe, MapReader map, YamlErrors errors, bool isWhole)
    {
        if (app.Runtime.Generation == PythonGeneration.Python27)
            CheckPython27(app, threadSafe, map, errors, isWhole);
        else
            CheckPython3(app, map, errors);

        CheckCgi(app, threadSafe, errors);
        CheckCompiled(app, errors);
        if (app.Handlers.Length > AppYamlReader.MaxHandlers)
            map.Error("handlers", $"There are {app.Handlers.Length} handlers.", $"Allowed are {AppYamlReader.MaxHandlers}; join some with a pattern such as \"/(a|b)\".");
        CheckDuplicates(app, map, errors);
        CheckErrorPages(app, errors);
        foreach (var handler in app.Handlers.Where(static handler => handler.Kind == HandlerKind.ApiEndpoint))
        {
            if (!map.Has("api_config"))
                errors.AddIn(handler.File, handler.Line, 1, $"The handler for \"{handler.Url}\" has \"api_endpoint\", but there is no \"api_config\".", "Add \"api_config\", or remove the handler.");
        }
    }

    private static void CheckPython27(AppYaml app, bool? threadSafe, MapReader map, YamlErrors errors, bool isWhole)
    {
        if (threadSafe is null && !map.Has("threadsafe"))
            errors.Add(map.AtKey("runtime"), "The key \"threadsafe\" is missing, which python27 requires.", "Add \"threadsafe: true\", or \"threadsafe: false\" for one request at a time and for CGI scripts.");
        if (!map.Has("api_version"))
            errors.Add(map.AtKey("runtime"), "The key \"api_version\" is missing, which python27 requires.", "Add \"api_version: 1\".");
        else if (app.ApiVersion is { } version && version != "1")
            map.Error("api_version", $"\"api_version\" is \"{version}\".", "Allowed is 1.");
        if (map.Has("entrypoint"))
            errors.Add(map.AtKey("entrypoint"), "\"entrypoint\" is given with \"runtime: python27\".", "It belongs to python3; name the code in \"script\" of a handler.");
        foreach (var key in Python3Keys.Where(map.Has))
            errors.Add(map.AtKey(key), $"\"{key}\" is given with \"runtime: python27\".", "It belongs to python3; remove it.");

        // Alone, a text may have its handlers in what it includes.
        if ((!map.Has("handlers") || map.At("handlers") is YamlList { Items.IsEmpty: true }) && (isWhole || (app.Includes.IsEmpty && app.Builtins.IsEmpty)))
            errors.Add(map.AtKey("runtime"), "There is no handler, so that nothing would be answered.", "Add \"handlers\", such as \"- url: /.*\" with \"script: main.app\".");
        foreach (var handler in app.Handlers.Where(static handler => handler is { Kind: HandlerKind.Script, Target: "auto" }))
            errors.AddIn(handler.File, handler.Line, 1, $"The handler for \"{handler.Url}\" has \"script: auto\", which belongs to python3.", "Name the code, such as \"script: main.app\".");
    }

    private static void CheckPython3(AppYaml app, MapReader map, YamlErrors errors)
    {
        if (map.Has("libraries"))
            errors.Add(map.AtKey("libraries"), $"\"libraries\" is given with \"runtime: {app.Runtime.Name}\".", "It belongs to python27; name libraries in requirements.txt and vendor them into lib/.");
        if (map.Has("builtins"))
            errors.Add(map.AtKey("builtins"), $"\"builtins\" is given with \"runtime: {app.Runtime.Name}\".", "It belongs to python27; write the handlers that it adds.");
        foreach (var name in app.EnvVariables.Keys.Where(static name => name.StartsWith("GAE", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            errors.Add(map.At("env_variables"), $"\"env_variables\" has the name \"{name}\".", "Names that begin with GAE are reserved; choose another.");
        if (!app.Handlers.IsEmpty && !map.Has("entrypoint") && !app.Handlers.Any(static handler => handler.Kind == HandlerKind.Script))
            errors.Add(map.AtKey("handlers"), "No handler runs code.", "Add \"- url: /.*\" with \"script: auto\" at the end, or an \"entrypoint\".");
        if (app.Entrypoint is { } entrypoint && ImplicitScript.IsNeeded(app) && EntrypointTarget.Recognise(entrypoint) is null)
            map.Error("entrypoint", $"\"entrypoint\" is \"{entrypoint}\", which does not show what to serve.", "Name the WSGI object as gunicorn does, such as \"gunicorn -b :$PORT main:app\"; the command itself is not run.");
    }

    private static void CheckCgi(AppYaml app, bool? threadSafe, YamlErrors errors)
    {
        if (threadSafe != true || app.MaxConcurrentRequests == 1)
            return;
        foreach (var handler in app.Handlers.Where(AppYamlReader.IsCgi))
            errors.AddIn(handler.File, handler.Line, 1, $"The handler for \"{handler.Url}\" runs the CGI script \"{handler.Target}\", which \"threadsafe: true\" forbids.",
                "Set \"threadsafe: false\", or name a WSGI object such as \"script: main.app\".");
    }

    // Also where only the compiled file is there, a handler names the source.
    private static void CheckCompiled(AppYaml app, YamlErrors errors)
    {
        foreach (var handler in app.Handlers.Where(static handler => handler.Kind == HandlerKind.Script && handler.Target.EndsWith(".pyc", StringComparison.Ordinal)))
            errors.AddIn(handler.File, handler.Line, 1, $"The handler for \"{handler.Url}\" runs the compiled file \"{handler.Target}\".", $"Name its source, \"{handler.Target[..^1]}\", also where only the compiled file is there.");
    }

    private static void CheckDuplicates(AppYaml app, MapReader map, YamlErrors errors)
    {
        foreach (var library in app.Libraries.GroupBy(static library => library.Name).Where(static group => group.Skip(1).Any()))
            errors.Add(map.At("libraries"), $"The library \"{library.Key}\" is given twice.", "Keep one of them.");
        foreach (var code in app.ErrorHandlers.GroupBy(static handler => handler.ErrorCode).Where(static group => group.Skip(1).Any()))
            errors.Add(map.At("error_handlers"), $"The error code \"{code.Key}\" is given twice in \"error_handlers\".", "Keep one of them.");
    }

    // What is only served as it is, the platform cannot read for its own pages.
    private static void CheckErrorPages(AppYaml app, YamlErrors errors)
    {
        if (app.ErrorHandlers.IsEmpty)
            return;
        var paths = new StaticFilePaths(app);
        foreach (var page in app.ErrorHandlers.Where(page => paths.AreStatic(page.File)))
            errors.AddIn(null, page.Line, page.Column, $"The error page \"{page.File}\" belongs to a static handler.", "Put it where no static handler serves it.");
    }
}
