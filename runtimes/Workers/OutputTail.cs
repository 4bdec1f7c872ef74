using System.Text;

namespace Actors.Runtimes.Workers;

/// <summary>The last bytes that a worker wrote to its standard output and error: what is in the log when it dies.</summary>
internal sealed class OutputTail
{
    /// <summary>Bytes that are kept.</summary>
    public const int Capacity = 4096;

    private readonly Lock _lock = new();
    private byte[] _kept = [];
    private int _length;
    private bool _cut;

    /// <summary>Adds what has been written.</summary>
    public void Add(ReadOnlySpan<byte> written)
    {
        lock (_lock)
        {
            // Most workers never write here: room is made with the first byte.
            if (_kept.Length == 0)
            {
                _kept = new byte[Capacity];
            }

            if (written.Length > Capacity)
            {
                written = written[^Capacity..];
                _cut = true;
            }

            var surplus = _length + written.Length - Capacity;
            if (surplus > 0)
            {
                _kept.AsSpan(surplus, _length - surplus).CopyTo(_kept);
                _length -= surplus;
                _cut = true;
            }

            written.CopyTo(_kept.AsSpan(_length));
            _length += written.Length;
        }
    }

    /// <summary>What is kept, whole lines only where something before them is lost.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var kept = _kept.AsSpan(0, _length);
            var firstBreak = _cut ? kept.IndexOf((byte)'\n') : -1;
            return Encoding.UTF8.GetString(firstBreak >= 0 ? kept[(firstBreak + 1)..] : kept).TrimEnd('\n');
        }
    }
}
