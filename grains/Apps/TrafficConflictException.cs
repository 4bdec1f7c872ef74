namespace Actors.Grains;

/// <summary>The traffic is not any more what a change was meant for; nothing was changed.</summary>
[GenerateSerializer, Alias("actors.TrafficConflictException")]
public sealed class TrafficConflictException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TrafficConflictException(string service, string expected, Traffic current)
        : base($"The traffic of service '{service}' has changed meanwhile: it is {current.Describe()} now, state {current.ETag}, and the change was meant for state {expected}. Look at it and ask again.") =>
        Current = current;

    /// <summary>What the traffic is.</summary>
    [Id(0)]
    public Traffic Current { get; }
}
