using Actors.Configuration;

namespace Actors.Cron.Tests;

/// <summary>Whatever the text, the reader answers with a schedule or with an error in it.</summary>
public sealed class ScheduleReaderFuzzTests
{
    private const string Alphabet = "every 1st,2nd day of month 09:00 synchronized\t\n:,*-+ÄÖ€😀\0abcdefghijklmnopqrstuvwxyz0123456789EVERY";

    [Fact]
    public void EveryTextOfTheGrammarIsRead() =>
        Check.Many(20_000, Generated.Seed + 2, random =>
        {
            var text = Generated.Schedule(random);
            Assert.True(ScheduleReader.Read(text).Schedule is not null, text);
        });

    [Fact]
    public void NoTextMakesItFail() =>
        Check.Many(60_000, Generated.Seed + 3, random =>
        {
            var text = random.Next(2) == 0 ? Noise(random) : Mutated(random, Generated.Schedule(random));
            var (schedule, error) = ScheduleReader.Read(text);
            Assert.True((schedule is null) != (error is null), text);
            if (error is not null)
                Assert.True(error.Column >= 1 && error.Column <= text.Length + 1 && error.Expected.StartsWith("Expected ", StringComparison.Ordinal) && error.Message.Length > 0, $"{text}: {error}");
            else
                NextRuns.After(schedule!, Generated.Zone(random), DateTimeOffset.UnixEpoch);
        });

    private static string Noise(Random random) => new([.. Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);

    private static string Mutated(Random random, string text)
    {
        for (var n = random.Next(1, 4); n > 0 && text.Length > 0; n--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, Alphabet[random.Next(Alphabet.Length)].ToString()),
                _ => text[..at] + text[random.Next(text.Length)..],
            };
        }

        return text;
    }
}
