using Actors.Configuration;
using Actors.Gateway.SignIn;
using Actors.Grains;

namespace Actors.Gateway.Access;

/// <summary>A handler's <c>login</c> and <c>auth_fail_action</c>: whom it serves, and what becomes of the others. Null for handlers that serve everybody. Immutable.</summary>
/// <param name="AdminsOnly">True for <c>admin</c>, false for <c>required</c>.</param>
/// <param name="Redirects">True for <c>redirect</c>, false for <c>unauthorized</c>.</param>
internal sealed record LoginRequirement(bool AdminsOnly, bool Redirects)
{
    /// <summary>What is for administrators by its nature, as with <c>login: admin</c>.</summary>
    public static LoginRequirement Administrators { get; } = new(true, true);

    /// <summary>What app.yaml asks for, or null when it asks for nothing.</summary>
    public static LoginRequirement? Of(Handler handler) => handler.Login == LoginRule.Optional
        ? null
        : new LoginRequirement(handler.Login == LoginRule.Admin, handler.AuthFailAction == AuthFailAction.Redirect);

    /// <summary>Whether a request is served. As on App Engine: who is signed in but no administrator is never redirected, and the platform itself is an administrator but no user.</summary>
    /// <param name="user">Who sent it, or null.</param>
    /// <param name="kind">What the gateway itself knows of where it came from; no header says so.</param>
    public LoginVerdict Judge(SignedInUser? user, RequestKind kind) => (AdminsOnly, user, kind) switch
    {
        (true, _, RequestKind.Task) or (true, { IsAdmin: true }, _) or (false, not null, _) => LoginVerdict.Served,
        (true, not null, _) => LoginVerdict.NoAdmin,
        _ => Redirects ? LoginVerdict.SignInFirst : LoginVerdict.Unauthorized,
    };
}

/// <summary>What becomes of a request to a handler with <c>login</c>.</summary>
internal enum LoginVerdict
{
    /// <summary>It is served.</summary>
    Served,

    /// <summary>Nobody is signed in: a redirect to the sign-in page.</summary>
    SignInFirst,

    /// <summary>Nobody is signed in: 401.</summary>
    Unauthorized,

    /// <summary>Somebody is signed in who is no administrator: 401.</summary>
    NoAdmin,
}
