using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Actors.Engine.Tests.Conformity;

/// <summary>The names of generic parameters in scope; numbered, since their spelling is nobody's contract.</summary>
public sealed record GenericNames(ImmutableArray<string> Type, ImmutableArray<string> Method)
{
    /// <summary>No generic parameter in scope.</summary>
    public static readonly GenericNames None = new([], []);

    internal static GenericNames Of(MetadataReader reader, GenericParameterHandleCollection parameters, ImmutableArray<string> outer)
    {
        var own = parameters.Select(p => reader.GetGenericParameter(p)).ToImmutableArray();
        return outer.IsDefaultOrEmpty && own.All(p => p.Parent.Kind == HandleKind.TypeDefinition)
            ? new([.. own.Select(p => "!" + p.Index)], [])
            : new(outer, [.. own.Select(p => "!!" + p.Index)]);
    }
}
