using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

public sealed class AppGroupsTests : IDisposable
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

        Assert.Equal((Path.Combine(_root, expected), isSecond), AppGroups.Find(_root, lines.Split('\n')));
    }

    [Fact]
    public void Without_a_cpu_controller_there_is_none() =>
        Assert.Throws<IOException>(() => AppGroups.Find(_root, ["4:memory:/", "0::/"]));
}
