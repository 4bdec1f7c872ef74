using System.ComponentModel.DataAnnotations;

namespace Actors.Gateway.SignIn;

/// <summary>What an operator may set of signing in.</summary>
public sealed class SignInOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "SignIn";

    /// <summary>Where everybody may sign in as anybody, which is for development. Default <c>loopback</c>.</summary>
    [EnumDataType(typeof(DevelopmentSignIn), ErrorMessage = "SignIn:Development is where everybody may sign in as anybody; allowed are loopback, always and never.")]
    public DevelopmentSignIn Development { get; set; } = DevelopmentSignIn.Loopback;

    /// <summary>How long somebody stays signed in, 1 minute to 365 days. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "SignIn:Expiry is days.hours:minutes:seconds; allowed are 00:01:00 to 365.00:00:00.")]
    public TimeSpan Expiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The file with the key that cookies are signed with; made when it is not there. Default: empty, a key that lasts as long as the process; the silo sets <c>sign-in.key</c> in its
    /// data directory.
    /// </summary>
    public string KeyFile { get; set; } = "";
}

/// <summary>Where everybody may sign in as anybody.</summary>
public enum DevelopmentSignIn
{
    /// <summary>On a server that only this machine can reach: it listens on loopback and trusts no proxy.</summary>
    Loopback,

    /// <summary>On every server.</summary>
    Always,

    /// <summary>Nowhere.</summary>
    Never,
}
