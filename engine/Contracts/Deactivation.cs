namespace Orleans;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason was given.</summary>
    None = 0,

    /// <summary>The silo stops.</summary>
    ShuttingDown = 1,

    /// <summary>It could not be activated.</summary>
    ActivationFailed = 2,

    /// <summary>Not used by one silo.</summary>
    DirectoryFailure = 3,

    /// <summary>It had no calls for <see cref="Configuration.GrainCollectionOptions.CollectionAge"/>.</summary>
    ActivationIdle = 4,

    /// <summary>Not used by one silo.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Not used by one silo.</summary>
    DuplicateActivation = 6,

    /// <summary>Not used by one silo.</summary>
    IncompatibleRequest = 7,

    /// <summary>Its code failed in a way that leaves its state in doubt.</summary>
    ApplicationError = 8,

    /// <summary>Its code asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>Not used by one silo.</summary>
    Migrating = 10,

    /// <summary>Not used by one silo.</summary>
    RuntimeRequested = 11,

    /// <summary>Not used by one silo.</summary>
    HighMemoryPressure = 12,
}

/// <summary>Why an activation ends, in words.</summary>
public readonly struct DeactivationReason : IEquatable<DeactivationReason>
{
    /// <summary>A reason without an exception.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text)
    {
    }

    /// <summary>A reason with the exception behind it.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Exception = exception;
        Description = text;
    }

    /// <summary>The kind of reason.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; }

    /// <summary>What went wrong, if anything.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public bool Equals(DeactivationReason other) => ReasonCode == other.ReasonCode && Description == other.Description && Exception == other.Exception;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DeactivationReason other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ReasonCode, Description, Exception);

    /// <summary>Kind and description.</summary>
    public override string ToString() => Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description} {Exception}";

    /// <summary>Equality of all parts.</summary>
    public static bool operator ==(DeactivationReason left, DeactivationReason right) => left.Equals(right);

    /// <summary>Inequality of any part.</summary>
    public static bool operator !=(DeactivationReason left, DeactivationReason right) => !left.Equals(right);
}
