using Actors.Cli.Output;

namespace Actors.Cli.Tests.Output;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KB")]
    [InlineData(2_700_000, "2.6 MB")]
    [InlineData(402_653_184, "384 MB")]
    [InlineData(5e12, "4.5 TB")]
    public void Bytes(double bytes, string words) => Assert.Equal(words, Words.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.0204, "20 ms")]
    [InlineData(1.54, "1.5 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 m")]
    [InlineData(3661, "1 h 1 m")]
    [InlineData(360_000, "4 d 4 h")]
    public void Times(double seconds, string words) => Assert.Equal(words, Words.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.125, "12.5 %")]
    [InlineData(0.001, "0.1 %")]
    public void Shares(double share, string words) => Assert.Equal(words, Words.Percent(share));
}
