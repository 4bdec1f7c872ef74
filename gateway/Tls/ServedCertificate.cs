using System.Net.Security;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Tls;

/// <summary>
/// The certificate that new connections get. Its files are compared with what was read, at most every ten seconds and only when somebody connects; new ones are taken when they can be used, and otherwise
/// the old ones stay and the log says why.
/// </summary>
internal sealed class ServedCertificate
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly TlsLog _log;
    private readonly Lock _looking = new();
    private SslServerAuthenticationOptions _current;
    private string _digest;
    private DateTimeOffset _expires;
    private long _looked;

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public ServedCertificate(IOptions<TlsOptions> options, TimeProvider time, ILogger<ServedCertificate> logger)
    {
        (_options, _time, _log) = (options.Value, time, new TlsLog(logger));
        _digest = Digest();
        _looked = time.GetTimestamp();
        var read = CertificateReader.Read(_options, time.GetUtcNow());
        _current = read.Problem is null ? Served(read) : throw new IOException(read.Problem);
    }

    /// <summary>How a connection that begins now is secured. Costs a comparison, and every ten seconds the reading of two small files.</summary>
    public SslServerAuthenticationOptions Current
    {
        get
        {
            if (_time.GetElapsedTime(Volatile.Read(ref _looked)) >= Period && _looking.TryEnter())
            {
                try
                {
                    Look();
                }
                finally
                {
                    _looking.Exit();
                }
            }

            return Volatile.Read(ref _current);
        }
    }

    private void Look()
    {
        Volatile.Write(ref _looked, _time.GetTimestamp());
        var now = _time.GetUtcNow();
        var digest = Digest();
        if (digest != _digest)
        {
            // A pair of which only one is written yet is told once, and read again when the other has changed too.
            _digest = digest;
            var read = CertificateReader.Read(_options, now);
            if (read.Problem is { } problem)
            {
                _log.NotTaken(problem);
            }
            else
            {
                Volatile.Write(ref _current, Served(read));
                _log.Taken(_options.Certificate, _expires);
            }
        }

        if (now > _expires)
        {
            _log.Expired(_options.Certificate, _expires);
            _expires = DateTimeOffset.MaxValue;
        }
    }

    private SslServerAuthenticationOptions Served(CertificateResult read)
    {
        _expires = new DateTimeOffset(read.Leaf!.NotAfter);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(read.Leaf, read.Chain, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
    }

    /// <summary>Of both files' content: times and links say less.</summary>
    private string Digest()
    {
        if (_options.Certificate == TlsOptions.Development)
            return "";
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(File.ReadAllBytes(_options.Certificate));
            if (_options.Key.Length > 0)
                hash.AppendData(File.ReadAllBytes(_options.Key));
            return Convert.ToHexString(hash.GetHashAndReset());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.GetType().Name;
        }
    }
}
