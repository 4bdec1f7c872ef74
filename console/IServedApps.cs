namespace Actors.Console;

/// <summary>Which apps this silo was started with. The others that its database knows are not served by it: requests for them are answered 404, and their jobs wait.</summary>
public interface IServedApps
{
    /// <summary>Whether it serves an app.</summary>
    bool Serves(string app);
}
