using System.CommandLine;
using System.Text.Json.Nodes;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;

namespace Actors.Cli.Traffic;

/// <summary><c>actors traffic APP[/SERVICE] [VERSION=WEIGHT...]</c>: shows a service's traffic, or splits it.</summary>
internal static class TrafficCommand
{
    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "traffic", "Shows a service's traffic, or splits it over versions.",
            "actors traffic guestbook", "actors traffic guestbook v1=90% v2=10%", "actors traffic guestbook v1=1 v2=1 --split-by cookie", "actors traffic guestbook v2=1 --if-match \"$STATE\"");
        var service = ServiceName.Required(command);
        var shares = new Argument<Dictionary<string, double>>("VERSION=WEIGHT") { Description = "Versions and their weights: v1=90% v2=10%, or v1=9 v2=1. Without, the traffic is shown.", Arity = ArgumentArity.ZeroOrMore, CustomParser = Read };
        var splitBy = new Option<string?>("--split-by") { Description = "How a request finds its version: ip, cookie or random. Default as it is.", HelpName = "HOW" };
        ServiceName.CompleteVersions(command, shares, service, "=");
        splitBy.AcceptOnlyFromAmong("ip", "cookie", "random");
        var state = TrafficState.Option();
        command.Arguments.Add(service);
        command.Arguments.Add(shares);
        command.Options.Add(splitBy);
        command.Options.Add(state);
        command.Validators.Add(result =>
        {
            if (result.GetResult(shares) is null or { Tokens.Count: 0 } && (result.GetResult(splitBy) is not null || result.GetResult(state) is not null))
                result.AddError("--split-by and --if-match go with VERSION=WEIGHT.");
        });
        return command.Does(async (parsed, silo, cancellationToken) =>
        {
            var path = $"{parsed.GetRequiredValue(service).Path}/traffic";
            var wanted = parsed.GetValue(shares);
            var answer = wanted is not { Count: > 0 }
                ? await silo.GetAsync(path, cancellationToken)
                : await silo.SendAsync(HttpMethod.Put, path, Body(wanted, parsed.GetValue(splitBy)), parsed.GetValue(state), cancellationToken);
            return TrafficOutput.Write(command.Terminal, answer, command.IsJson(parsed), host.Time);
        });
    }

    private static JsonObject Body(Dictionary<string, double> shares, string? splitBy)
    {
        var weights = new JsonObject();
        foreach (var (version, weight) in shares)
            weights[version] = weight;
        var body = new JsonObject { ["shares"] = weights };
        if (splitBy is not null)
            body["splitBy"] = splitBy;
        return body;
    }

    private static Dictionary<string, double> Read(System.CommandLine.Parsing.ArgumentResult result)
    {
        var shares = new Dictionary<string, double>();
        foreach (var token in result.Tokens.Select(static token => token.Value))
        {
            if (token.Split('=') is not [{ Length: > 0 } version, var text] || Amounts.Share(text) is not ( > 0 and var weight))
                result.AddError($"\"{token}\" is no VERSION=WEIGHT; write it as v2=10% or v2=1.");
            else if (!shares.TryAdd(version, weight))
                result.AddError($"The version '{version}' is named twice.");
        }

        return shares;
    }
}
