namespace Actors.Services;

/// <summary>One service that apps call. Called for all apps, by many at a time.</summary>
public interface IApiService
{
    /// <summary>Its name on the wire, such as <c>urlfetch</c>.</summary>
    string Name { get; }

    /// <summary>Its methods by their names on the wire, such as <c>Fetch</c>.</summary>
    IReadOnlyDictionary<string, ApiMethod> Methods { get; }
}
