using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using Actors.Cli.Output;

namespace Actors.Cli.Admin;

/// <summary>A command about a running silo: knows where it is, and turns failures into a sentence and an exit status.</summary>
internal sealed class SiloCommand : ExampleCommand
{
    private readonly CliHost _host;
    private readonly AdminAddress _address;
    private readonly Option<bool> _json = new("--json") { Description = "Print what the silo answered, as JSON." };

    public SiloCommand(CliHost host, string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        _host = host;
        _address = new AdminAddress(host);
    }

    /// <summary>Where it writes.</summary>
    public Terminal Terminal => _host.Terminal;

    /// <summary>Whether it writes JSON.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Says what it does, once all its arguments are there.</summary>
    public SiloCommand Does(Func<ParseResult, AdminConnection, CancellationToken, Task<int>> action)
    {
        Options.Add(_json);
        _address.AddTo(this);
        SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                using var silo = Connect(parsed);
                return await action(parsed, silo, cancellationToken);
            }
            catch (AdminFailure failure)
            {
                Terminal.Fail(failure.Message);
                return failure.ExitStatus;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
        });
        return this;
    }

    /// <summary>Offers what the silo answers as completions of an argument; nothing when there is no silo.</summary>
    public void Complete(Argument argument, Func<ParseResult, string> path, Func<JsonElement, string> word)
    {
        argument.HelpName = argument.Name; // else the help shows completions, and asks the silo for them
        argument.CompletionSources.Add(context => IsNext(argument, context) ? Found(context.ParseResult, path, word) : []);
    }

    // Completions of all arguments are asked for, those that have been given and those after the next one too.
    private bool IsNext(Argument argument, CompletionContext context) => argument == Arguments.FirstOrDefault(each =>
        context.ParseResult.GetResult(each) is not { Tokens: { Count: > 0 } given } || given.Count < each.Arity.MaximumNumberOfValues || given[^1].Value == context.WordToComplete);

    private CompletionItem[] Found(ParseResult parsed, Func<ParseResult, string> path, Func<JsonElement, string> word)
    {
        try
        {
            using var silo = Connect(parsed);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            var rows = silo.GetAsync(path(parsed), patience.Token).GetAwaiter().GetResult();
            return [.. rows.EnumerateArray().Select(row => new CompletionItem(word(row)))];
        }
        catch (Exception failure) when (failure is AdminFailure or OperationCanceledException or InvalidOperationException)
        {
            return [];
        }
    }

    private AdminConnection Connect(ParseResult parsed) => new(_address.Of(parsed), _address.TokenOf(parsed), _host.Network());
}
