using System.Globalization;

namespace Actors.Gateway.Static;

/// <summary>The <c>Expires</c> header of files that may be kept for a time: one text a second, however many requests there are.</summary>
/// <param name="keep">How long; a date beyond the calendar's end is the calendar's end.</param>
internal sealed class ExpiryText(TimeSpan keep)
{
    // Swapped as one, so that two threads at worst make the same text twice.
    private Made? _latest;

    /// <summary>The header for an answer sent now.</summary>
    public string At(DateTimeOffset now)
    {
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        if (_latest is { } made && made.Second == second)
            return made.Text;
        var until = keep < DateTimeOffset.MaxValue - now ? now + keep : DateTimeOffset.MaxValue;
        made = new Made(second, until.ToString("R", CultureInfo.InvariantCulture));
        _latest = made;
        return made.Text;
    }

    private sealed record Made(long Second, string Text);
}
