using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Configuration;

namespace Actors.Cli;

/// <summary><c>actors check PATH...</c>: reads configuration and prints every error and warning.</summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Directories with an app.yaml, or yaml files, also those beside an app.yaml.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the errors and warnings as JSON." };
        var command = new Command("check", "Checks an app's configuration and prints every error and warning; exit status 1 when there is an error.") { paths, json };
        command.SetAction(parsed => Check(parsed.GetRequiredValue(paths), parsed.GetValue(json)));
        return command;
    }

    private static int Check(string[] paths, bool json)
    {
        var found = paths.SelectMany(FoundIn).Distinct().ToArray();
        var isGood = found.All(static each => each.Severity == ConfigurationSeverity.Warning);
        if (json)
            System.Console.WriteLine(JsonSerializer.Serialize(found, Json));
        else
            foreach (var each in found)
                System.Console.WriteLine(each);
        if (isGood && !json)
            System.Console.WriteLine("ok");
        return isGood ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static IEnumerable<ConfigurationError> FoundIn(string path)
    {
        if (NeighbourFiles.Names.Contains(Path.GetFileName(path)) && File.Exists(path))
            return NeighbourFiles.Check(path, Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(path)));
        var source = AppSource.Find(path);
        if (source.Problem is { } problem)
            return [problem];
        var file = Path.GetRelativePath(Environment.CurrentDirectory, source.Value!.File);
        return AppCheck.Of(AppOnDisk.Read(source.Value, file));
    }
}
