using System.Buffers;
using System.Net;
using System.Text;
using Actors.Gateway.Logging;
using Actors.Gateway.Requests;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Logging;

/// <summary>Requests as the log gets them.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Moment = new(2026, 6, 27, 16, 11, 47, 123, TimeSpan.Zero);

    public static readonly TimeZoneInfo Pacific = TimeZoneInfo.CreateCustomTimeZone("pacific", TimeSpan.FromHours(-7), null, null);

    public static readonly RequestRecord Whole = new()
    {
        Time = Moment,
        Method = "GET",
        Resource = "/hello?name=x",
        Status = 200,
        ResponseBytes = 414,
        Latency = TimeSpan.FromMilliseconds(195.4),
        Version = "shop/1",
        Deployment = Deployments.Of("shop", "runtime: python3\n"),
        Client = IPAddress.Parse("192.0.2.7"),
        Nickname = "ann",
        Protocol = "HTTP/1.1",
        Host = "shop.example.com",
        Referrer = "http://www.example.com/index.html",
        UserAgent = "Mozilla/5.0 (X11)",
        UrlMapEntry = "main.app",
        Instance = "00c61b117c",
        CpuMicroseconds = 42_000,
        Pending = TimeSpan.FromMilliseconds(17),
        IsLoadingRequest = true,
        Id = RequestIds.At(7, Moment),
        AppLines = [new AppLogLine(AppLogLevel.Info, Moment.AddMilliseconds(1), "hello")],
    };

    public static CombinedFormat Combined() => new(Pacific, "0.1.0");

    public static JsonFormat Json() => new(new RequestIds(TimeProvider.System, 5), "0.1.0");

    public static string Format(this IRequestFormat format, RequestRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        format.Write(record, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string FormatDropped(this IRequestFormat format, long dropped)
    {
        var buffer = new ArrayBufferWriter<byte>();
        format.WriteDropped(dropped, Moment, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
