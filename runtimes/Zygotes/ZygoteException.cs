namespace Actors.Runtimes.Zygotes;

/// <summary>A zygote could not do what it was asked.</summary>
/// <param name="step">The step it failed in: <c>zygote</c>, <c>connect</c> or <c>fork</c>.</param>
/// <param name="message">Its own words.</param>
/// <param name="isGone">Whether it ended: another one will do what it did not.</param>
public sealed class ZygoteException(string step, string message, bool isGone = false) : Exception(message)
{
    /// <summary>Whether it ended.</summary>
    public bool IsGone { get; } = isGone;

    /// <summary>The step it failed in.</summary>
    public string Step { get; } = step;
}
