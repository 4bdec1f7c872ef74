namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="FrameworkTests"/>, but one: on Python 3 webapp2 has the id that it has on Python 2.7.</summary>
public sealed class FrameworkApps : SharedSilo
{
    public FrameworkApps()
    {
        ServeExample("flask");
        ServeExample("django");
        if (Interpreters.Python27 is null)
            return;
        ServeExample("webapp2");
        var app = AppDirectory.Python27("missing", "import pyamf\n");
        app.Write("app.yaml", File.ReadAllText(Path.Combine(app.Path, "app.yaml")) + "libraries:\n- name: PyAMF\n  version: latest\n- name: webapp2\n  version: latest\n");
        Serve("missing", app);
    }
}
