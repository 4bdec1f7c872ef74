using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Logging;

/// <summary>
/// The request log in files, one per app, in App Engine's extended combined format. What cannot be written (a full disk, a directory that must not be written) is lost, counted and,
/// as soon as it can be, said in the file; the silo's log warns once an hour; requests go on.
/// </summary>
internal sealed class FileRequestLog(string directory, long size, int files, IRequestFormat format, TimeProvider time, ILogger logger)
    : BatchedRequestLog(TimeSpan.FromMilliseconds(10), time) // like the console: records that are kept for longer cost the garbage collector more than the writes
{
    /// <summary>Takes requests for which there is no app; no app can have its name.</summary>
    public const string NoApp = "_no_app";

    private const int FlushAt = 1024 * 1024;
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromHours(1);

    private readonly RequestFilesLog _log = new(logger);
    private readonly Dictionary<string, RequestFile> _files = [];
    private readonly TimeProvider _time = time;
    private long? _warned;

    protected override bool Take(RequestRecord record)
    {
        var file = FileOf(record.Deployment?.App ?? NoApp);
        format.Write(record, file.Gathered);
        file.Requests++;
        return file.Gathered.WrittenCount >= FlushAt;
    }

    // Nobody knows any more which apps' they were.
    protected override void TakeDropped(long dropped, DateTimeOffset now)
    {
        foreach (var file in _files.Values)
        {
            if (file.Gathered.WrittenCount > 0)
                format.WriteDropped(dropped, now, file.Gathered);
        }
    }

    protected override ValueTask FlushAsync()
    {
        foreach (var file in _files.Values)
        {
            if (file.Gathered.WrittenCount > 0)
                Flush(file);
        }

        return ValueTask.CompletedTask;
    }

    private void Flush(RequestFile file)
    {
        try
        {
            Directory.CreateDirectory(directory, DirectoryMode);
            if (file.Lost > 0)
                SayLost(file);
            file.Append(file.Gathered.WrittenSpan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file.Lost += file.Requests;
            Warn(failure);
        }

        file.Clear();
    }

    private void SayLost(RequestFile file)
    {
        var line = new System.Buffers.ArrayBufferWriter<byte>();
        format.WriteDropped(file.Lost, _time.GetUtcNow(), line);
        file.Append(line.WrittenSpan);
        file.Lost = 0;
    }

    private void Warn(Exception failure)
    {
        if (_warned is { } last && _time.GetElapsedTime(last) < BetweenWarnings)
            return;
        _warned = _time.GetTimestamp();
        _log.CannotWrite(directory, failure.Message);
    }

    private RequestFile FileOf(string app)
    {
        if (_files.TryGetValue(app, out var known))
            return known;
        return _files[app] = new RequestFile(Path.Combine(directory, $"{app}.log"), size, files);
    }
}
