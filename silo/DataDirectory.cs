namespace Actors.Silo;

/// <summary>Where the silo keeps what lasts and what runs.</summary>
internal static class DataDirectory
{
    /// <summary>The directory to use when none is given: /var/lib/actors for root, whose home workers could not enter, else the user's data directory.</summary>
    public static string Default()
    {
        if (Environment.UserName == "root")
            return "/var/lib/actors";
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(string.IsNullOrEmpty(data) ? Path.Combine(home, ".local", "share") : data, "actors");
    }

    /// <summary>Makes the directory if need be.</summary>
    /// <exception cref="SettingsException">It cannot be written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"the data directory {path} cannot be written: {failure.Message} Give another one with --data DIR."]);
        }
    }
}
