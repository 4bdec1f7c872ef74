namespace Actors.Engine.Calls;

/// <summary>A call without a result. Proxies derive a class for each method.</summary>
internal abstract class TaskCall(MethodShape shape) : GrainCall(shape)
{
    private TaskCompletionSource? _completion;
    private Task? _immediate;

    /// <summary>What the caller awaits; valid once the call was sent, on the sending thread.</summary>
    internal Task Outcome => _completion?.Task ?? _immediate ?? Task.CompletedTask;

    internal override object? ValueOf(Task task) => null;

    private protected override void CreateCompletion() => _completion ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private protected override void Complete(Task task)
    {
        if (Shape.OneWay) return;
        if (task.IsFaulted && Engine.Copier is { } copier) task = Task.FromException(copier.CopyException(task.Exception.InnerException!));
        if (!IsPrepared) _immediate = task;
        else if (TrySettle()) _completion!.TrySetFromTask(task);
    }

    private protected override Task FailedTask(Exception exception) => Task.FromException(exception);

    private protected override void SetFailed(Exception exception) => _completion!.TrySetException(exception);

    private protected override void SetCancelled(CancellationToken token) => _completion!.TrySetCanceled(token);
}

/// <summary>A call with a result. Proxies derive a class for each method.</summary>
internal abstract class TaskCall<TResult>(MethodShape shape) : GrainCall(shape)
{
    private TaskCompletionSource<TResult>? _completion;
    private Task<TResult>? _immediate;

    /// <summary>What the caller awaits; valid once the call was sent, on the sending thread.</summary>
    internal Task<TResult> Outcome => _completion?.Task ?? _immediate!;

    internal override object? ValueOf(Task task) => Await.Value((Task<TResult>)task);

    private protected override void CreateCompletion() => _completion ??= new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);

    private protected override void Complete(Task task)
    {
        // A filter's task carries an object, because a filter may replace the result.
        var typed = task as Task<TResult> ?? Typed(task);
        if (Engine.Copier is { } copier) typed = Copied(typed, copier);
        if (!IsPrepared) _immediate = typed;
        else if (TrySettle()) _completion!.TrySetFromTask(typed);
    }

    private protected override Task FailedTask(Exception exception) => Task.FromException<TResult>(exception);

    private protected override void SetFailed(Exception exception) => _completion!.TrySetException(exception);

    private protected override void SetCancelled(CancellationToken token) => _completion!.TrySetCanceled(token);

    private static Task<TResult> Typed(Task task)
    {
        if (task.IsFaulted) return Task.FromException<TResult>(task.Exception.InnerException!);
        if (task.IsCanceled) return Task.FromCanceled<TResult>(new CancellationToken(canceled: true));
        try
        {
            return Task.FromResult((TResult)Await.Value((Task<object?>)task)!);
        }
        catch (Exception exception) when (exception is InvalidCastException or NullReferenceException)
        {
            return Task.FromException<TResult>(new InvalidCastException($"A call filter set a result that is no {typeof(TResult)}.", exception));
        }
    }

    private Task<TResult> Copied(Task<TResult> task, Copying.DeepCopier copier)
    {
        try
        {
            if (task.IsFaulted) return Task.FromException<TResult>(copier.CopyException(task.Exception.InnerException!));
            if (task.IsCanceled || Shape.Method.ReturnParameter.IsDefined(typeof(Orleans.ImmutableAttribute), false)) return task;
            return Task.FromResult(copier.Copy(Await.Value(task)));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Task.FromException<TResult>(exception);
        }
    }
}
