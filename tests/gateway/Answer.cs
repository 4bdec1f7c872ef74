using System.Text;
using Actors.Gateway.Dispatching;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests;

/// <summary>Makes what a worker would answer.</summary>
internal static class Answer
{
    public static DispatchResult Of(string body, int status = 200, params (string Name, string Value)[] headers) => Of(Encoding.UTF8.GetBytes(body), status, headers);

    public static DispatchResult Of(byte[] body, int status = 200, (string Name, string Value)[]? headers = null, (AppLogLevel Level, string Text)[]? logs = null, ResponseError error = ResponseError.None)
    {
        using var writer = new MarshalWriter(PythonGeneration.Python3);
        writer.Tuple(6);
        writer.Integer(status);
        writer.List(headers?.Length ?? 0);
        foreach (var (name, value) in headers ?? [])
        {
            writer.Tuple(2);
            writer.Text(name);
            writer.Text(value);
        }

        writer.Bytes(body);
        writer.List(logs?.Length ?? 0);
        foreach (var (level, text) in logs ?? [])
        {
            writer.Tuple(3);
            writer.Integer((int)level);
            writer.Integer(1_700_000_000_000_000);
            writer.Text(text);
        }

        writer.Integer((int)error);
        writer.Integer(1000);
        return new DispatchResult(DispatchOutcome.Served, writer.ToArray());
    }
}
