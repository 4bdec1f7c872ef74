using Actors.Console;
using Actors.Gateway;
using Actors.Gateway.SignIn;
using Actors.Gateway.Tls;
using Actors.Runtimes;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Sandbox;
using Actors.Runtimes.VersionZygotes;
using Actors.Storage;

namespace Actors.Silo;

/// <summary>The settings of one run: appsettings.json, over it environment variables, over it the command line.</summary>
internal static class Settings
{
    /// <summary>Reads them.</summary>
    public static IConfigurationRoot Read(ServeArguments arguments)
    {
        var builder = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
            .AddEnvironmentVariables();
        var settings = builder.Build();
        var data = arguments.Data ?? settings["DataDirectory"] ?? DataDirectory.Default();
        var given = new Dictionary<string, string?>
        {
            ["DataDirectory"] = Path.GetFullPath(data),
            [$"{StorageOptions.Section}:DataDirectory"] = Path.GetFullPath(data),
        };
        if (arguments.Port is { } port)
            given[$"{GatewayOptions.Section}:Port"] = $"{port}";
        if (arguments.TlsPort is { } tlsPort)
            given[$"{TlsOptions.Section}:Port"] = $"{tlsPort}";
        if (arguments.H2cPort is { } h2cPort)
            given[$"{GatewayOptions.Section}:H2cPort"] = $"{h2cPort}";
        if (arguments.AdminPort is { } adminPort)
            given[$"{AdminOptions.Section}:Port"] = $"{adminPort}";
        if (arguments.LogFormat is { } format)
            given[Logs.FormatSetting] = format;
        var logs = settings[Logs.DirectorySetting] ?? Path.Combine(data, "logs");
        given[Logs.DirectorySetting] = logs.Length == 0 ? "" : Path.GetFullPath(logs);
        const string KeyFile = $"{SignInOptions.Section}:{nameof(SignInOptions.KeyFile)}";
        given[KeyFile] = Path.GetFullPath(settings[KeyFile] is { Length: > 0 } key ? key : Path.Combine(data, "sign-in.key"));
        return builder.AddInMemoryCollection(given).Build();
    }

    /// <summary>Checks all settings.</summary>
    /// <returns>The runtimes' settings.</returns>
    /// <exception cref="SettingsException">Some are wrong; all are named.</exception>
    public static RuntimeOptions Check(IConfigurationRoot settings)
    {
        var problems = SettingsCheck.Problems(settings, SiloHost.Sections, SiloHost.AddOptions);
        var runtimes = problems.Any(problem =>
            problem.StartsWith("Runtimes:", StringComparison.Ordinal) || problem.StartsWith($"{SandboxOptions.Section}:", StringComparison.Ordinal)) ? null : Runtimes(settings);
        return runtimes is null || problems.Count > 0 || runtimes.Validate().Count > 0
            ? throw new SettingsException([.. problems, .. runtimes?.Validate() ?? []])
            : runtimes;
    }

    private static RuntimeOptions Runtimes(IConfiguration settings)
    {
        var section = settings.GetSection("Runtimes");
        var standard = new RuntimeOptions { DataDirectory = settings["DataDirectory"]!, PythonFiles = Path.Combine(AppContext.BaseDirectory, "python") };
        return standard with
        {
            Interpreters = section.GetSection(nameof(RuntimeOptions.Interpreters)).GetChildren().ToDictionary(entry => entry.Key, entry => entry.Value ?? ""),
            FirstUid = section.GetValue(nameof(RuntimeOptions.FirstUid), standard.FirstUid),
            SeparateUsers = section.GetValue(nameof(RuntimeOptions.SeparateUsers), standard.SeparateUsers),
            SpawnTimeout = section.GetValue(nameof(RuntimeOptions.SpawnTimeout), standard.SpawnTimeout),
            ZygoteTimeout = section.GetValue(nameof(RuntimeOptions.ZygoteTimeout), standard.ZygoteTimeout),
            Sandbox = settings.GetSection(SandboxOptions.Section).Get<SandboxOptions>() ?? standard.Sandbox,
            Outbound = section.GetValue(nameof(RuntimeOptions.Outbound), standard.Outbound),
            Limits = settings.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? standard.Limits,
            KeepBytecode = section.GetValue(nameof(RuntimeOptions.KeepBytecode), standard.KeepBytecode),
            SpareWorkers = section.GetValue(nameof(RuntimeOptions.SpareWorkers), standard.SpareWorkers),
            MergeMemory = section.GetValue(nameof(RuntimeOptions.MergeMemory), standard.MergeMemory),
            VersionZygotes = section.GetSection(nameof(RuntimeOptions.VersionZygotes)).Get<VersionZygoteOptions>() ?? standard.VersionZygotes,
            ZygoteBackOff = section.GetValue(nameof(RuntimeOptions.ZygoteBackOff), standard.ZygoteBackOff),
        };
    }
}
