namespace Actors.Configuration;

/// <summary>What python3 apps leave unsaid: which WSGI object <c>script: auto</c> and a missing catch-all handler mean.</summary>
public static class ImplicitScript
{
    /// <summary>Some request goes to the object that app.yaml does not name in a handler.</summary>
    public static bool IsNeeded(AppYaml app) =>
        HasCatchAll(app) || app.Handlers.Any(static handler => handler is { Kind: HandlerKind.Script, Target: "auto" });

    /// <summary>A handler for everything stands, unwritten, behind the last one: python3 with no handler that runs code.</summary>
    public static bool HasCatchAll(AppYaml app) =>
        app.Runtime.Generation == PythonGeneration.Python3 && !app.Handlers.Any(static handler => handler.Kind == HandlerKind.Script);

    /// <summary>The object, such as <c>main:app</c>.</summary>
    public static string Of(AppYaml app) => (app.Entrypoint is { } entrypoint ? EntrypointTarget.Recognise(entrypoint) : null) ?? EntrypointTarget.Default;
}
