using System.Collections.Immutable;
using System.Globalization;

namespace Actors.Configuration;

/// <summary>The two kinds of Python, which differ in rules and in how requests are encoded for them.</summary>
public enum PythonGeneration
{
    /// <summary>Python 2.7: App Engine's first generation.</summary>
    Python27,

    /// <summary>Python 3: App Engine's second generation.</summary>
    Python3,
}

/// <summary>What <c>runtime:</c> names.</summary>
/// <param name="Name">As written: <c>python27</c>, <c>python311</c>, <c>python3</c>.</param>
/// <param name="Generation">Python 2.7 or Python 3.</param>
/// <param name="Minor">The minor version of Python 3 that is asked for, or null for this machine's own (<c>python3</c>) and for Python 2.7.</param>
public sealed record AppRuntime(string Name, PythonGeneration Generation, int? Minor)
{
    /// <summary>All runtimes, oldest first. <c>python3</c> is an extension: the Python 3 of the machine.</summary>
    public static ImmutableArray<AppRuntime> All { get; } =
    [
        new("python27", PythonGeneration.Python27, null),
        .. Enumerable.Range(8, 7).Select(static minor => new AppRuntime("python3" + minor.ToString(CultureInfo.InvariantCulture), PythonGeneration.Python3, minor)),
        new("python3", PythonGeneration.Python3, null),
    ];

    /// <summary>What may be written, as a sentence.</summary>
    public const string Allowed = "Allowed are python27, python38 to python314, and python3 (the Python 3 of this machine).";

    /// <summary>The runtime of that name, or null.</summary>
    public static AppRuntime? Find(string name) => All.FirstOrDefault(runtime => runtime.Name == name);
}
