using System.Reflection;
using Orleans;
using Orleans.Concurrency;

namespace Actors.Engine.Calls;

/// <summary>What is known of an interface method before any call of it.</summary>
internal sealed class MethodShape
{
    private MethodShape(Type interfaceType, MethodInfo method)
    {
        InterfaceType = interfaceType;
        Method = method;
        Name = method.Name;
        InterfaceName = interfaceType.FullName ?? interfaceType.Name;
        Parameters = method.GetParameters();
        TokenIndex = Array.FindIndex(Parameters, p => p.ParameterType == typeof(CancellationToken));
    }

    public Type InterfaceType { get; }

    public MethodInfo Method { get; }

    public string Name { get; }

    public string InterfaceName { get; }

    public ParameterInfo[] Parameters { get; }

    /// <summary>Position of the cancellation token, or -1.</summary>
    public int TokenIndex { get; }

    public bool AlwaysInterleave { get; private init; }

    public bool ReadOnly { get; private init; }

    public bool OneWay { get; private init; }

    /// <summary>The method's own time-out, or null for the general one.</summary>
    public TimeSpan? Timeout { get; private init; }

    /// <summary>Reads a method's attributes.</summary>
    /// <exception cref="NotSupportedException">The method has a shape that no call can have.</exception>
    public static MethodShape Of(Type interfaceType, MethodInfo method)
    {
        var where = $"{interfaceType.FullName}.{method.Name}";
        if (method.IsGenericMethodDefinition) throw new NotSupportedException($"{where} is generic; grain methods are not.");
        if (method.GetParameters().Any(p => p.ParameterType.IsByRef)) throw new NotSupportedException($"{where} has a ref, in or out parameter, which cannot cross a grain call.");
        var result = method.ReturnType;
        var isTask = result == typeof(Task) || result == typeof(ValueTask);
        var hasValue = result.IsGenericType && (result.GetGenericTypeDefinition() == typeof(Task<>) || result.GetGenericTypeDefinition() == typeof(ValueTask<>));
        if (!isTask && !hasValue && result != typeof(void)) throw new NotSupportedException($"{where} returns {result}; grain methods return Task, Task<T>, ValueTask or ValueTask<T>.");
        var oneWay = result == typeof(void) || method.IsDefined(typeof(OneWayAttribute));
        if (oneWay && hasValue) throw new NotSupportedException($"{where} is one-way and has a result.");
        return new MethodShape(interfaceType, method)
        {
            AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute)),
            ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute)),
            OneWay = oneWay,
            Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout,
        };
    }

    /// <summary>The shape of timer callbacks, which take the same way as calls.</summary>
    public static MethodShape TimerTick(bool interleave) =>
        new(typeof(Activations.ITimerTick), typeof(Activations.ITimerTick).GetMethod(nameof(Activations.ITimerTick.InvokeCallbackAsync))!)
        {
            AlwaysInterleave = interleave,
            OneWay = true,
        };

    public override string ToString() => $"{InterfaceName}.{Name}";
}
