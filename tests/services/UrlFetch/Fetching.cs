using System.Net;
using System.Net.Sockets;
using System.Text;
using Actors.Engine.Tests;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;
using Actors.Services.UrlFetch;
using Actors.Services.UrlFetch.Contract;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using static Actors.Services.UrlFetch.Contract.URLFetchRequest.Types;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>The service as the silo has it, with 127.0.0.1 allowed, names that the test gives addresses, and time that moves when told.</summary>
internal sealed class Fetching : IDisposable
{
    private readonly ApiServices _registry;

    public Fetching(UrlFetchOptions? options = null, OpenFiles? openFiles = null)
    {
        Service = new UrlFetchService(options ?? new UrlFetchOptions { AllowedNetworks = ["127.0.0.1"] }, Names, openFiles ?? OpenFiles.Unlimited, Time, NullLogger.Instance);
        _registry = new ApiServices([Service], Time);
    }

    public Names Names { get; } = new();

    public ManualTime Time { get; } = new();

    public UrlFetchService Service { get; }

    public static URLFetchRequest Request(
        string url, RequestMethod method = RequestMethod.Get, string? payload = null, params (string Name, string Value)[] headers)
    {
        var request = new URLFetchRequest { Url = url, Method = method };
        if (payload is not null)
            request.Payload = ByteString.CopyFrom(payload, Encoding.Latin1);
        request.Header.Add(headers.Select(header => new URLFetchRequest.Types.Header { Key = header.Name, Value = header.Value }));
        return request;
    }

    public async Task<ApiReply> CallAsync(string method, IMessage request, string app = "shop", string instance = "i1") =>
        await _registry.CallAsync(Calls.Caller(app, instance), Calls.Of("urlfetch", method, request), CancellationToken.None);

    /// <summary>The response of a fetch that works.</summary>
    public async Task<URLFetchResponse> FetchAsync(URLFetchRequest request, string app = "shop")
    {
        var reply = await CallAsync("Fetch", request, app);
        Assert.True(reply.Outcome == ApiOutcome.Ok, $"{reply.Outcome} {reply.Code}: {reply.Detail}");
        return URLFetchResponse.Parser.ParseFrom(reply.Response.Span);
    }

    /// <summary>The error of a fetch that is refused or fails.</summary>
    public async Task<(ErrorCode Code, string Detail)> FailAsync(URLFetchRequest request, string app = "shop")
    {
        var reply = await CallAsync("Fetch", request, app);
        Assert.Equal(ApiOutcome.ApplicationError, reply.Outcome);
        return ((ErrorCode)reply.Code, reply.Detail);
    }

    public void Dispose() => Service.Dispose();
}

/// <summary>A resolver whose answers change: each look-up takes the next, the last one stays.</summary>
internal sealed class Names : IHostResolver
{
    private readonly Dictionary<string, Queue<IPAddress[]>> _answers = [];

    /// <summary>Every name that was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public IPAddress[][] this[string name]
    {
        set => _answers[name] = new Queue<IPAddress[]>(value);
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(host);
            if (!_answers.TryGetValue(host, out var answers))
                throw new SocketException((int)SocketError.HostNotFound);
            return Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
        }
    }
}
