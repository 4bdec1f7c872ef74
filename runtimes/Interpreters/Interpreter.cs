using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Interpreters;

/// <summary>A Python that workers can run in.</summary>
/// <param name="Runtime">Its name in app.yaml: <c>python27</c>, <c>python38</c> to <c>python314</c>.</param>
/// <param name="Path">The real binary: no shim, no link.</param>
/// <param name="Version">Its version, three numbers.</param>
/// <param name="StandardLibrary">The directory of its standard library.</param>
public sealed record Interpreter(string Runtime, string Path, Version Version, string StandardLibrary)
{
    /// <summary>Which of the two Pythons it is.</summary>
    public PythonGeneration Generation => Version.Major == 2 ? PythonGeneration.Python27 : PythonGeneration.Python3;

    /// <summary>The runtime's name of a version, or null when apps cannot run in it.</summary>
    public static string? RuntimeOf(Version version) => version switch
    {
        { Major: 2, Minor: 7 } => "python27",
        { Major: 3, Minor: >= 8 and <= 14 } => $"python3{version.Minor}",
        _ => null,
    };
}
