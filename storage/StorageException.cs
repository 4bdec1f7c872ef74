namespace Actors.Storage;

/// <summary>The database cannot be used as it is. Its message is for the operator: what is wrong, then what to do.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates the exception from its two sentences.</summary>
    public StorageException(string summary, string remedy, Exception? inner = null)
        : base($"{summary} {remedy}", inner)
    {
        Summary = summary;
        Remedy = remedy;
    }

    /// <summary>What is wrong, in one sentence.</summary>
    public string Summary { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
