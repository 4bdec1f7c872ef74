using Actors.Services.UrlFetch;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>Settings that cannot be are named, all at once.</summary>
public sealed class UrlFetchOptionsTests
{
    private readonly UrlFetchOptionsValidator _validator = new();

    [Fact]
    public void The_defaults_are_good() => Assert.True(_validator.Validate(null, new UrlFetchOptions()).Succeeded);

    [Fact]
    public void Every_mistake_is_named_with_what_is_allowed()
    {
        var result = _validator.Validate(null, new UrlFetchOptions
        {
            AllowedNetworks = ["10.0.0.0/8", "10.0.0.0/33", "intranet"],
            AllowedHosts = ["intranet:8443", "http://intranet/", "intranet:port"],
            CertificateAuthorities = "/nowhere.pem",
            DefaultDeadline = TimeSpan.FromSeconds(90),
        });

        Assert.Equal(6, result.Failures!.Count());
        Assert.Contains("UrlFetch:AllowedNetworks has \"10.0.0.0/33\"; allowed are addresses and networks such as 10.0.0.0/8.", result.Failures!);
        Assert.Contains("UrlFetch:AllowedHosts has \"http://intranet/\"; allowed are host names, each with a port or without, such as intranet.example:8443.", result.Failures!);
        Assert.Contains(result.Failures!, failure => failure.StartsWith("UrlFetch:CertificateAuthorities is \"/nowhere.pem\"", StringComparison.Ordinal));
        Assert.Contains(result.Failures!, failure => failure.StartsWith("UrlFetch:DefaultDeadline is 00:01:30", StringComparison.Ordinal));
    }
}
