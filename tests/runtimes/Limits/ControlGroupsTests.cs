using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

public sealed class ControlGroupsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("actors-groups-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("cpu", "4:memory:/x\n1:cpu:/\n0::/", "cpu", false)]
    [InlineData("cpu,cpuacct", "4:memory:/x\n1:cpu,cpuacct:/\n0::/", "cpu,cpuacct", false)]
    [InlineData("cpu", "2:cpu,cpuacct:/\n0::/", "cpu", false)]
    [InlineData("cpu/service", "1:cpu:/service\n0::/", "cpu/service", false)]
    [InlineData("system.slice/actors", "0::/system.slice/actors", "system.slice/actors", true)]
    public void The_silos_own_group_is_found(string there, string lines, string expected, bool isSecond)
    {
        var place = Directory.CreateDirectory(Path.Combine(_root, there)).FullName;
        File.WriteAllText(Path.Combine(place, isSecond ? "cgroup.controllers" : "cpu.shares"), isSecond ? "cpuset cpu io\n" : "1024\n");

        Assert.Equal((Path.Combine(_root, expected), isSecond), ControlGroups.Find(_root, lines.Split('\n')));
    }

    [Fact]
    public void Without_a_cpu_controller_there_is_none() =>
        Assert.Throws<IOException>(() => ControlGroups.Find(_root, ["4:memory:/", "0::/"]));

    [Theory]
    [InlineData(false, "cpu.shares", "128")]
    [InlineData(true, "cpu.weight", "12")]
    public void Who_is_held_back_is_in_a_group_of_small_weight(bool isSecond, string file, string weight)
    {
        var groups = new ControlGroups(_root, isSecond);
        groups.Make("shop");
        groups.HoldBack(7, "shop");
        groups.LetGo(8);

        var place = Path.Combine(_root, $"actors-{Environment.ProcessId}");
        Assert.Equal(weight, File.ReadAllText(Path.Combine(place, file)));
        Assert.Equal("7", File.ReadAllText(Path.Combine(place, "app-shop", "cgroup.procs")));
        Assert.Equal("8", File.ReadAllText(Path.Combine(isSecond ? $"{place}-silo" : _root, "cgroup.procs")));
    }

    [Fact]
    public void Groups_of_silos_that_are_no_more_are_removed()
    {
        var gone = Directory.CreateDirectory(Path.Combine(_root, $"actors-{int.MaxValue}", "app-shop")).Parent!;
        using var groups = new ControlGroups(_root, isSecond: false);

        Assert.False(gone.Exists && Directory.Exists(gone.FullName));
    }
}
