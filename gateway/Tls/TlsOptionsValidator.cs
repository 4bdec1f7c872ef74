using Microsoft.Extensions.Options;

namespace Actors.Gateway.Tls;

/// <summary>HTTPS needs a certificate that can be used: what is wrong with it is said at the start.</summary>
internal sealed class TlsOptionsValidator(TimeProvider time) : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        if (options.Port is null)
            return ValidateOptionsResult.Success;
        using var read = CertificateReader.Read(options, time.GetUtcNow());
        return read.Problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(read.Problem);
    }
}
