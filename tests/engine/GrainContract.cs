using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Tests;

/// <summary>
/// Reads an assembly's grain and observer interfaces and says what would fail on a cluster: results that are no tasks, and messages or exceptions that no
/// network carries. Uses the public API only, so that it can be compiled into other test projects, and against the real packages.
/// </summary>
public sealed class GrainContract
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(object), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(Uri),
        typeof(Version), typeof(Int128), typeof(UInt128), typeof(Half), typeof(BigInteger), typeof(GrainId), typeof(Type), typeof(System.Net.IPAddress), typeof(System.Net.IPEndPoint),
    ];

    private static readonly HashSet<Type> Collections =
    [
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(SortedDictionary<,>), typeof(SortedSet<>), typeof(KeyValuePair<,>), typeof(Nullable<>),
        typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyDictionary<,>), typeof(IReadOnlySet<>), typeof(IList<>), typeof(ICollection<>), typeof(IDictionary<,>),
        typeof(ISet<>), typeof(IEnumerable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>),
        typeof(ImmutableSortedDictionary<,>), typeof(ImmutableSortedSet<>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
    ];

    private readonly Assembly _assembly;
    private readonly HashSet<Type> _seen = [];
    private readonly List<string> _violations = [];

    private GrainContract(Assembly assembly) => _assembly = assembly;

    /// <summary>One sentence per violation, in all grain and observer interfaces of an assembly and all exceptions it declares; empty when it is sound.</summary>
    public static IReadOnlyList<string> Violations(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Violations(assembly, assembly.GetTypes());
    }

    /// <summary>The same for some types of an assembly.</summary>
    public static IReadOnlyList<string> Violations(Assembly assembly, IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        var contract = new GrainContract(assembly);
        foreach (var type in types)
        {
            if (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)) contract.CheckInterface(type);
            else if (typeof(Exception).IsAssignableFrom(type) && !type.IsAbstract) contract.CheckType(type, "thrown");
        }

        return contract._violations;
    }

    private void CheckInterface(Type type)
    {
        foreach (var method in type.GetMethods())
        {
            var where = $"{type.Name}.{method.Name}";
            if (method.IsGenericMethodDefinition) _violations.Add($"{where} is generic.");
            CheckResult(method.ReturnType, where, typeof(IGrainObserver).IsAssignableFrom(type));
            var parameters = method.GetParameters();
            for (var i = 0; i < parameters.Length; i++)
            {
                if (parameters[i].ParameterType == typeof(CancellationToken))
                {
                    if (i < parameters.Length - 1) _violations.Add($"{where} has a CancellationToken that is not its last parameter.");
                }
                else if (parameters[i].ParameterType.IsByRef) _violations.Add($"{where} has the ref, in or out parameter {parameters[i].Name}.");
                else CheckType(parameters[i].ParameterType, $"{where}({parameters[i].Name})");
            }
        }
    }

    private void CheckResult(Type result, string where, bool isObserver)
    {
        if (result == typeof(Task) || result == typeof(ValueTask) || (isObserver && result == typeof(void))) return;
        var definition = result.IsGenericType ? result.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>)) CheckType(result.GetGenericArguments()[0], $"{where}'s result");
        else _violations.Add($"{where} returns {result.Name}: grain methods return Task, ValueTask or IAsyncEnumerable, and only observers' may return void.");
    }

    private void CheckType(Type type, string where)
    {
        if (type.IsGenericParameter || !_seen.Add(type)) return;
        if (type.IsEnum)
        {
            // Those of the framework are known; whether others are depends on the serialiser's version, and the mark costs nothing.
            if (type.Assembly == _assembly && !type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) _violations.Add($"The enum {type} ({where}) has no [GenerateSerializer].");
            return;
        }

        if (type.IsPrimitive || Known.Contains(type) || typeof(IAddressable).IsAssignableFrom(type)) return;
        if (type.IsArray)
        {
            CheckType(type.GetElementType()!, where);
            return;
        }

        if (type.IsGenericType && (Collections.Contains(type.GetGenericTypeDefinition()) || IsTuple(type)))
        {
            foreach (var argument in type.GetGenericArguments()) CheckType(argument, where);
            return;
        }

        if (IsFrameworkException(type)) return;
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) _violations.Add($"{type} ({where}) has no [GenerateSerializer], and Orleans does not serialise it by itself.");
        else CheckMembers(type);
    }

    private void CheckMembers(Type type)
    {
        var ids = new Dictionary<uint, string>();
        foreach (var field in type.GetFields(Declared).Where(f => !f.IsDefined(typeof(NonSerializedAttribute))))
        {
            MemberInfo member = field.Name.StartsWith('<') && type.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Declared) is { } property ? property : field;
            var id = member.GetCustomAttribute<IdAttribute>()?.Id;
            if (id is null) _violations.Add($"{type}.{member.Name} has no [Id], so it would be lost on the way.");
            else if (!ids.TryAdd(id.Value, member.Name)) _violations.Add($"{type}.{member.Name} has the [Id({id})] of {ids[id.Value]}.");
            CheckType(field.FieldType, $"{type.Name}.{member.Name}");
        }

        // What stands in a member of this type may be of any class derived from it.
        foreach (var derived in _assembly.GetTypes().Where(t => t.BaseType == type)) CheckType(derived, $"derived from {type.Name}");
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) CheckType(parent, $"base of {type.Name}");
    }

    private static bool IsTuple(Type type) => typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(type) && type.Namespace == "System";

    private static bool IsFrameworkException(Type type) =>
        typeof(Exception).IsAssignableFrom(type) && (type.Namespace == "System" || type.Namespace!.StartsWith("System.", StringComparison.Ordinal));
}
