namespace Actors.Runtimes.Frames;

/// <summary>How grave a line of an app's log is, as App Engine counts.</summary>
public enum AppLogLevel
{
    /// <summary>Debug.</summary>
    Debug = 0,

    /// <summary>Info; standard output too.</summary>
    Info = 1,

    /// <summary>Warning.</summary>
    Warning = 2,

    /// <summary>Error; uncaught exceptions too.</summary>
    Error = 3,

    /// <summary>Critical.</summary>
    Critical = 4,
}

/// <summary>One line (or paragraph) of an app's log.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Time">When the app wrote it, by the worker's clock.</param>
/// <param name="Text">The text, without a line feed at its end.</param>
public sealed record AppLogLine(AppLogLevel Level, DateTimeOffset Time, string Text)
{
    private const long LastMicrosecond = 253_402_300_799_999_999;

    /// <summary>Reads a list of <c>(level, unix_microseconds, text)</c>.</summary>
    internal static IReadOnlyList<AppLogLine> ReadList(ref MarshalReader reader)
    {
        var count = reader.EnterSequence();
        if (count == 0)
        {
            reader.Leave();
            return [];
        }

        var lines = new List<AppLogLine>(Math.Min(count, 64));
        for (; count > 0; count--)
        {
            lines.Add(Read(ref reader));
        }

        reader.Leave();
        return lines;
    }

    /// <summary>Reads a body of a LOG frame.</summary>
    /// <exception cref="FrameException">The body breaks a rule.</exception>
    public static IReadOnlyList<AppLogLine> ReadFrame(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        var lines = ReadList(ref reader);
        reader.End();
        return lines;
    }

    /// <summary>Checks a list as <see cref="ReadList"/> reads it, without making anything from it.</summary>
    internal static void ExamineList(ref MarshalReader reader)
    {
        for (var count = reader.EnterSequence(); count > 0; count--)
        {
            ReadHead(ref reader);
            reader.StringBytes(out _);
            reader.Leave();
        }

        reader.Leave();
    }

    private static (long Level, long Microseconds) ReadHead(ref MarshalReader reader)
    {
        reader.EnterTuple(3);
        var level = reader.Integer();
        var microseconds = reader.Integer();
        return level is >= 0 and <= 4 && microseconds is >= 0 and <= LastMicrosecond
            ? (level, microseconds)
            : throw new FrameException($"A log line has level {level} and time {microseconds}.");
    }

    private static AppLogLine Read(ref MarshalReader reader)
    {
        var (level, microseconds) = ReadHead(ref reader);
        var text = reader.Text();
        reader.Leave();
        return new AppLogLine((AppLogLevel)level, DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds), text);
    }
}
