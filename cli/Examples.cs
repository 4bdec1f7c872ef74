using System.CommandLine;

namespace Actors.Cli;

/// <summary>The examples that a command's help shows.</summary>
internal static class Examples
{
    /// <summary>A command with examples, each a command line and perhaps what it does.</summary>
    internal interface IHasExamples
    {
        /// <summary>The examples.</summary>
        IReadOnlyList<string> Examples { get; }
    }

    /// <summary>The examples of a command; empty when it has none.</summary>
    public static IReadOnlyList<string> Of(Command command) => (command as IHasExamples)?.Examples ?? [];
}

/// <summary>A command with examples.</summary>
internal class ExampleCommand(string name, string description, params string[] examples) : Command(name, description), Examples.IHasExamples
{
    public IReadOnlyList<string> Examples => examples;
}
