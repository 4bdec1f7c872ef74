using System.Security.Cryptography;
using Actors.Gateway.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.SignIn;

/// <summary>Adds signing in to a host. Whether it is offered is decided when the gateway is made, at start.</summary>
internal static class SignInServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddOptions<SignInOptions>().ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton(Compose);
    }

    private static SignInPages Compose(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<SignInOptions>>().Value;
        var onLoopback = provider.GetRequiredService<IOptions<GatewayOptions>>().Value.ListensOnLoopback;
        var hasProxies = !provider.GetRequiredService<TrustedProxies>().IsEmpty;
        var log = new SignInLog(provider.GetRequiredService<ILoggerFactory>().CreateLogger<SignInPages>());
        if (SignInOffer.WhyNot(options.Development, onLoopback, hasProxies) is { } whyNot)
        {
            if (options.Development != DevelopmentSignIn.Never)
                log.NobodyCan(whyNot);
            return new SignInPages(new SignedInUsers(null), null, whyNot);
        }

        if (!onLoopback || hasProxies)
            log.EverybodyCan();
        var cookie = new SignInCookie(KeyOf(options, log), options.Expiry, provider.GetRequiredService<TimeProvider>());
        return new SignInPages(new SignedInUsers(cookie), cookie, null);
    }

    private static byte[] KeyOf(SignInOptions options, SignInLog log)
    {
        if (options.KeyFile.Length == 0)
            return RandomNumberGenerator.GetBytes(SignInKey.Length);
        var key = SignInKey.Open(options.KeyFile, out var replaced);
        if (replaced)
            log.KeyReplaced(options.KeyFile);
        return key;
    }
}
