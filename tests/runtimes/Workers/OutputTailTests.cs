using System.Text;
using Actors.Runtimes.Workers;

namespace Actors.Runtimes.Tests.Workers;

public class OutputTailTests
{
    [Fact]
    public void Little_is_kept_whole()
    {
        var tail = new OutputTail();
        tail.Add("first\nsecond"u8);
        tail.Add(" half\n"u8);
        Assert.Equal("first\nsecond half", tail.ToString());
    }

    [Fact]
    public void Of_much_the_last_whole_lines_are_kept()
    {
        var tail = new OutputTail();
        for (var i = 0; i < 10_000; i++)
        {
            tail.Add(Encoding.ASCII.GetBytes($"line {i}\n"));
        }

        var lines = tail.ToString().Split('\n');
        Assert.Equal("line 9999", lines[^1]);
        Assert.Equal($"line {10_000 - lines.Length}", lines[0]);
        Assert.InRange(tail.ToString().Length, OutputTail.Capacity - 20, OutputTail.Capacity);
    }

    [Fact]
    public void One_huge_piece_is_cut()
    {
        var tail = new OutputTail();
        tail.Add(new byte[100_000]);
        tail.Add("end"u8);
        Assert.EndsWith("end", tail.ToString(), StringComparison.Ordinal);
        Assert.InRange(tail.ToString().Length, 1, OutputTail.Capacity);
    }
}
