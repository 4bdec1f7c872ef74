using Microsoft.Extensions.Logging;

namespace Actors.Engine.Tests;

/// <summary>Keeps log lines where a test can look at them.</summary>
internal sealed class ListLogger(List<string> lines) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines) lines.Add($"{eventId.Id} {formatter(state, exception)} {exception?.Message}");
    }

    public void Dispose()
    {
    }
}
