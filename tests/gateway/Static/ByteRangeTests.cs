using System.Numerics;
using Actors.Gateway.Static;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Tests.Static;

public class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-0", 10, 0, 1)]
    [InlineData("bytes=2-5", 10, 2, 4)]
    [InlineData("bytes=2-", 10, 2, 8)]
    [InlineData("bytes=-3", 10, 7, 3)]
    [InlineData("bytes=-30", 10, 0, 10)]
    [InlineData("bytes=9-", 10, 9, 1)]
    [InlineData("bytes=0-99999999999999999999999", 10, 0, 10)]
    [InlineData("bytes=-99999999999999999999999", 10, 0, 10)]
    [InlineData("BYTES=1-2", 10, 1, 2)]
    [InlineData(" bytes= ,1-2 , ", 10, 1, 2)]
    [InlineData("bytes=0000000000000000000000001-2", 10, 1, 2)]
    [InlineData("bytes=4294967296-4294967297", 5_000_000_000, 4_294_967_296, 2)]
    public void One_piece_is_a_part(string field, long length, long start, long count)
    {
        Assert.Equal(RangeAnswer.Part, ByteRange.Read(field, length, out var range));
        Assert.Equal(new ByteRange(start, count), range);
    }

    [Theory]
    [InlineData("bytes=10-", 10)]
    [InlineData("bytes=10-20", 10)]
    [InlineData("bytes=99999999999999999999999-", 10)]
    [InlineData("bytes=-0", 10)]
    [InlineData("bytes=0-", 0)]
    [InlineData("bytes=0-0", 0)]
    [InlineData("bytes=-0", 0)]
    public void What_the_file_does_not_have_cannot_be_sent(string field, long length) =>
        Assert.Equal(RangeAnswer.Unsatisfiable, ByteRange.Read(field, length, out _));

    [Theory]
    [InlineData("bytes=0-0,2-3", 10)]
    [InlineData("bytes=0-0,99-", 10)]
    [InlineData("bytes=5-2", 10)]
    [InlineData("bytes=50-20", 10)]
    [InlineData("bytes=-", 10)]
    [InlineData("bytes=", 10)]
    [InlineData("bytes=1", 10)]
    [InlineData("bytes=a-b", 10)]
    [InlineData("bytes=1-b", 10)]
    [InlineData("bytes=+1-2", 10)]
    [InlineData("bytes=--2", 10)]
    [InlineData("bytes=1 - 2", 10)]
    [InlineData("bytes=1-2;", 10)]
    [InlineData("bytes 1-2", 10)]
    [InlineData("lines=1-2", 10)]
    [InlineData("1-2", 10)]
    [InlineData("", 10)]
    [InlineData("bytes=-5", 0)]
    public void Several_pieces_and_what_is_not_understood_mean_the_whole(string field, long length)
    {
        Assert.Equal(RangeAnswer.Whole, ByteRange.Read(field, length, out var range));
        Assert.Equal(new ByteRange(0, length), range);
    }

    [Fact]
    public void Two_lines_mean_the_whole() => Assert.Equal(RangeAnswer.Whole, ByteRange.Read(new StringValues(["bytes=0-1", "bytes=0-1"]), 10, out _));

    [Fact]
    public void Every_range_is_what_arithmetic_without_limits_says()
    {
        var random = new Random(20_260_402);
        for (var round = 0; round < 20_000; round++)
        {
            var length = random.Next(3) switch { 0 => random.NextInt64(4), 1 => random.NextInt64(100), _ => random.NextInt64() };
            var first = random.Next(4) == 0 ? (BigInteger?)null : Number(random);
            var last = random.Next(4) == 0 ? (BigInteger?)null : Number(random);

            var answer = ByteRange.Read($"bytes={first}-{last}", length, out var range);

            var (start, end) = (first, last) switch
            {
                (null, null) => (BigInteger.Zero, (BigInteger)length),
                (null, { } suffix) => (BigInteger.Max(0, length - suffix), length),
                ({ } from, null) => (from, length),
                ({ } from, { } to) => (from, BigInteger.Min(length, to + 1)),
            };
            var expected = first is null && last is null ? RangeAnswer.Whole
                : last < first ? RangeAnswer.Whole
                : first is null && length == 0 && last > 0 ? RangeAnswer.Whole
                : start >= length || end <= start ? RangeAnswer.Unsatisfiable
                : RangeAnswer.Part;

            // Numbers beyond what a file can have are told apart no further.
            if (first > long.MaxValue && last > long.MaxValue)
                expected = answer == RangeAnswer.Whole ? RangeAnswer.Whole : RangeAnswer.Unsatisfiable;
            Assert.Equal(expected, answer);
            if (answer == RangeAnswer.Part)
                Assert.Equal((start, end - start), (range.Start, range.Length));
            else if (answer == RangeAnswer.Whole)
                Assert.Equal(new ByteRange(0, length), range);
        }
    }

    private static BigInteger Number(Random random) => random.Next(4) switch
    {
        0 => random.Next(4),
        1 => random.Next(100),
        2 => random.NextInt64(),
        _ => new BigInteger(random.NextInt64()) * 1_000_003,
    };
}
