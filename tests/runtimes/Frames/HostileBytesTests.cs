using System.Buffers.Binary;
using System.Diagnostics;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Tests.Frames;

[Trait("Category", "Slow")]
public class HostileBytesTests
{
    [Fact]
    public void A_hundred_thousand_random_and_mutated_bodies_are_read_or_refused()
    {
        var random = new Random(4711);
        var seeds = Enumerable.Range(0, 200).Select(_ => Seed(random)).Append(Response()).ToArray();
        var before = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        var refused = 0;
        for (var i = 0; i < 100_000; i++)
        {
            byte[] body;
            if (i % 2 == 0)
            {
                body = new byte[random.Next(1, 200)];
                random.NextBytes(body);
                body[0] = "NTFiIlgfsutRaAzZ()[{0r"u8[random.Next(22)];
            }
            else
            {
                body = [.. seeds[random.Next(seeds.Length)]];
                for (var changes = random.Next(1, 5); changes > 0 && body.Length > 0; changes--)
                {
                    body[random.Next(body.Length)] = (byte)random.Next(256);
                }

                body = body[..random.Next(Math.Max(0, body.Length - 20), body.Length + 1)];
            }

            refused += Refuses(body, static bytes => MarshalValues.Canonical(bytes));
            Assert.Equal(Refuses(body, static bytes => ResponseFrame.Read(bytes)), Refuses(body, static bytes => ResponseFrame.Examine(bytes)));
            Refuses(body, static bytes => ApiCall.Read(bytes));
            Refuses(body, static bytes => ZygoteReadyFrame.Read(bytes));
            Refuses(body, static bytes => AppLogLine.ReadFrame(bytes));
            Refuses(body, static bytes => ControlFrames.ReadReady(bytes));
        }

        Assert.InRange(refused, 50_000, 99_999);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"It took {watch.Elapsed}.");
        var perBody = (GC.GetTotalAllocatedBytes() - before) / 100_000;
        Assert.True(perBody < 30_000, $"{perBody} bytes were allocated per body.");
    }

    [Theory]
    [InlineData("a list that says it has two thousand million values", new byte[] { (byte)'[', 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData("a byte string of a negative length", new byte[] { (byte)'s', 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("a tuple of a negative length", new byte[] { (byte)'(', 0xFE, 0xFF, 0xFF, 0xFF })]
    [InlineData("a reference to a string before there is one", new byte[] { (byte)'R', 0, 0, 0, 0 })]
    [InlineData("a reference of newer versions", new byte[] { (byte)'r', 0, 0, 0, 0 })]
    [InlineData("an object flagged for references", new byte[] { 0x80 | (byte)'N' })]
    [InlineData("a complex number", new byte[] { (byte)'y', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("a code object", new byte[] { (byte)'c', 0, 0, 0, 0 })]
    [InlineData("a long of a thousand digits", new byte[] { (byte)'l', 0xE8, 3, 0, 0 })]
    [InlineData("a long just over 64 bits", new byte[] { (byte)'l', 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0 })]
    [InlineData("a digit of 16 bits", new byte[] { (byte)'l', 1, 0, 0, 0, 0xFF, 0xFF })]
    [InlineData("a float that is no number", new byte[] { (byte)'f', 1, (byte)'x' })]
    [InlineData("the end of a dictionary outside of one", new byte[] { (byte)'0' })]
    [InlineData("bytes after the end", new byte[] { (byte)'N', (byte)'N' })]
    [InlineData("nothing", new byte[0])]
    public void What_breaks_a_rule_is_refused(string what, byte[] body)
    {
        Assert.Equal(1, Refuses(body, static bytes => MarshalValues.Canonical(bytes)));
        Assert.True(Refuses(body, static bytes => { var reader = new MarshalReader(bytes); reader.Skip(); reader.End(); }) == 1, what);
    }

    [Fact]
    public void Values_nested_deeper_than_the_limit_are_refused()
    {
        byte[] Nested(int depth) => [.. Enumerable.Repeat<byte[]>([(byte)'(', 1, 0, 0, 0], depth).SelectMany(bytes => bytes), (byte)'N'];
        Assert.Equal(0, Refuses(Nested(MarshalReader.MaxDepth), static bytes => MarshalValues.Canonical(bytes)));
        Assert.Equal(1, Refuses(Nested(MarshalReader.MaxDepth + 1), static bytes => MarshalValues.Canonical(bytes)));
    }

    [Fact]
    public void More_values_than_the_limit_are_refused()
    {
        byte[] Many(int count)
        {
            var body = new byte[count + 5];
            body.AsSpan().Fill((byte)'N');
            body[0] = (byte)'[';
            BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(1), count);
            return body;
        }

        Assert.Equal(0, Refuses(Many(MarshalReader.MaxObjects - 1), static bytes => MarshalValues.Canonical(bytes)));
        Assert.Equal(1, Refuses(Many(MarshalReader.MaxObjects), static bytes => MarshalValues.Canonical(bytes)));
    }

    [Fact]
    public void One_string_referred_to_many_times_does_not_grow_without_bound()
    {
        using var writer = new MarshalWriter(PythonGeneration.Python27);
        writer.List(99);
        writer.Interned(new string('x', 1_000_000));
        for (var i = 1; i < 99; i++)
        {
            writer.Raw([(byte)'R', 0, 0, 0, 0]);
        }

        var body = writer.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<FrameException>(() => Skip(body));
        Assert.Contains(MarshalReader.MaxExpanded.ToString(System.Globalization.CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static void Skip(byte[] body)
    {
        var reader = new MarshalReader(body);
        reader.Skip();
    }

    private static int Refuses(byte[] body, Action<byte[]> read)
    {
        try
        {
            read(body);
            return 0;
        }
        catch (FrameException)
        {
            return 1;
        }
    }

    private static byte[] Seed(Random random)
    {
        using var writer = new MarshalWriter(random.Next(2) == 0 ? PythonGeneration.Python27 : PythonGeneration.Python3);
        RandomValue.Write(writer, random);
        return writer.ToArray();
    }

    private static byte[] Response()
    {
        using var writer = new MarshalWriter(PythonGeneration.Python27);
        writer.Tuple(6);
        writer.Integer(200);
        writer.List(1);
        writer.Tuple(2);
        writer.Interned("Content-Type");
        writer.Interned("text/plain");
        writer.Bytes("Hello"u8);
        writer.List(1);
        writer.Tuple(3);
        writer.Integer(1);
        writer.Integer(1_700_000_000_000_000);
        writer.Text("line");
        writer.Integer(0);
        writer.Integer(120);
        return writer.ToArray();
    }
}
