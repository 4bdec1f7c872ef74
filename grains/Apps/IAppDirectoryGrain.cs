namespace Actors.Grains;

/// <summary>Which apps there are. One grain, key <see cref="Key"/>.</summary>
[Alias("actors.IAppDirectoryGrain")]
public interface IAppDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The key of the one directory.</summary>
    const string Key = "apps";

    /// <summary>Registers an app and returns its number, counted from 0 and never given to another app: its workers' user id derives from it.</summary>
    [Alias("Register")]
    Task<int> Register(string app);

    /// <summary>Application ids in the order of their numbers.</summary>
    [Alias("List")]
    Task<IReadOnlyList<string>> List();
}
