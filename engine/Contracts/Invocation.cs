using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>One call as an object: method, arguments, target.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>True when the method takes a cancellation token.</summary>
    bool IsCancellable { get; }

    /// <summary>The object that is called, or null before it is known.</summary>
    object? GetTarget();

    /// <summary>Sets the object that is called.</summary>
    void SetTarget(ITargetHolder holder);

    /// <summary>Calls the target.</summary>
    ValueTask<Response> Invoke();

    /// <summary>How many arguments, the cancellation token included.</summary>
    int GetArgumentCount();

    /// <summary>An argument by its position from 0.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument by its position from 0.</summary>
    void SetArgument(int index, object value);

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The full name of the interface.</summary>
    string GetInterfaceName();

    /// <summary>Interface and method, for traces.</summary>
    string GetActivityName();

    /// <summary>The interface method.</summary>
    MethodInfo GetMethod();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>The method's own time-out, or null for the general one.</summary>
    TimeSpan? GetDefaultResponseTimeout();

    /// <summary>The cancellation token that the target sees.</summary>
    CancellationToken GetCancellationToken();

    /// <summary>Cancels that token; false when there is none.</summary>
    bool TryCancel();
}

/// <summary>Something that holds the object to be called.</summary>
public interface ITargetHolder
{
    /// <summary>The object.</summary>
    object? GetTarget();

    /// <summary>Another facet of the holder, or null.</summary>
    TComponent? GetComponent<TComponent>() where TComponent : class;
}

/// <summary>The outcome of a call: a value or an exception.</summary>
public abstract class Response : IDisposable
{
    /// <summary>The outcome of a call without a value.</summary>
    public static Response Completed { get; } = new Outcome<object?>(null);

    /// <summary>The value.</summary>
    public abstract object? Result { get; set; }

    /// <summary>The exception, or null.</summary>
    public abstract Exception? Exception { get; set; }

    /// <summary>An outcome with a value.</summary>
    public static Response FromResult<TResult>(TResult value) => new Outcome<TResult>(value);

    /// <summary>An outcome with an exception.</summary>
    public static Response FromException(Exception exception) => new Outcome<object?>(null) { Exception = exception };

    /// <summary>The value, or throws the exception.</summary>
    public abstract T GetResult<T>();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <inheritdoc/>
    public override string ToString() => Exception is { } exception ? exception.ToString() : Result?.ToString() ?? "";

    private sealed class Outcome<TResult>(TResult value) : Response
    {
        private TResult _value = value;

        public override object? Result { get => _value; set => _value = (TResult)value!; }

        public override Exception? Exception { get; set; }

        public override T GetResult<T>()
        {
            if (Exception is { } exception) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
            return (T)(object)_value!;
        }

        public override void Dispose()
        {
        }
    }
}
