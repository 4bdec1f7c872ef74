using Actors.Engine.Tests;
using Actors.Runtimes.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Runtimes.Tests.Limits;

public sealed class AppGroupsTests : IDisposable
{
    private const int Shop = 1;
    private const int Spinner = 100;
    private static readonly Task _never = new TaskCompletionSource().Task;
    private readonly string _root = Directory.CreateTempSubdirectory("actors-groups-").FullName;
    private readonly ManualTime _time = new();
    private readonly FakeCpuTimes _times;
    private readonly AppGroups _groups;
    private TimeSpan _next = Timeout.InfiniteTimeSpan;

    public AppGroupsTests()
    {
        _times = new FakeCpuTimes(_time);
        _groups = new AppGroups(new ControlGroups(_root, isSecond: false), _times, _time, NullLogger.Instance);
    }

    public void Dispose()
    {
        _groups.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void An_app_that_begins_to_spin_is_held_back_within_a_quarter_of_a_second()
    {
        Start(Shop, "shop", 0.3);
        Look();
        Pass(TimeSpan.FromMinutes(1));

        // Seven instances that start one after the other.
        for (var worker = 0; worker < 7; worker++)
        {
            Start(Spinner + worker, "spinner", 0.2);
        }

        Look();
        Pass(TimeSpan.FromMilliseconds(250));
        Assert.Equal("spinner", HeldBack());
    }

    [Fact]
    public void On_a_machine_that_was_idle_it_takes_little_longer()
    {
        _times.LeaveIdle(1.9);
        Start(Shop, "shop", 0.05);
        Start(Spinner, "spinner", 0);
        Look();
        Pass(TimeSpan.FromMinutes(1));
        _times.LeaveIdle(0);
        _times.Use(Spinner, 1.5);
        Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal("spinner", HeldBack());
    }

    [Fact]
    public void While_processors_are_idle_nobody_is_held_back_and_no_worker_is_looked_at()
    {
        _times.LeaveIdle(0.3);
        Start(Shop, "shop", 0.1);
        Start(Spinner, "spinner", 1.5);
        Look();
        var asked = _times.Asked;
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("", HeldBack());
        Assert.Equal(asked, _times.Asked);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _next);
    }

    [Fact]
    public void What_was_used_while_nobody_looked_is_not_held_against_an_app()
    {
        Start(Shop, "shop", 1.9);
        Look();
        Pass(TimeSpan.FromMinutes(1));
        _times.Use(Shop, 0.3);
        Start(Spinner, "other", 0.3);
        Look();
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal("", HeldBack());
    }

    [Fact]
    public void Nobody_looks_while_one_app_has_all_the_workers()
    {
        Start(Shop, "shop", 1.9);
        Assert.Equal(Timeout.InfiniteTimeSpan, _groups.Look());
        Start(Shop + 1, "shop", 1.9);
        Assert.Equal(Timeout.InfiniteTimeSpan, _groups.Look());
        Start(Spinner, "spinner", 0);
        Assert.Equal(TimeSpan.FromMilliseconds(50), _groups.Look());
    }

    [Fact]
    public void The_more_workers_there_are_the_less_often_is_looked()
    {
        for (var worker = 0; worker < 500; worker++)
        {
            Start(Spinner + worker, worker % 2 == 0 ? "even" : "odd", 0);
        }

        Assert.Equal(TimeSpan.FromSeconds(1), _groups.Look());
    }

    [Fact]
    public void It_is_let_go_ten_seconds_after_it_has_ended_and_then_nobody_looks()
    {
        var end = new TaskCompletionSource();
        Start(Shop, "shop", 0.3);
        Start(Spinner, "spinner", 1.6, end.Task);
        Look();
        Pass(TimeSpan.FromSeconds(1));
        end.SetResult();
        Pass(TimeSpan.FromSeconds(9));
        Assert.Equal("spinner", HeldBack());
        Pass(TimeSpan.FromSeconds(5)); // of which some pass until its use is forgotten
        Assert.Equal(Timeout.InfiniteTimeSpan, _next);
    }

    private void Start(int pid, string app, double processors, Task? ended = null)
    {
        _times.Use(pid, processors);
        _groups.Add(pid, app, ended ?? _never);
    }

    private void Look() => _next = _groups.Look();

    // Looks as often as is asked for.
    private void Pass(TimeSpan time)
    {
        var end = _time.GetTimestamp() + time.Ticks;
        while (_next != Timeout.InfiniteTimeSpan && _time.GetTimestamp() + _next.Ticks <= end)
        {
            _time.Advance(_next);
            Look();
        }

        _time.Advance(TimeSpan.FromTicks(end - _time.GetTimestamp()));
    }

    // The apps that have a group.
    private string HeldBack() =>
        string.Join(' ', Directory.EnumerateDirectories(_root, "app-*", SearchOption.AllDirectories).Select(place => Path.GetFileName(place)["app-".Length..]));
}
