namespace Actors.Runtimes.Interpreters;

/// <summary>An interpreter that exists but that workers cannot use.</summary>
/// <param name="Runtime">Its runtime.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record UnusableInterpreter(string Runtime, string Path, string Reason);

/// <summary>The interpreters of this machine, one per runtime.</summary>
public sealed class InterpreterSet
{
    private readonly Dictionary<string, Interpreter> _byRuntime;

    /// <summary>Makes the set; the first interpreter of a runtime wins.</summary>
    /// <param name="usable">In order of preference.</param>
    /// <param name="unusable">Those that workers cannot use.</param>
    /// <param name="python3">The runtime that <c>python3</c> stands for when it is usable; otherwise the newest does.</param>
    public InterpreterSet(IEnumerable<Interpreter> usable, IEnumerable<UnusableInterpreter> unusable, string? python3)
    {
        _byRuntime = new Dictionary<string, Interpreter>(StringComparer.Ordinal);
        foreach (var interpreter in usable)
        {
            _byRuntime.TryAdd(interpreter.Runtime, interpreter);
        }

        All = [.. _byRuntime.Values.OrderBy(interpreter => interpreter.Version)];
        Unusable = [.. unusable];
        var standard = python3 is not null && _byRuntime.TryGetValue(python3, out var system) ? system : All.LastOrDefault(one => one.Version.Major == 3);
        if (standard is not null)
        {
            _byRuntime.TryAdd("python3", standard);
        }
    }

    /// <summary>One per runtime, oldest first.</summary>
    public IReadOnlyList<Interpreter> All { get; }

    /// <summary>Found, but of no use.</summary>
    public IReadOnlyList<UnusableInterpreter> Unusable { get; }

    /// <summary>The interpreter of a runtime, or null: then <see cref="Missing"/> has the sentence.</summary>
    public Interpreter? Find(string runtime) => _byRuntime.GetValueOrDefault(runtime);

    /// <summary>What to do about a runtime that has no interpreter, in one sentence or two.</summary>
    public string Missing(string runtime)
    {
        var found = All.Count == 0 ? "None was found" : $"Found: {string.Join(", ", All.Select(one => $"{one.Runtime} ({one.Path})"))}";
        if (Unusable.FirstOrDefault(one => one.Runtime == runtime) is { } unusable)
        {
            return $"{unusable.Path} cannot serve {runtime}, because each app's worker runs as a user of its own: {unusable.Reason}; or install that Python where everybody can read it; or, if all apps are your own, set Runtimes__SeparateUsers=false. {found}.";
        }

        var number = runtime switch
        {
            "python27" => "2.7",
            "python3" => "3",
            _ when runtime.StartsWith("python3", StringComparison.Ordinal) && int.TryParse(runtime.AsSpan(7), out var minor) && minor is >= 8 and <= 14 => $"3.{minor}",
            _ => null,
        };
        return number switch
        {
            null => $"There is no runtime '{runtime}'; there are python27, python3 and python38 to python314. {found}.",
            "2.7" => $"Runtime python27 needs Python 2.7: install it with `apt install python2.7` or `pyenv install 2.7.18`. {found}.",
            _ => $"Runtime {runtime} needs Python {number}: install it with `apt install python{number}` or `pyenv install {number}`. {found}.",
        };
    }
}
