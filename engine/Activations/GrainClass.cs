using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Actors.Engine.Activations;

/// <summary>What is known of a grain class before any activation of it.</summary>
internal sealed class GrainClass
{
    // Not an expression of ActivatorUtilities: to compile the first one takes as long as a tenth of a silo's start.
    private readonly ConstructorInvoker _constructor;
    private readonly ConstructorArgument[] _arguments;
    private readonly bool _needsServices;

    public GrainClass(Type type, TimeSpan collectionAge)
    {
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, type) ?? NameOf(type);
        CollectionAge = collectionAge;
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MayInterleave = type.GetCustomAttribute<MayInterleaveAttribute>(inherit: true) is { } attribute ? Predicate(type, attribute.CallbackMethodName) : null;
        OverridesOnActivate = Overrides(type, nameof(IGrainBase.OnActivateAsync));
        OverridesOnDeactivate = Overrides(type, nameof(IGrainBase.OnDeactivateAsync));

        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
            ?? throw new OrleansConfigurationException($"The grain class {type} has no public constructor.");
        _constructor = ConstructorInvoker.Create(constructor);
        _arguments = [.. constructor.GetParameters().Select(static parameter => new ConstructorArgument(parameter))];
        _needsServices = _arguments.Any(static argument => argument.IsService);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    /// <summary>How long an activation is idle before it is collected.</summary>
    public TimeSpan CollectionAge { get; }

    public bool IsReentrant { get; }

    /// <summary>The class's own rule of what runs beside what, or null.</summary>
    public Func<object, IInvokable, bool>? MayInterleave { get; }

    public bool OverridesOnActivate { get; }

    public bool OverridesOnDeactivate { get; }

    /// <summary>Makes the grain object of an activation, within its turn.</summary>
    public object Create(Activation activation)
    {
        var services = _needsServices ? activation.ActivationServices : activation.Engine.Services;
        var arguments = new object?[_arguments.Length];
        for (var index = 0; index < arguments.Length; index++)
            arguments[index] = _arguments[index].Value(activation, services);
        return _constructor.Invoke(arguments.AsSpan());
    }

    /// <summary>The class name in lower case, without "grain" at its end: what ids in storage begin with.</summary>
    public static GrainType NameOf(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return GrainType.Create(name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name);
    }

    private static bool Overrides(Type type, string method) =>
        !typeof(Grain).IsAssignableFrom(type) || type.GetMethods().Any(m => m.Name == method && m.DeclaringType != typeof(Grain));

    private static Func<object, IInvokable, bool> Predicate(Type type, string name)
    {
        const BindingFlags anywhere = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        var method = type.GetMethod(name, anywhere, [typeof(IInvokable)]);
        if (method is null || method.ReturnType != typeof(bool))
            throw new OrleansConfigurationException($"[MayInterleave] of {type} names \"{name}\", but there is no method bool {name}(IInvokable).");
        if (!method.IsStatic)
            return (Func<object, IInvokable, bool>)typeof(GrainClass).GetMethod(nameof(OpenInstance), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(type).Invoke(null, [method])!;
        var predicate = method.CreateDelegate<Func<IInvokable, bool>>();
        return (_, call) => predicate(call);
    }

    private static Func<object, IInvokable, bool> OpenInstance<TGrain>(MethodInfo method)
    {
        var predicate = method.CreateDelegate<Func<TGrain, IInvokable, bool>>();
        return (grain, call) => predicate((TGrain)grain, call);
    }
}
