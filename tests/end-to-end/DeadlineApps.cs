namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="LimitTests"/> that come to their deadlines, on a silo on which those are soon.</summary>
public sealed class DeadlineApps : SharedSilo
{
    public DeadlineApps()
        : base(("Deadlines__SecondGeneration", "00:00:00.4"), ("Deadlines__FirstGeneration", "00:00:00.4"), ("UrlFetch__AllowedNetworks__0", "127.0.0.0/8"))
    {
        foreach (var python in Pythons)
            Serve($"late-{python}", Late(python, $"late-{python}"));
        foreach (var id in new[] { "stubborn", "forgets" })
            Serve(id, LimitApps.Of("python3", id));
    }

    private static AppDirectory Late(string generation, string id)
    {
        var app = LimitApps.Of(generation, id);
        app.Write("timeout.html", "too late, says the app");
        app.Write("app.yaml", File.ReadAllText(Path.Combine(app.Path, "app.yaml")) + "\nerror_handlers:\n- error_code: timeout\n  file: timeout.html\n");
        return app;
    }
}
