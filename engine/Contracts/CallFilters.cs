using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call as filters see it.</summary>
public interface IGrainCallContext
{
    /// <summary>The call.</summary>
    IInvokable Request { get; }

    /// <summary>The grain object.</summary>
    object Grain { get; }

    /// <summary>The id of the grain.</summary>
    GrainId TargetId { get; }

    /// <summary>The interface method.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>The name of the method.</summary>
    string MethodName { get; }

    /// <summary>The value that the call returns; a filter may change it.</summary>
    object? Result { get; set; }

    /// <summary>The outcome, when the call has been made.</summary>
    Response? Response { get; set; }

    /// <summary>Goes on to the next filter, or to the grain. Throws what the grain throws.</summary>
    Task Invoke();
}

/// <summary>A call as filters on the grain's side see it.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation.</summary>
    IGrainContext TargetContext { get; }

    /// <summary>The method of the grain class.</summary>
    MethodInfo ImplementationMethod { get; }
}

/// <summary>Runs around calls, on the grain's side, in its turns. A grain class may implement it for itself.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Called for each call; goes on by <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>A filter as a delegate.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);
