using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Tests.Frames;

public class BothPythonsTests
{
    private const int Cases = 3000;

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    [OnPython("python38")]
    [OnPython("python313")]
    public async Task Random_values_of_Python_arrive_in_CSharp(string runtime)
    {
        var output = await PeerAsync(runtime, [], "write", "20260", Cases.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var count = 0;
        for (var position = 0; position < output.Length; count++)
        {
            var bodyLength = BinaryPrimitives.ReadInt32LittleEndian(output.AsSpan(position));
            var lineLength = BinaryPrimitives.ReadInt32LittleEndian(output.AsSpan(position + 4));
            position += 8;
            var body = output[position..(position + bodyLength)];
            var line = Encoding.ASCII.GetString(output, position + bodyLength, lineLength);
            position += bodyLength + lineLength;
            Assert.Equal(line, MarshalValues.Canonical(body));

            var skipping = new MarshalReader(body);
            skipping.Skip();
            skipping.End();
        }

        Assert.Equal(Cases, count);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    [OnPython("python38")]
    [OnPython("python313")]
    public async Task Random_values_of_CSharp_arrive_in_Python(string runtime)
    {
        var generation = runtime == "python27" ? PythonGeneration.Python27 : PythonGeneration.Python3;
        var random = new Random(20261);
        var input = new MemoryStream();
        var expected = new List<string>();
        for (var i = 0; i < Cases; i++)
        {
            using var writer = new MarshalWriter(generation, 16);
            expected.Add(RandomValue.Write(writer, random));
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, writer.Written.Length);
            input.Write(length);
            input.Write(writer.Written);
        }

        var output = await PeerAsync(runtime, input.ToArray(), "read");
        Assert.Equal(expected, Encoding.ASCII.GetString(output).TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task A_request_arrives_as_WSGI_wants_it(string runtime)
    {
        var generation = runtime == "python27" ? PythonGeneration.Python27 : PythonGeneration.Python3;
        var key = new PreEncodedKey("REQUEST_METHOD");
        var constant = new PreEncodedEntries(generation, [new("SERVER_PROTOCOL", "HTTP/1.1")]);
        using var frame = new RequestFrameWriter(generation, 1L << 40, "main.app");
        frame.Add(key, "GET");
        frame.Add(new PreEncodedKey("CONTENT_LENGTH"), 3);
        frame.AddRaw(constant);
        frame.AddHeader("Accept-Language", "d\u00e9\u0153");
        var body = frame.Finish("abc"u8);
        var input = new byte[body.Length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(input, body.Length);
        body.CopyTo(input, 4);

        var kind = runtime == "python27" ? 'b' : 'u';
        string Native(string text) => kind + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        var accented = kind + (runtime == "python27" ? "64e93f" : "64c3a93f");
        var line = Encoding.ASCII.GetString(await PeerAsync(runtime, input, "read")).TrimEnd('\n');
        string[] entries =
        [
            $"{Native("CONTENT_LENGTH")}:{Native("3")}", $"{Native("HTTP_ACCEPT_LANGUAGE")}:{accented}",
            $"{Native("REQUEST_METHOD")}:{Native("GET")}", $"{Native("SERVER_PROTOCOL")}:{Native("HTTP/1.1")}",
        ];
        Assert.Equal($"(i1099511627776,{Native("main.app")},{{{string.Join(',', entries.Order(StringComparer.Ordinal))}}},b616263,)", line);
    }

    private static async Task<byte[]> PeerAsync(string runtime, byte[] input, params string[] arguments)
    {
        string[] command = [Path.Combine(AppContext.BaseDirectory, "Frames", "marshal_peer.py"), Repository.PythonFiles, .. arguments];
        var start = new ProcessStartInfo(Pythons.Get(runtime), ["-B", .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var writing = Task.Run(async () =>
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        });
        var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await writing;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
