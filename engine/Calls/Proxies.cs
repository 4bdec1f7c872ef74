using System.Runtime.ExceptionServices;
using Orleans.Runtime;

namespace Actors.Engine.Calls;

/// <summary>The emitted code of each interface: written once in a process, when the interface is first used.</summary>
internal static class Proxies
{
    public static Func<GrainEngine, GrainId, GrainReference> Of(Type interfaceType) =>
        typeof(Emitted<>).MakeGenericType(interfaceType).GetMethod(nameof(Emitted<object>.Create))!.CreateDelegate<Func<Func<GrainEngine, GrainId, GrainReference>>>()();

    private static class Emitted<TInterface>
    {
        private static readonly object Outcome = Emit();

        public static Func<GrainEngine, GrainId, GrainReference> Create()
        {
            if (Outcome is ExceptionDispatchInfo failure) failure.Throw();
            return (Func<GrainEngine, GrainId, GrainReference>)Outcome;
        }

        private static object Emit()
        {
            try
            {
                return ProxyEmitter.Emit(typeof(TInterface));
            }
            catch (NotSupportedException exception)
            {
                return ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
