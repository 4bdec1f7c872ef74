using System.Text;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Workers;

namespace Actors.Gateway.Tests;

/// <summary>A REQUEST frame as a worker reads it: over what it was told is usual.</summary>
public sealed record RequestFrameContent(long Id, string Script, IReadOnlyDictionary<string, string> Environ, byte[] Body)
{
    public static RequestFrameContent Read(byte[] frame, PythonGeneration generation)
    {
        var reader = new MarshalReader(frame);
        reader.EnterTuple(4);
        var id = reader.Integer();
        var script = reader.Text();
        var environ = new Dictionary<string, string>(UsualEnviron.Of(generation));
        reader.EnterDictionary();
        while (reader.NextEntry())
        {
            var key = reader.Latin1();
            environ[key] = reader.Latin1();
        }

        var (offset, length) = reader.BytesRange();
        reader.End();
        return new RequestFrameContent(id, script, environ, frame.AsSpan(offset, length).ToArray());
    }

    public string Text => Encoding.UTF8.GetString(Body);
}
