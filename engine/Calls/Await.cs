using System.Runtime.CompilerServices;

namespace Actors.Engine.Calls;

/// <summary>Reads tasks that are known to be complete, where awaiting would cost a state machine.</summary>
internal static class Await
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TResult Value<TResult>(Task<TResult> completed) => completed.GetAwaiter().GetResult();
}
