using System.CommandLine;
using System.Globalization;

namespace Actors.Cli.Admin;

/// <summary>
/// Where the silo is, and its token: the options that every command about a running silo has. From strongest to weakest: the options, <c>ACTORS_ADMIN</c>, <c>ACTORS_ADMIN_PORT</c>, port 8000 of this machine.
/// </summary>
internal sealed class AdminAddress
{
    private const int DefaultPort = 8000;
    private readonly CliHost _host;
    private readonly Option<string?> _address;
    private readonly Option<int?> _port;
    private readonly Option<string?> _tokenFile;

    public AdminAddress(CliHost host)
    {
        _host = host;
        _address = new Option<string?>("--admin") { Description = "Address of the silo's admin API, such as https://silo.example.org or 10.0.0.7:8000. Default ACTORS_ADMIN.", HelpName = "ADDRESS" };
        _port = new Option<int?>("--admin-port") { Description = $"Its port, for a silo on this machine. Default ACTORS_ADMIN_PORT, else {DefaultPort}.", HelpName = "N" };
        _tokenFile = new Option<string?>("--admin-token-file") { Description = "A file with its token. Default ACTORS_ADMIN_TOKEN_FILE; ACTORS_ADMIN_TOKEN is the token itself.", HelpName = "FILE" };
        _port.Validators.Add(static result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int?>() is < 1 or > 65535)
                result.AddError("--admin-port is a number from 1 to 65535.");
        });
        _address.Validators.Add(static result =>
        {
            if (Parse(result.GetValueOrDefault<string?>()) is null)
                result.AddError($"--admin \"{result.GetValueOrDefault<string?>()}\" is no address; write it as https://silo.example.org, 10.0.0.7:8000 or 8000.");
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_port);
        command.Options.Add(_address);
        command.Options.Add(_tokenFile);
    }

    /// <summary>Where it is.</summary>
    /// <exception cref="AdminFailure">An environment variable is no address.</exception>
    public Uri Of(ParseResult parsed)
    {
        if (parsed.GetValue(_address) is { } given)
            return Parse(given)!;
        if (parsed.GetValue(_port) is { } port)
            return Loopback(port);
        if (_host.Variable("ACTORS_ADMIN") is { Length: > 0 } address)
            return Parse(address) ?? throw new AdminFailure(ExitCodes.Usage, $"ACTORS_ADMIN is \"{address}\", which is no address; write it as https://silo.example.org, 10.0.0.7:8000 or 8000.");
        if (_host.Variable("ACTORS_ADMIN_PORT") is not { Length: > 0 } text)
            return Loopback(DefaultPort);
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? Loopback(number)
            : throw new AdminFailure(ExitCodes.Usage, $"ACTORS_ADMIN_PORT is \"{text}\", which is no port; give a number from 1 to 65535.");
    }

    /// <summary>The token, or null.</summary>
    /// <exception cref="AdminFailure">Its file cannot be read.</exception>
    public string? TokenOf(ParseResult parsed)
    {
        var file = parsed.GetValue(_tokenFile) ?? (_host.Variable("ACTORS_ADMIN_TOKEN") is { Length: > 0 } ? null : _host.Variable("ACTORS_ADMIN_TOKEN_FILE"));
        if (string.IsNullOrEmpty(file))
            return _host.Variable("ACTORS_ADMIN_TOKEN") is { Length: > 0 } token ? token.Trim() : null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new AdminFailure(ExitCodes.NoSilo, $"The token's file \"{file}\" cannot be read.");
        }
    }

    /// <summary>An address from what somebody wrote: a URL, a host with a port, or a port of this machine; null when it is none.</summary>
    internal static Uri? Parse(string? text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return port is > 0 and <= 65535 ? Loopback(port) : null;
        var url = text is null ? "" : text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0 ? address : null;
    }

    private static Uri Loopback(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
