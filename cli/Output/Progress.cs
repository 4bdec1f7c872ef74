namespace Actors.Cli.Output;

/// <summary>How far long work is: one line that changes on a terminal, a line for each change elsewhere.</summary>
internal sealed class Progress(Terminal terminal, bool isSilent) : IDisposable
{
    private string? _said;
    private bool _isOpen;

    /// <summary>Says where it stands.</summary>
    /// <param name="text">A line.</param>
    /// <param name="isLast">It is over.</param>
    public void Say(string text, bool isLast)
    {
        if (isSilent || (text == _said && !isLast))
            return;
        _said = text;
        if (terminal.Width is { } width && !isLast)
        {
            terminal.Out.Write($"\r\e[K{(text.Length < width ? text : $"{text[..Math.Max(0, width - 2)]}…")}");
            _isOpen = true;
            return;
        }

        if (_isOpen)
            terminal.Out.Write("\r\e[K");
        _isOpen = false;
        terminal.Out.WriteLine(text);
    }

    /// <summary>Leaves the line as it is.</summary>
    public void End()
    {
        if (_isOpen)
            terminal.Out.WriteLine();
        _isOpen = false;
    }

    public void Dispose() => End();
}
