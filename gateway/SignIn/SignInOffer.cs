namespace Actors.Gateway.SignIn;

/// <summary>Whether this server lets people sign in. Decided once, at start.</summary>
internal static class SignInOffer
{
    /// <summary>Why nobody can sign in, in a sentence; null when everybody can.</summary>
    /// <param name="development">What the operator set.</param>
    /// <param name="onLoopback">The server listens on loopback alone.</param>
    /// <param name="hasProxies">It trusts proxies, so its clients are elsewhere although it listens on loopback.</param>
    public static string? WhyNot(DevelopmentSignIn development, bool onLoopback, bool hasProxies) => (development, onLoopback, hasProxies) switch
    {
        (DevelopmentSignIn.Always, _, _) or (DevelopmentSignIn.Loopback, true, false) => null,
        (DevelopmentSignIn.Never, _, _) => "Nobody can sign in here: SignIn:Development is never.",
        (_, false, _) => "Nobody can sign in here: the development sign-in takes everybody at their word, and other machines reach this server; SignIn:Development always allows it all the same.",
        _ => "Nobody can sign in here: the development sign-in takes everybody at their word, and a proxy brings others to this server; SignIn:Development always allows it all the same.",
    };
}
