namespace Actors.Runtimes.VersionZygotes;

/// <summary>A version can have no version zygote, and trying again would not help.</summary>
/// <param name="reason">Why, as a main clause.</param>
internal sealed class UnfitException(string reason) : Exception(reason);
