using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Sandbox.Seccomp;
using Actors.Runtimes.Workers;

namespace Actors.Runtimes.Sandbox;

/// <summary>What workers are locked down with, made once at the silo's start: the body of the SANDBOX frame for each interpreter's zygote.</summary>
internal sealed class WorkerSandbox
{
    private readonly RuntimeOptions _options;
    private readonly LandlockRights _rights;
    private readonly KernelOffer _offer;
    private readonly string _runtimeFiles;

    /// <summary>Prepares the directories that mounts need.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="offer">What the kernel has; nothing is missing.</param>
    /// <param name="runtimeFiles">Where the runtime's own Python files lie for workers.</param>
    /// <param name="temp">Temp directories on disk.</param>
    public WorkerSandbox(RuntimeOptions options, KernelOffer offer, string runtimeFiles, TempDirectories temp)
    {
        _options = options;
        _offer = offer;
        _rights = new LandlockRights(offer.LandlockAbi);
        _runtimeFiles = runtimeFiles;
        Temp = temp;
    }

    /// <summary>Temp directories of python3 workers that have no mounts of their own.</summary>
    public TempDirectories Temp { get; }

    /// <summary>Whether a layer is wanted.</summary>
    public bool Has(SandboxLayer layer) => _options.Sandbox.Has(layer);

    /// <summary>Why there can be no version zygotes here, as a main clause; null when there can be.</summary>
    public string? VersionZygoteObstacle => Obstacle(_options.Sandbox.Has, _offer.LandlockAbi, PythonRuntimes.DropsUsers(_options), SeccompFilter.Knows("landlock_restrict_self"));

    /// <summary>
    /// The decision. A version zygote may fork and so must be able to send signals to its children, whose numbers are not known when it is locked down:
    /// then something else than seccomp has to keep them from other processes, Landlock or a user of the app's own.
    /// </summary>
    internal static string? Obstacle(Func<SandboxLayer, bool> has, int landlockAbi, bool ownUsers, bool namesLandlock)
    {
        const int ScopesSignals = 6;
        if (!has(SandboxLayer.Seccomp))
        {
            return null;
        }

        if (has(SandboxLayer.Landlock) && !namesLandlock)
        {
            return "this libseccomp does not know Landlock's system calls (2.5.4 does)";
        }

        return ownUsers || (has(SandboxLayer.Landlock) && landlockAbi >= ScopesSignals)
            ? null
            : "neither Landlock (Linux 6.12) nor users of their own keep the signals of one app's processes from those of others here";
    }

    /// <summary>The body of the SANDBOX frame.</summary>
    public byte[] Frame(Interpreter interpreter)
    {
        var python27 = interpreter.Generation == PythonGeneration.Python27;
        var sockets = _options.Outbound == Outbound.Sockets;
        using var writer = new MarshalWriter(interpreter.Generation, 16 << 10);
        writer.BeginDictionary();
        writer.Interned("layers");
        var layers = Enum.GetValues<SandboxLayer>().Where(Has).ToArray();
        writer.Tuple(layers.Length);
        foreach (var layer in layers)
        {
            writer.Text(layer.ToString());
        }

        Limits("limits",
            ("RLIMIT_NOFILE", _options.Sandbox.MaxDescriptors), ("RLIMIT_FSIZE", python27 ? 0 : _options.Sandbox.TempBytes),
            ("RLIMIT_MEMLOCK", 0), ("RLIMIT_MSGQUEUE", 0), ("RLIMIT_RTPRIO", 0), ("RLIMIT_NICE", 0), ("RLIMIT_SIGPENDING", 1024));
        Limits("user_limits", ("RLIMIT_NPROC", _options.Sandbox.MaxThreads));
        Landlock(writer, interpreter, python27, sockets);
        Mounts(writer, interpreter, python27);
        var seccomp = Has(SandboxLayer.Seccomp);
        var plain = new SeccompProfile(!python27, ChangesAttributes: !python27 && PythonRuntimes.DropsUsers(_options), NewCode: !python27, sockets);
        var withMounts = new SeccompProfile(!python27, ChangesAttributes: !python27, NewCode: !python27, sockets);
        Filter("filter", plain);
        Filter("filter_with_mounts", withMounts);
        Filter("zygote_filter", plain with { Forks = true });
        Filter("zygote_filter_with_mounts", withMounts with { Forks = true });
        writer.Interned("merge_memory");
        writer.Boolean(_options.MergeMemory);
        writer.Interned("new_code");
        writer.Boolean(!python27);
        writer.Interned("own_process");
        writer.Integer(ArgumentRules.OwnProcess);
        writer.EndDictionary();
        return writer.ToArray();

        void Limits(string name, params ReadOnlySpan<(string Name, long Value)> limits)
        {
            writer.Interned(name);
            writer.Tuple(limits.Length);
            foreach (var (limit, value) in limits)
            {
                writer.Tuple(2);
                writer.Text(limit);
                writer.Integer(value);
            }
        }

        void Filter(string name, SeccompProfile profile)
        {
            writer.Interned(name);
            writer.Bytes(seccomp ? SeccompFilter.Build(profile) : []);
        }
    }

    private void Landlock(MarshalWriter writer, Interpreter interpreter, bool python27, bool sockets)
    {
        writer.Interned("landlock");
        writer.BeginDictionary();
        writer.Interned("abi");
        writer.Integer(_offer.LandlockAbi);
        writer.Interned("attributes");
        writer.Bytes(_rights.Attributes(sockets));
        writer.Interned("code_rights");
        writer.Integer((long)LandlockRights.ReadBelow);
        writer.Interned("temp_rights");
        writer.Integer((long)_rights.Temp);
        writer.Interned("paths");
        var places = ReadablePlaces.Of(interpreter, _runtimeFiles, sockets);
        writer.Tuple(places.Count + 1);
        foreach (var place in places)
        {
            Place(place, Directory.Exists(place) ? LandlockRights.ReadBelow : LandlockRights.Read);
        }

        Place("/dev/null", python27 ? LandlockRights.Read : _rights.ReadAndWrite);
        writer.EndDictionary();

        void Place(string path, ulong rights)
        {
            writer.Tuple(2);
            writer.Text(path);
            writer.Integer((long)rights);
        }
    }

    private void Mounts(MarshalWriter writer, Interpreter interpreter, bool python27)
    {
        writer.Interned("mounts");
        writer.BeginDictionary();
        writer.Interned("empty");
        writer.Text(Temp.Empty);
        writer.Interned("hidden");
        writer.Tuple(1);
        writer.Text("/proc");
        writer.Interned("temp");
        writer.Text(python27 ? "" : Temp.MountPoint(interpreter.Path, interpreter.StandardLibrary, _runtimeFiles));
        writer.Interned("temp_bytes");
        writer.Integer(_options.Sandbox.TempBytes);
        writer.EndDictionary();
    }
}
