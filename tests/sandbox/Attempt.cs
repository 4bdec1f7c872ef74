using System.Globalization;

namespace Actors.Sandbox.Tests;

/// <summary>
/// One attempt to get out, or to bring the silo down: a Python program with a header (<c>attempts/GROUP/NAME.py</c>), or a row of
/// <c>attempts/calls.table</c>, one system call. A key of a header may be said again for one Python, one kind of user or both, such as
/// <c>Expect python27</c>, <c>Control ordinary</c>, <c>Without python3 root</c>; the most exact one counts.
/// </summary>
/// <param name="Name">GROUP/NAME.</param>
/// <param name="What">What it does, in a clause.</param>
public sealed record Attempt(string Name, string What)
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    /// <summary>The system call to make, or null for a program.</summary>
    public string? Call { get; private init; }

    /// <summary>Its arguments, in Python.</summary>
    public string Arguments { get; private init; } = "";

    /// <summary>What must be seen besides: <c>arena</c> (untouched), <c>secret</c> (not told), <c>victim</c> (alive), <c>listener</c>, <c>datagram</c> (nothing heard).</summary>
    public string? Evidence => Key("Evidence", null);

    /// <summary>All attempts that the room has.</summary>
    public static IReadOnlyList<Attempt> All { get; } = Read(Path.Combine(AppContext.BaseDirectory, "attempts"));

    /// <summary>What the sandbox answers: errors by name, signals, <c>killed</c>, <c>500</c>, or <c>contained</c> for what harms nobody.</summary>
    public IReadOnlyList<string> Expected(Situation situation) => Key("Expect", situation)!.Split(' ');

    /// <summary><c>succeeds</c>, <c>root</c> (as root only), <c>kernel</c> (where the kernel has the call), <c>kernel root</c>, or why success cannot be shown without a sandbox.</summary>
    public string Control(Situation situation) => Key("Control", situation)!;

    /// <summary>Whether it is to get through where no layer is on.</summary>
    public bool SucceedsAlone(Situation situation) => Control(situation) is "succeeds" or "kernel" || (Control(situation) is "root" or "kernel root" && situation.IsRoot);

    /// <summary>Whether the machine has not what it asks for, going by what became of it where no filter is on: the kernel says so, or kills as the attempt's <c>Absent</c> says.</summary>
    public bool IsAbsent(Situation situation, Outcome outcome) =>
        Control(situation).StartsWith("kernel", StringComparison.Ordinal) && (outcome.IsUnknownToKernel || (outcome.Kind == OutcomeKind.Killed && outcome.Error == Key("Absent", situation)));

    /// <summary>Whether it would wreck its own worker where nothing stops it.</summary>
    public bool IsOnlyForSandbox(Situation situation) => Control(situation).StartsWith("not made", StringComparison.Ordinal);

    /// <summary>The one layer that stops it, without which it gets through; null when there are several, or none.</summary>
    public string? Without(Situation situation) => Key("Without", situation) is { } layer && layer != "none" ? layer : null;

    /// <summary>Whether it is made at all in a situation.</summary>
    public bool AppliesTo(Situation situation) =>
        (Key("Only", null) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => word == situation.Python || word == situation.User) &&
        (Key("Processor", null) ?? situation.Processor) == situation.Processor;

    /// <summary>Whether this processor has the system call.</summary>
    public bool ExistsHere => Call is null || int.TryParse(Call, out _) || SystemCalls.Numbers.ContainsKey(Call);

    public override string ToString() => Name;

    /// <summary>What a key of the header says in a situation; without one, only what is said for all.</summary>
    public string? Key(string name, Situation? situation) =>
        situation is not null && _keys.GetValueOrDefault($"{name} {situation.Python} {situation.User}") is { } both ? both
        : situation is not null && _keys.GetValueOrDefault($"{name} {situation.Python}") is { } python ? python
        : situation is not null && _keys.GetValueOrDefault($"{name} {situation.User}") is { } user ? user
        : _keys.GetValueOrDefault(name);

    private static IReadOnlyList<Attempt> Read(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => Program(directory, path)),
        .. File.ReadLines(Path.Combine(directory, "calls.table")).Where(line => line.Length > 0 && line[0] != '#').Select(Row),
    ];

    private static Attempt Program(string directory, string path)
    {
        var name = Path.ChangeExtension(Path.GetRelativePath(directory, path), null);
        var keys = File.ReadLines(path).TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..].Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var attempt = new Attempt(name, keys["What"]);
        foreach (var (key, value) in keys)
            attempt._keys[key] = value;
        return attempt;
    }

    private static Attempt Row(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        var call = cells[0].Split('=');
        var attempt = new Attempt($"calls/{call[^1]}", cells[4]) { Call = call[0], Arguments = cells[1] };
        attempt._keys["Expect"] = cells[2];
        attempt._keys["Control"] = cells[3];
        foreach (var more in cells[5..])
            attempt._keys[more.Split(": ", 2)[0]] = more.Split(": ", 2)[1];
        return attempt;
    }
}

/// <summary>Where an attempt is made.</summary>
/// <param name="Python"><c>python27</c> or <c>python3</c>.</param>
/// <param name="IsRoot">Whether the silo runs as root.</param>
public sealed record Situation(string Python, bool IsRoot)
{
    /// <summary><c>root</c> or <c>ordinary</c>.</summary>
    public string User => IsRoot ? "root" : "ordinary";

    /// <summary><c>x86_64</c> or <c>aarch64</c>.</summary>
    public string Processor { get; } = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "x86_64" : "aarch64";

    /// <summary>The one of this run.</summary>
    public static Situation Of(string python) => new(python, Environment.IsPrivilegedProcess);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Python} as {User}");
}
