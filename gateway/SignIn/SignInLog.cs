using Microsoft.Extensions.Logging;

namespace Actors.Gateway.SignIn;

/// <summary>What is logged about signing in. Event ids 3200 to 3209.</summary>
internal sealed partial class SignInLog(ILogger logger)
{
    [LoggerMessage(3200, LogLevel.Information, "{WhyNot} Handlers with `login: required` or `login: admin` serve nobody")]
    public partial void NobodyCan(string whyNot);

    [LoggerMessage(3201, LogLevel.Warning, "Everybody who reaches this server can sign in as anybody, as an administrator too: SignIn:Development is always")]
    public partial void EverybodyCan();

    [LoggerMessage(3202, LogLevel.Warning, "{File} was no key, or others could read it: a new one was made, and nobody is signed in any more")]
    public partial void KeyReplaced(string file);
}
