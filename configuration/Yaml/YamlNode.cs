using System.Collections.Immutable;

namespace Actors.Configuration.Yaml;

/// <summary>One value in a YAML file and where it stands.</summary>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1.</param>
public abstract record YamlNode(int Line, int Column)
{
    /// <summary>The file it stands in, as the user named it; null when it was made up. Nodes of several files can be one tree.</summary>
    public string? File { get; init; }

    /// <summary>How an error message names this kind of value.</summary>
    public abstract string Kind { get; }

    /// <summary>Nothing was written where a value could be: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public virtual bool IsNothing => false;

    /// <summary>How many nodes this is with all that is in it; what an alias repeats counts again.</summary>
    internal abstract int Size { get; }
}

/// <summary>Text, a number, a truth value or nothing.</summary>
/// <param name="Text">As written, quotes removed.</param>
/// <param name="Plain">Written without quotes.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1.</param>
public sealed record YamlScalar(string Text, bool Plain, int Line, int Column) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => IsNothing ? "nothing" : "a single value";

    /// <inheritdoc/>
    public override bool IsNothing => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    internal override int Size => 1;
}

/// <summary>A list.</summary>
/// <param name="Items">In order.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1.</param>
public sealed record YamlList(ImmutableArray<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => "a list";

    internal override int Size { get; } = 1 + Items.Sum(static item => item.Size);
}

/// <summary>Keys with values, in the order of the file; a key may stand there twice, which readers report.</summary>
/// <param name="Entries">In order.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1.</param>
public sealed record YamlMap(ImmutableArray<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => "keys with values";

    internal override int Size { get; } = 1 + Entries.Sum(static entry => 1 + entry.Value.Size);
}

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);
