namespace Orleans.Configuration;

/// <summary>Options of sending calls.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for an answer; default 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A time-out also cancels the token that the callee sees; default true.</summary>
    public bool CancelRequestOnTimeout { get; set; } = true;
}

/// <summary>Options of sending calls in a silo.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How long a call may run before a cluster takes the activation for stuck; default 2 h. One silo lets it run.</summary>
    public TimeSpan MaxRequestProcessingTime { get; set; } = TimeSpan.FromHours(2);
}

/// <summary>Options of collecting idle activations.</summary>
public class GrainCollectionOptions
{
    /// <summary>How long an activation is idle before it is collected; default 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for; default 1 minute.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may take to begin; default 30 s.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may take to end; default 30 s.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Ages of their own, by the full name of the grain class.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];
}
