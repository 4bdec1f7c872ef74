using System.Reflection;
using System.Runtime.ExceptionServices;
using Actors.Engine.Activations;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Actors.Engine.Calls;

/// <summary>A call on its way through the filters to the grain.</summary>
internal sealed class FilteredCall : IIncomingGrainCallContext
{
    private readonly Activation _activation;
    private readonly GrainCall _call;
    private readonly IIncomingGrainCallFilter[] _filters;
    private int _stage;
    private object? _replaced;
    private bool _isReplaced;

    private FilteredCall(Activation activation, GrainCall call, object grain, IIncomingGrainCallFilter[] filters)
    {
        _activation = activation;
        _call = call;
        _filters = filters;
        Grain = grain;
    }

    public object Grain { get; }

    public IInvokable Request => _call;

    public GrainId TargetId => _activation.GrainId;

    public IGrainContext TargetContext => _activation;

    public MethodInfo InterfaceMethod => _call.Shape.Method;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = Grain.GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public string InterfaceName => _call.Shape.InterfaceName;

    public string MethodName => _call.Shape.Name;

    public Response? Response { get; set; }

    public object? Result
    {
        get => _isReplaced ? _replaced : Response?.Result;
        set
        {
            _replaced = value;
            _isReplaced = true;
        }
    }

    public static async Task<object?> Run(Activation activation, GrainCall call, object grain, IIncomingGrainCallFilter[] filters)
    {
        var filtered = new FilteredCall(activation, call, grain, filters);
        await filtered.Invoke();
        if (filtered is { _isReplaced: false, Response.Exception: { } exception }) ExceptionDispatchInfo.Throw(exception);
        return filtered.Result;
    }

    public async Task Invoke()
    {
        if (_stage < _filters.Length)
        {
            await _filters[_stage++].Invoke(this);
            return;
        }

        var task = _call.InvokeTarget(Grain);
        try
        {
            await task;
            Response = Response.FromResult(_call.ValueOf(task));
        }
        catch (Exception exception)
        {
            // Kept as the outcome too: a filter that swallows it may still look at it, or set a result instead.
            Response = Response.FromException(exception);
            throw;
        }
    }
}
