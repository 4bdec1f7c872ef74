using System.Text.Json;
using Actors.Cli.Output;

namespace Actors.Cli.Instances;

/// <summary>Ids of instances as the command line shows and takes them: their beginnings.</summary>
internal static class InstanceId
{
    private const int Length = 12;

    /// <summary>So much of an id as a table shows.</summary>
    public static string Shown(JsonElement instance) => instance.Text("id") is { Length: > Length } id ? id[..Length] : instance.Text("id");

    /// <summary>An instance's path in the admin API.</summary>
    public static string Path(JsonElement instance) =>
        $"/api/apps/{Escaped(instance, "app")}/services/{Escaped(instance, "service")}/versions/{Escaped(instance, "version")}/instances/{Escaped(instance, "id")}";

    private static string Escaped(JsonElement instance, string name) => Uri.EscapeDataString(instance.Text(name));
}
