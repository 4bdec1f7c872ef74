namespace Actors.Grains;

/// <summary>What belongs to an app and not to a version of a service: the files beside the default service's app.yaml that decide where requests go. Immutable.</summary>
/// <param name="Dispatch">The text of dispatch.yaml; empty when there is none.</param>
/// <param name="Dos">The text of dos.yaml; empty when there is none.</param>
[GenerateSerializer, Immutable, Alias("actors.AppRules")]
public sealed record AppRules([property: Id(0)] string Dispatch = "", [property: Id(1)] string Dos = "")
{
    /// <summary>No rules.</summary>
    public static AppRules None { get; } = new();
}
