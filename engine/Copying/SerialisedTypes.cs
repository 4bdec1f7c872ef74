using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using System.Numerics;
using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Copying;

/// <summary>Which types Orleans serialises by itself.</summary>
internal static class SerialisedTypes
{
    private static readonly FrozenSet<Type> Immutables = new[]
    {
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(Uri), typeof(Version),
        typeof(Int128), typeof(UInt128), typeof(Half), typeof(BigInteger), typeof(Complex), typeof(IPAddress), typeof(IPEndPoint), typeof(CultureInfo), typeof(CancellationToken),
        typeof(GrainId), typeof(GrainType), typeof(IdSpan), typeof(System.Text.Rune),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> Collections = new[]
    {
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(LinkedList<>), typeof(SortedDictionary<,>), typeof(SortedList<,>), typeof(SortedSet<>),
        typeof(Collection<>), typeof(ReadOnlyCollection<>), typeof(ReadOnlyDictionary<,>), typeof(KeyValuePair<,>), typeof(Nullable<>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableQueue<>), typeof(ImmutableStack<>), typeof(System.Collections.Concurrent.ConcurrentDictionary<,>), typeof(System.Collections.Concurrent.ConcurrentQueue<>),
    }.ToFrozenSet();

    /// <summary>Values that nobody can change: they need no copy.</summary>
    public static bool IsKnownImmutable(Type type) =>
        type.IsPrimitive || type.IsEnum || Immutables.Contains(type) || typeof(GrainReference).IsAssignableFrom(type) || typeof(Type).IsAssignableFrom(type);

    public static bool IsCollection(Type type) => type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition());

    public static bool IsTuple(Type type) => type.IsGenericType && typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(type)
        && type.FullName!.StartsWith(type.IsValueType ? "System.ValueTuple`" : "System.Tuple`", StringComparison.Ordinal);

    public static bool IsGenerated(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    public static bool IsPromisedImmutable(Type type) => type.IsDefined(typeof(ImmutableAttribute), inherit: false);

    /// <summary>Exceptions of the framework and the engine cross as they are; others must say which members belong to them.</summary>
    public static bool IsFrameworkException(Type type) =>
        typeof(Exception).IsAssignableFrom(type) && (type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal) || space.StartsWith("Microsoft.", StringComparison.Ordinal)));
}
