using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Copying;

/// <summary>The copying of one message: what was met twice is one object in the copy too.</summary>
internal sealed class CopyRun
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="NotSupportedException">A network could not carry the value.</exception>
    public object? Copy(object? value)
    {
        if (value is null) return null;
        var type = value.GetType();
        if (SerialisedTypes.IsKnownImmutable(type)) return value;
        if (_copies.TryGetValue(value, out var known)) return known;
        if (value is Array array) return CopyArray(array);
        if (SerialisedTypes.IsGenerated(type))
        {
            // What is promised to be immutable travels as it is on one machine, and over a network all the same: whether it can is seen by copying it.
            var copy = CopyMembers(value, type);
            return SerialisedTypes.IsPromisedImmutable(type) ? value : copy;
        }

        if (SerialisedTypes.IsFrameworkException(type)) return CopyMembers(value, type);
        if (SerialisedTypes.IsCollection(type) || SerialisedTypes.IsTuple(type)) return CopyCollection(value, type);
        if (type == typeof(object)) return new object();
        throw new NotSupportedException(Refusal(value, type));
    }

    private static string Refusal(object value, Type type)
    {
        var remedy = value switch
        {
            IAddressable => "Pass a reference: this.AsReference<T>(), or IGrainFactory.CreateObjectReference for an observer.",
            Exception => "Give it [GenerateSerializer] and its members an [Id], so that it can cross a grain call.",
            IEnumerable when type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.Name.StartsWith('<') =>
                "It is a collection that the compiler made up (a collection expression as an interface, or a lazy query): make it an array or a List.",
            _ => "Give it [GenerateSerializer] and its members an [Id], or send something else.",
        };
        return $"{type} cannot cross a grain call: it has no [GenerateSerializer], and Orleans does not serialise it by itself. {remedy}";
    }

    private Array CopyArray(Array array)
    {
        var copy = (Array)array.Clone();
        _copies[array] = copy;
        if (SerialisedTypes.IsKnownImmutable(array.GetType().GetElementType()!)) return copy;
        var index = new int[array.Rank];
        for (var i = 0L; i < array.LongLength; i++)
        {
            var rest = i;
            for (var d = array.Rank - 1; d >= 0; d--)
            {
                index[d] = (int)(rest % array.GetLength(d));
                rest /= array.GetLength(d);
            }

            copy.SetValue(Copy(array.GetValue(index)), index);
        }

        return copy;
    }

    private object CopyMembers(object value, Type type)
    {
        var copy = RuntimeHelpers.GetUninitializedObject(type);
        _copies[value] = copy;
        if (value is Exception exception) CopyExceptionBase(exception, (Exception)copy);
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType) && level != typeof(Exception); level = level.BaseType)
        {
            if (SerialisedTypes.IsFrameworkException(level)) CopyFields(value, copy, level.GetFields(Declared));
            else CopyFields(value, copy, level.GetFields(Declared).Where(HasId));
        }

        return copy;
    }

    private void CopyFields(object value, object copy, IEnumerable<FieldInfo> fields)
    {
        foreach (var field in fields)
        {
            var member = field.GetValue(value);
            var promised = field.IsDefined(typeof(ImmutableAttribute)) || PropertyOf(field)?.IsDefined(typeof(ImmutableAttribute)) == true;
            field.SetValue(copy, promised ? member : Copy(member));
        }
    }

    /// <summary>Only numbered members travel: another member is its type's default on the other side.</summary>
    private static bool HasId(FieldInfo field) => field.IsDefined(typeof(IdAttribute)) || PropertyOf(field)?.IsDefined(typeof(IdAttribute)) == true;

    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? field.DeclaringType!.GetProperty(field.Name[1..end], Declared) : null;

    private object CopyCollection(object value, Type type)
    {
        if (SerialisedTypes.IsTuple(type) || type.IsValueType) return CopyWhole(value, type);
        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        if (value is IDictionary dictionary && type.GetConstructor(Type.EmptyTypes) is not null) return CopyDictionary(dictionary, type);
        if (name.StartsWith("Immutable", StringComparison.Ordinal)) return CopyImmutable((IEnumerable)value, type, name);
        if (name is "ReadOnlyCollection" or "ReadOnlyDictionary") return CopyWhole(value, type);
        return CopySequence((IEnumerable)value, type, reverse: name == "Stack");
    }

    private object CopyWhole(object value, Type type)
    {
        var copy = type.IsValueType ? value : RuntimeHelpers.GetUninitializedObject(type);
        if (!type.IsValueType) _copies[value] = copy;
        copy = RuntimeHelpers.GetObjectValue(copy);
        CopyFields(value, copy, type.GetFields(Declared));
        return copy;
    }

    private object CopyDictionary(IDictionary dictionary, Type type)
    {
        // The comparer is kept where the type has one: it is one of the framework's in every message that a network could carry.
        var comparer = type.GetProperty("Comparer")?.GetValue(dictionary);
        var constructor = comparer is null ? null : type.GetConstructors().FirstOrDefault(c => c.GetParameters() is [{ } only] && only.ParameterType.IsInstanceOfType(comparer) && only.Name == "comparer");
        var copy = (IDictionary)(constructor?.Invoke([comparer]) ?? Activator.CreateInstance(type)!);
        _copies[dictionary] = copy;
        foreach (DictionaryEntry entry in dictionary) copy.Add(Copy(entry.Key)!, Copy(entry.Value));
        return copy;
    }

    private object CopySequence(IEnumerable value, Type type, bool reverse)
    {
        var items = value.Cast<object?>().Select(Copy).ToList();
        if (reverse) items.Reverse();
        var typed = Typed(items, type.GetGenericArguments()[0]);
        var copy = type.GetProperty("Comparer")?.GetValue(value) is { } comparer ? Activator.CreateInstance(type, typed, comparer)! : Activator.CreateInstance(type, typed)!;
        _copies[value] = copy;
        return copy;
    }

    private object CopyImmutable(IEnumerable value, Type type, string name)
    {
        var element = type.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
        var typed = Typed([.. value.Cast<object?>().Select(Copy)], element);
        var factory = type.Assembly.GetType("System.Collections.Immutable." + name)!;
        var create = factory.GetMethods().Single(m => m.Name == "CreateRange" && m.GetParameters() is [{ ParameterType: var only }]
            && only.IsGenericType && only.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        var copy = create.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [typed])!;
        _copies[value] = copy;
        return copy;
    }

    private static Array Typed(List<object?> items, Type element)
    {
        var typed = Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++) typed.SetValue(items[i], i);
        return typed;
    }

    private void CopyExceptionBase(Exception exception, Exception copy)
    {
        MessageOf(copy) = MessageOf(exception);
        InnerOf(copy) = (Exception?)Copy(exception.InnerException);
        copy.HResult = exception.HResult;
        if (exception.StackTrace is { } trace) ExceptionDispatchInfo.SetRemoteStackTrace(copy, trace);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? MessageOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerOf(Exception exception);
}
