namespace Actors.Engine.Activations;

/// <summary>An execution context without any ambient values. Grain code starts in it, as it would in another process.</summary>
internal static class CleanContext
{
    public static readonly ExecutionContext Value = Capture();

    private static ExecutionContext Capture()
    {
        // A thread that is started without flow has the empty context; there is no other way to get hold of it.
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }
}
