using System.Data.Common;

namespace Actors.Storage.Sqlite;

/// <summary>A write on its way through the writer: first run, then, when the commit is on disk, answered.</summary>
internal abstract class PendingWrite
{
    /// <summary>Runs the change. False when it threw: the writer undoes it, and the others go on.</summary>
    public abstract Task<bool> TryRunAsync(DbConnection connection);

    /// <summary>The commit is on disk: answers with the result, or with what the change threw.</summary>
    public abstract void Answer();

    /// <summary>The commit failed: nothing of this write remains.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class PendingWrite<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken) : PendingWrite
{
    // Continuations must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _exception;

    public Task<T> Task => _answer.Task;

    public override async Task<bool> TryRunAsync(DbConnection connection)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _result = await change(connection, cancellationToken);
            return true;
        }
        catch (Exception e)
        {
            _exception = e;
            return false;
        }
    }

    public override void Answer()
    {
        if (_exception is null) _answer.SetResult(_result!);
        else Fail(_exception);
    }

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested) _answer.SetCanceled(cancellationToken);
        else _answer.SetException(exception);
    }
}
