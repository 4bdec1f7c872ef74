using Actors.Runtimes.Limits;
using Actors.Runtimes.Tests.Processes;

namespace Actors.Runtimes.Tests.Limits;

[Collection(nameof(SiloFixture))]
[Trait("Category", "Slow")]
public class MergedMemoryTests
{
    private const string App = "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'ok']\n";

    [Theory]
    [InlineData("6.4", '1', null)]
    [InlineData("6.4", '0', "it is not running; `echo 1 > /sys/kernel/mm/ksm/run` as root starts it")]
    [InlineData("6.18", '2', "it is not running; `echo 1 > /sys/kernel/mm/ksm/run` as root starts it")]
    [InlineData("6.4", null, "the kernel is built without it")]
    [InlineData("6.1.55", '1', "Linux 6.1 cannot, 6.4 and later can")]
    public void What_keeps_the_kernel_from_it_is_said(string kernel, char? run, string? obstacle) => Assert.Equal(obstacle, MergedMemory.Obstacle(Version.Parse(kernel), run));

    [KernelThatMergesFact]
    public async Task Workers_are_open_to_it_only_where_it_is_asked_for()
    {
        foreach (var merge in new[] { false, true })
        {
            await using var silo = await SiloFixture.StartAsync(options => options with { MergeMemory = merge });
            await using var worker = await silo.SpawnAsync("python3", App);
            Assert.Contains($"ksm_merge_any: {(merge ? "yes" : "no")}", await File.ReadAllTextAsync($"/proc/{worker.Pid}/ksm_stat"), StringComparison.Ordinal);
        }
    }
}

/// <summary>A test for kernels that let a process be merged as a whole.</summary>
public sealed class KernelThatMergesFactAttribute : FactAttribute
{
    public KernelThatMergesFactAttribute() =>
        Skip = File.Exists("/proc/self/ksm_stat") && File.ReadAllText("/proc/self/ksm_stat").Contains("ksm_merge_any", StringComparison.Ordinal) ? null : "this kernel does not say whether it merges a process's memory";
}
