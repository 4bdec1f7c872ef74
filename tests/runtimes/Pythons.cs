using System.Reflection;
using Xunit.Sdk;

namespace Actors.Runtimes.Tests;

/// <summary>Finds the interpreters that tests run in.</summary>
internal static class Pythons
{
    /// <summary>The binary of a runtime, or null.</summary>
    public static string? Find(string runtime)
    {
        var number = runtime switch { "python27" => "2.7", "python3" => "3", _ => $"3.{runtime[7..]}" };
        var versions = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        var ofPyenv = Directory.Exists(versions) ? Directory.GetDirectories(versions, number + ".*").Select(directory => $"{directory}/bin/python{number}") : [];
        return new[] { $"/usr/bin/python{number}" }.Concat(ofPyenv).FirstOrDefault(File.Exists);
    }

    public static string Get(string runtime) => Find(runtime) ?? throw new InvalidOperationException($"No interpreter for {runtime}.");
}

/// <summary>A theory's row with a runtime; skipped when it has no interpreter here.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OnPythonAttribute : DataAttribute
{
    private readonly object[] _row;

    public OnPythonAttribute(string runtime, params object[] more)
    {
        _row = [runtime, .. more];
        Skip = Pythons.Find(runtime) is null ? $"There is no interpreter for {runtime} on this machine." : null;
    }

    /// <summary>Whether the row is for a silo that runs as root.</summary>
    public bool NeedsRoot
    {
        get => false;
        set => Skip ??= value && !Environment.IsPrivilegedProcess ? "Users can only be changed by root." : null;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [_row];
}
