using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

public sealed class MemoryTests
{
    [Fact]
    public void Private_is_what_is_resident_and_not_shared()
    {
        Assert.Equal(700L * Environment.SystemPageSize, ProcessMemory.Read("5000 1000 300 4 0 600 0\n"u8));
        Assert.Null(ProcessMemory.Read(""u8));
        Assert.Null(ProcessMemory.Read("12 x"u8));
        Assert.InRange(ProcessMemory.Private(Environment.ProcessId)!.Value, 1 << 20, 8L << 30);
        Assert.Null(ProcessMemory.Private(int.MaxValue));
    }

    [Fact]
    public void Every_thread_fits_below_the_ceiling()
    {
        var limit = new MemoryLimit(128);
        Assert.True(limit.Soft < limit.Hard);
        Assert.True(limit.Ceiling(138) - limit.Hard > 138 * (1792L << 10));
    }

    [Fact]
    public void The_messages_are_App_Engines()
    {
        var limit = new MemoryLimit(512);
        Assert.StartsWith(
            "Exceeded soft private memory limit of 512 MB with 515 MB after servicing 9964 requests total", limit.SoftMessage(515L << 20, 9964, PythonGeneration.Python27), StringComparison.Ordinal);
        Assert.Equal(
            "Exceeded soft memory limit of 512 MB with 515 MB after servicing 57 requests total. Consider setting a larger instance class in app.yaml.",
            limit.SoftMessage(515L << 20, 57, PythonGeneration.Python3));
    }
}
