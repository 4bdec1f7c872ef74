using System.Reflection;
using System.Reflection.Emit;
using Orleans.Runtime;

namespace Actors.Engine.Calls;

/// <summary>Writes the call class of one method; see <see cref="ProxyEmitter"/> for how it looks.</summary>
internal static class CallEmitter
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>What the proxy needs of it: how to make it, where to put the arguments, how to send it.</summary>
    public sealed record EmittedCall(ConstructorInfo Constructor, FieldInfo[] Arguments, MethodInfo Send);

    public static EmittedCall Emit(ModuleBuilder module, string name, MethodShape shape)
    {
        var result = shape.Method.ReturnType;
        var parent = result.IsGenericType ? typeof(TaskCall<>).MakeGenericType(result.GetGenericArguments()) : typeof(TaskCall);
        var call = module.DefineType(name, TypeAttributes.NotPublic | TypeAttributes.Sealed, parent);
        var parentConstructor = parent.GetConstructor(Any, [typeof(MethodShape)])!;
        var constructor = call.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(MethodShape)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, parentConstructor);
        il.Emit(OpCodes.Ret);

        var callerToken = typeof(GrainCall).GetField(nameof(GrainCall.CallerToken))!;
        var calleeToken = typeof(GrainCall).GetField(nameof(GrainCall.CalleeToken))!;
        var given = shape.Parameters.Select((p, i) => i == shape.TokenIndex ? callerToken : (FieldInfo)call.DefineField("a" + i, p.ParameterType, FieldAttributes.Public)).ToArray();
        EmitInvoke(call, shape, [.. given.Select(field => field == callerToken ? calleeToken : field)]);
        EmitGetArgument(call, shape, given);
        EmitSetArgument(call, shape, given);
        call.CreateType();

        var send = typeof(GrainReference).GetMethods(Any).Single(m => m.Name == nameof(GrainReference.SendCall) && m.IsGenericMethodDefinition == result.IsGenericType);
        return new EmittedCall(constructor, given, result.IsGenericType ? send.MakeGenericMethod(result.GetGenericArguments()) : send);
    }

    private static void EmitInvoke(TypeBuilder call, MethodShape shape, FieldInfo[] seen)
    {
        var il = Override(call, typeof(GrainCall).GetMethod(nameof(GrainCall.InvokeTarget))!);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, shape.InterfaceType);
        foreach (var field in seen)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, shape.Method);
        var result = shape.Method.ReturnType;
        if (result == typeof(void))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        }
        else if (result.IsValueType)
        {
            var local = il.DeclareLocal(result);
            il.Emit(OpCodes.Stloc, local);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Call, result.GetMethod(nameof(ValueTask.AsTask))!);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitGetArgument(TypeBuilder call, MethodShape shape, FieldInfo[] given)
    {
        var parent = typeof(GrainCall).GetMethod(nameof(GrainCall.GetArgument))!;
        var il = Override(call, parent);
        ForEachArgument(il, shape, given, field =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
            if (field.FieldType.IsValueType) il.Emit(OpCodes.Box, field.FieldType);
        });
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, parent);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitSetArgument(TypeBuilder call, MethodShape shape, FieldInfo[] given)
    {
        var parent = typeof(GrainCall).GetMethod(nameof(GrainCall.SetArgument))!;
        var il = Override(call, parent);
        ForEachArgument(il, shape, given, field =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Unbox_Any, field.FieldType);
            il.Emit(OpCodes.Stfld, field);
        });
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, parent);
        il.Emit(OpCodes.Ret);
    }

    private static void ForEachArgument(ILGenerator il, MethodShape shape, FieldInfo[] given, Action<FieldInfo> emit)
    {
        for (var i = 0; i < given.Length; i++)
        {
            if (i == shape.TokenIndex) continue;
            var next = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Bne_Un, next);
            emit(given[i]);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(next);
        }
    }

    private static ILGenerator Override(TypeBuilder type, MethodInfo parent)
    {
        var method = type.DefineMethod(parent.Name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig,
            parent.ReturnType, [.. parent.GetParameters().Select(p => p.ParameterType)]);
        type.DefineMethodOverride(method, parent);
        return method.GetILGenerator();
    }
}
