using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Base class of the engine's own exceptions.</summary>
    [GenerateSerializer]
    public class OrleansException : Exception
    {
        /// <summary>An unexplained failure.</summary>
        public OrleansException() : base("Unexpected error.")
        {
        }

        /// <summary>A failure in one sentence.</summary>
        public OrleansException(string message) : base(message)
        {
        }

        /// <summary>A failure and what caused it.</summary>
        public OrleansException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>The call was not delivered.</summary>
    [GenerateSerializer]
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message) : base(message)
        {
        }

        internal OrleansMessageRejectionException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>The silo has stopped.</summary>
    [GenerateSerializer]
    public sealed class SiloUnavailableException : OrleansMessageRejectionException
    {
        /// <summary>The silo has stopped.</summary>
        public SiloUnavailableException() : base("The silo has stopped.")
        {
        }

        /// <summary>The silo has stopped, in one sentence.</summary>
        public SiloUnavailableException(string message) : base(message)
        {
        }

        /// <summary>The silo has stopped, and why.</summary>
        public SiloUnavailableException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>The observer was deleted, or is gone from memory.</summary>
    [GenerateSerializer]
    public sealed class ClientNotAvailableException : OrleansException
    {
        internal ClientNotAvailableException(string message) : base(message)
        {
        }
    }

    /// <summary>The engine cannot start as configured.</summary>
    public sealed class OrleansConfigurationException : Exception
    {
        /// <summary>What is wrong.</summary>
        public OrleansConfigurationException(string message) : base(message)
        {
        }

        /// <summary>What is wrong, and why.</summary>
        public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Storage
{
    /// <summary>The state in storage is not the one the activation last read: somebody else wrote it. The activation ends, a new one reads again.</summary>
    [GenerateSerializer]
    public class InconsistentStateException : OrleansException
    {
        /// <summary>A conflict of two tags.</summary>
        public InconsistentStateException(string message, string storedEtag, string currentEtag) : base(message)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        /// <summary>A conflict of two tags, and what caused it.</summary>
        public InconsistentStateException(string message, string storedEtag, string currentEtag, Exception storageException) : base(message, storageException)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        /// <summary>The tag in storage.</summary>
        [Id(0)]
        public string? StoredEtag { get; private set; }

        /// <summary>The tag the activation had.</summary>
        [Id(1)]
        public string? CurrentEtag { get; private set; }

        /// <summary>Until it has left the activation whose write failed; that activation, and not its callers, must end.</summary>
        internal bool IsSourceActivation { get; set; } = true;
    }
}
