using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary>More clients than anybody can serve.</summary>
[Trait("Category", "Slow")]
public sealed class CrowdTests
{
    private const int Clients = 10_000;
    private const int Slots = 10;
    private const int Pending = 100;

    private const string Stuck = """
        import threading
        never = threading.Event()
        def app(environ, start_response):
            never.wait(600)
            start_response('200 OK', [])
            return [b'late']
        """;

    private const string Hello = """
        def app(environ, start_response):
            start_response('200 OK', [])
            return [b'hello']
        """;

    [Fact]
    public async Task When_every_instance_is_stuck_ten_thousand_clients_are_answered_at_once_and_a_neighbour_is_served()
    {
        using var stuck = AppDirectory.Python3("stuck", Stuck);
        using var hello = AppDirectory.Python3("hello", Hello);
        await using var silo = await SiloProcess.StartAsync(
            [stuck.Path, hello.Path], ("Instances__MaxInstances", "1"), ("Instances__PendingLimit", $"{Pending}"), ("Instances__PendingTimeout", "00:05:00"), ("Gateway__RequestLog", "false"));
        using var neighbour = silo.Client("hello");
        Assert.Equal("hello", await neighbour.GetStringAsync("/"));
        var before = ResidentMegabytes(silo.Pid);
        using var over = new CancellationTokenSource();
        var refused = 0;
        var enough = new TaskCompletionSource();
        var clients = new List<Socket>(Clients);
        var began = Stopwatch.StartNew();
        try
        {
            var answers = new List<Task>(Clients);
            for (var number = 0; number < Clients; number++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, silo.Port);
                answers.Add(AskAsync(client));
            }

            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            var seconds = began.Elapsed.TotalSeconds;
            var alone = Stopwatch.StartNew();
            Assert.Equal("hello", await neighbour.GetStringAsync("/"));

            Assert.InRange(ResidentMegabytes(silo.Pid) - before, -1000, 400);
            Assert.InRange(alone.Elapsed.TotalSeconds, 0, 5);
            Assert.InRange(seconds, 0, 60);
            await over.CancelAsync();
            await Task.WhenAll(answers);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }

        Assert.Equal(Clients - Slots - Pending, refused);

        async Task AskAsync(Socket client)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: stuck.localhost\r\n\r\n"u8.ToArray());
            var received = new byte[1024];
            try
            {
                var count = await client.ReceiveAsync(received, over.Token);
                Assert.StartsWith("HTTP/1.1 503 ", Encoding.ASCII.GetString(received, 0, count), StringComparison.Ordinal);
                if (Interlocked.Increment(ref refused) == Clients - Slots - Pending)
                    enough.SetResult();
            }
            catch (OperationCanceledException)
            {
                // One of those that wait.
            }
        }
    }

    [Fact]
    public async Task Neither_clients_nor_instances_can_use_up_its_descriptors()
    {
        const int Descriptors = 1500;
        const int Apps = 20;
        const string ManyAtATime = "automatic_scaling:\n  max_concurrent_requests: 40\n";
        var apps = Enumerable.Range(1, Apps).Select(number => AppDirectory.Python3($"hello-{number}", Hello, ManyAtATime)).ToArray();
        try
        {
            await using var silo = await SiloProcess.StartWithDescriptorsAsync(Descriptors, [.. apps.Select(app => app.Path)], ("Instances__IdleTimeout", "00:02:00"));
            await silo.WaitForLineAsync("The silo may have 1500 files and connections open");

            // Instances: the first ones start, others are refused with what to do, and room is made for those.
            var refused = 0;
            for (var number = 1; number <= Apps; number++)
            {
                using var client = silo.Client($"hello-{number}");
                using var answer = await client.GetAsync("/");
                refused += answer.IsSuccessStatusCode ? 0 : 1;
                Assert.Contains(answer.IsSuccessStatusCode ? "hello" : "ulimit -n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            Assert.InRange(refused, 1, Apps - 1);
            using var last = silo.Client($"hello-{Apps}");
            await SiloProcess.UntilAsync(async () => (await last.GetAsync("/")).IsSuccessStatusCode, "No room was made.");

            // Clients: those over their share are closed, whichever address and port they come to.
            var clients = new List<Socket>();
            var ofAdmin = new List<Socket>();
            try
            {
                for (var number = 0; number < Descriptors; number++)
                {
                    await ComeAsync(clients, IPAddress.Loopback, silo.Port);
                    await ComeAsync(clients, IPAddress.IPv6Loopback, silo.Port);
                    if (number % 10 == 0)
                        await ComeAsync(ofAdmin, IPAddress.IPv6Loopback, silo.AdminPort);
                }

                await SiloProcess.Until(() => clients.Count(IsClosed) >= Descriptors * 147 / 100, () => $"{clients.Count(IsClosed)} clients were closed");
                await SiloProcess.Until(() => ofAdmin.Count(IsClosed) >= Descriptors * 9 / 100, () => $"{ofAdmin.Count(IsClosed)} clients of the admin port were closed");
                ofAdmin.ForEach(static client => client.Dispose());
                await SiloProcess.UntilAsync(async () => await AdminAnswersAsync(silo), "The admin port does not answer.");
                Assert.NotEmpty(await silo.InstancesAsync());
                var kept = clients.First(client => !IsClosed(client));
                await kept.SendAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: hello-{Apps}.localhost\r\n\r\n"));
                var received = new byte[1024];
                Assert.StartsWith("HTTP/1.1 200 ", Encoding.ASCII.GetString(received, 0, await kept.ReceiveAsync(received)), StringComparison.Ordinal);
            }
            finally
            {
                clients.ForEach(static client => client.Dispose());
                ofAdmin.ForEach(static client => client.Dispose());
            }

            await SiloProcess.UntilAsync(() => AnswersAsync(silo, $"hello-{Apps}"), "It does not serve any more.");
            Assert.Equal(0, await silo.StopAsync());
        }
        finally
        {
            Array.ForEach(apps, static app => app.Dispose());
        }
    }

    private static async Task ComeAsync(List<Socket> clients, IPAddress address, int port)
    {
        var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        clients.Add(client);
        try
        {
            await client.ConnectAsync(address, port);
        }
        catch (SocketException closed) when (closed.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed before this was told that it is connected.
        }
    }

    private static bool IsClosed(Socket client) => client.Poll(0, SelectMode.SelectRead) && client.Available == 0;

    private static async Task<bool> AdminAnswersAsync(SiloProcess silo)
    {
        try
        {
            return (await silo.InstancesAsync()).Length > 0;
        }
        catch (HttpRequestException)
        {
            return false; // closed: those that are closed are still counted
        }
    }

    private static async Task<bool> AnswersAsync(SiloProcess silo, string app)
    {
        try
        {
            using var client = silo.Client(app);
            using var answer = await client.GetAsync("/");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int ResidentMegabytes(int pid) =>
        int.Parse(Regex.Match(File.ReadAllText($"/proc/{pid}/status"), @"VmRSS:\s+(\d+)").Groups[1].Value, CultureInfo.InvariantCulture) / 1024;
}
