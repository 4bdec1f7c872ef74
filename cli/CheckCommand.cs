using System.CommandLine;
using System.Text.Json;
using Actors.Configuration;

namespace Actors.Cli;

/// <summary><c>actors check PATH...</c>: reads configuration and prints every error.</summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Directories with an app.yaml, or yaml files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the errors as JSON." };
        var command = new Command("check", "Checks an app's configuration and prints every error; exit status 1 when there is one.") { paths, json };
        command.SetAction(parsed => Check(parsed.GetRequiredValue(paths), parsed.GetValue(json)));
        return command;
    }

    private static int Check(string[] paths, bool json)
    {
        var errors = paths.SelectMany(ErrorsOf).ToArray();
        if (json)
            System.Console.WriteLine(JsonSerializer.Serialize(errors, Json));
        else
            foreach (var error in errors)
                System.Console.WriteLine(error);
        if (errors.Length == 0 && !json)
            System.Console.WriteLine("ok");
        return errors.Length == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static IEnumerable<ConfigurationError> ErrorsOf(string path)
    {
        var source = AppSource.Find(path);
        if (source.Problem is { } problem)
            return [problem];
        var file = Path.GetRelativePath(Environment.CurrentDirectory, source.Value!.File);
        return AppYamlReader.Read(File.ReadAllText(source.Value.File), file).Errors;
    }
}
