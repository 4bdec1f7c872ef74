using System.ComponentModel.DataAnnotations;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Sandbox;
using Actors.Runtimes.VersionZygotes;
using Actors.Runtimes.Workers;

namespace Actors.Runtimes;

/// <summary>How workers are started and stopped. Immutable; validated by <see cref="Validate"/> before anything starts.</summary>
public sealed record RuntimeOptions
{
    /// <summary>The silo's own directory; holds <c>run/</c>, <c>runtime/</c> and <c>apps/</c>. At most 80 bytes long, because the path of a Unix socket must fit the kernel's 107. Required.</summary>
    [Required]
    public required string DataDirectory { get; init; }

    /// <summary>Where <c>zygote.py</c> and the worker's code lie. Required.</summary>
    [Required]
    public required string PythonFiles { get; init; }

    /// <summary>Interpreters by runtime name (<c>python27</c>, <c>python311</c>, ...) that go before those that are found. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Interpreters { get; init; } = new Dictionary<string, string>();

    /// <summary>The user id of the first app's workers when the silo runs as root. Default 200000, range 1000 to 2000000000.</summary>
    [Range(1000, 2_000_000_000)]
    public int FirstUid { get; init; } = 200_000;

    /// <summary>Whether each app's workers run as a user of their own when the silo runs as root. Default true.</summary>
    public bool SeparateUsers { get; init; } = true;

    /// <summary>From the wish for a worker to its being ready, a start of the zygote included. Default 10 s, range 100 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SpawnTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a zygote may take to be ready. Default 10 s, range 100 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ZygoteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first pause before a zygote that died is started again; doubles with each death in a row, up to 10 s. Default 100 ms, range 1 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan ZygoteBackOff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How apps reach the world: <c>urlfetch</c>, through the silo and what it allows, or <c>sockets</c> of their own. Default <c>urlfetch</c>.</summary>
    [EnumDataType(typeof(Outbound), ErrorMessage = "Outbound is how apps reach the world; allowed are urlfetch and sockets.")]
    public Outbound Outbound { get; init; } = Outbound.UrlFetch;

    /// <summary>What a worker may use of the machine; section <c>Limits</c>.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>How workers are locked down; section <c>Sandbox</c>. Default: with every layer.</summary>
    public SandboxOptions Sandbox { get; init; } = new();

    /// <summary>Whether a process per interpreter is forked before it is wanted, which the next worker comes from: starts are some milliseconds shorter, for 3 MB. Default true.</summary>
    public bool SpareWorkers { get; init; } = true;

    /// <summary>
    /// Whether the kernel may keep memory once that is equal in several zygotes and workers, from Linux 6.4 on and while its same-page merging runs: idle instances then take half of it or less. An app can
    /// find out by timing whether somebody else's memory has a page that it can guess whole, so this is for apps that trust each other. Default false.
    /// </summary>
    public bool MergeMemory { get; init; }

    /// <summary>Whether modules that an instance compiled are kept, in the data directory, for the instances that come later. Python 3 only. Default true.</summary>
    public bool KeepBytecode { get; init; } = true;

    /// <summary>Processes that have a version's libraries loaded; section <c>Runtimes:VersionZygotes</c>.</summary>
    public VersionZygoteOptions VersionZygotes { get; init; } = new();

    /// <summary>What ends SERVER_SOFTWARE, after App Engine's own name or that of its development server. Default <c>Actors/0.1</c>.</summary>
    [Required]
    public string Software { get; init; } = "Actors/0.1";

    /// <summary>All that is wrong, one sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var errors = results.Select(result => $"Runtimes: {result.ErrorMessage}").ToList();
        var length = System.Text.Encoding.UTF8.GetByteCount(Path.GetFullPath(DataDirectory));
        if (length > 80)
        {
            errors.Add($"Runtimes: DataDirectory '{DataDirectory}' has {length} bytes; at most 80 fit a Unix socket's path. Choose a shorter one.");
        }

        var zygotes = new List<ValidationResult>();
        Validator.TryValidateObject(VersionZygotes, new ValidationContext(VersionZygotes), zygotes, validateAllProperties: true);
        errors.AddRange(zygotes.Select(result => $"Runtimes:{result.ErrorMessage}"));
        errors.AddRange(Sandbox.Validate());
        errors.AddRange(Interpreters.Where(pair => !File.Exists(pair.Value))
            .Select(pair => $"Runtimes: Interpreters names '{pair.Value}' for {pair.Key}, which does not exist."));
        return errors;
    }
}
