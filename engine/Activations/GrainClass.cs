using System.Reflection;
using Actors.Engine.State;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Actors.Engine.Activations;

/// <summary>What is known of a grain class before any activation of it.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _factory;
    private readonly ParameterInfo[] _states;
    private readonly bool _takesContext;
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
        var parameters = constructor.GetParameters();
        _states = [.. parameters.Where(p => p.IsDefined(typeof(PersistentStateAttribute)))];
        _takesContext = parameters.Any(p => p.ParameterType == typeof(IGrainContext));
        _needsServices = parameters.Length > _states.Length + (_takesContext ? 1 : 0);
        Type[] own = [.. _takesContext ? [typeof(IGrainContext)] : Type.EmptyTypes, .. _states.Select(p => p.ParameterType)];
        _factory = ActivatorUtilities.CreateFactory(type, own);
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
        object[] own = [.. _takesContext ? [activation] : Array.Empty<object>(), .. _states.Select(p => PersistentState.Create(activation, p))];
        return _factory(_needsServices ? activation.ActivationServices : activation.Engine.Services, own);
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
