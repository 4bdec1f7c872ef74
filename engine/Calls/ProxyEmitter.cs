using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Actors.Engine.Calls;

/// <summary>
/// Writes, for a grain interface, the class that <c>GetGrain</c> returns, and for each of its methods a call class with a typed field per argument:
/// <code>
/// class IFoo+Proxy : GrainReference, IFoo { Task&lt;R&gt; Bar(A a) { var call = new Bar(shape); call.a0 = a; return SendCall(call); } }
/// class Bar : TaskCall&lt;R&gt;               { A a0;  Task InvokeTarget(object target) => ((IFoo)target).Bar(a0); ... }
/// </code>
/// </summary>
internal static class ProxyEmitter
{
    private static readonly ConstructorInfo ReferenceConstructor =
        typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(GrainEngine), typeof(GrainId)])!;

    /// <summary>Makes the function that makes references of one interface.</summary>
    /// <exception cref="NotSupportedException">The type is no interface, or a method has a shape that no call can have.</exception>
    public static Func<GrainEngine, GrainId, GrainReference> Emit(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !typeof(IAddressable).IsAssignableFrom(interfaceType))
            throw new NotSupportedException($"{interfaceType} is not a grain or observer interface.");
        var shapes = interfaceType.GetInterfaces().Prepend(interfaceType)
            .SelectMany(i => i.GetMethods().Where(m => m.IsAbstract).Select(m => MethodShape.Of(i, m))).ToArray();
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Actors.Engine.Proxies"), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("Actors.Engine.Proxies");
        SeeInternals(assembly, shapes, interfaceType);

        var proxy = module.DefineType(interfaceType.FullName + "+Proxy", TypeAttributes.NotPublic | TypeAttributes.Sealed, typeof(GrainReference), [interfaceType]);
        var constructor = EmitConstructor(proxy);
        EmitInterfaceName(proxy, interfaceType);
        for (var i = 0; i < shapes.Length; i++)
        {
            var call = CallEmitter.Emit(module, $"{interfaceType.FullName}+Call{i}{shapes[i].Name}", shapes[i]);
            var shapeField = proxy.DefineField("Shape" + i, typeof(MethodShape), FieldAttributes.Static | FieldAttributes.Assembly);
            EmitMethod(proxy, shapes[i], call, shapeField);
        }

        var create = proxy.DefineMethod("Create", MethodAttributes.Static | MethodAttributes.Public, typeof(GrainReference), [typeof(GrainEngine), typeof(GrainId)]);
        var il = create.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);

        var type = proxy.CreateType();
        for (var i = 0; i < shapes.Length; i++) type.GetField("Shape" + i, BindingFlags.Static | BindingFlags.NonPublic)!.SetValue(null, shapes[i]);
        return type.GetMethod("Create")!.CreateDelegate<Func<GrainEngine, GrainId, GrainReference>>();
    }

    private static void EmitMethod(TypeBuilder proxy, MethodShape shape, CallEmitter.EmittedCall call, FieldBuilder shapeField)
    {
        var types = shape.Parameters.Select(p => p.ParameterType).ToArray();
        var method = proxy.DefineMethod(shape.InterfaceName + "." + shape.Name,
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot, shape.Method.ReturnType, types);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldsfld, shapeField);
        il.Emit(OpCodes.Newobj, call.Constructor);
        for (var i = 0; i < types.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, i + 1);
            il.Emit(OpCodes.Stfld, call.Arguments[i]);
        }

        il.Emit(OpCodes.Call, call.Send);
        var result = shape.Method.ReturnType;
        if (result == typeof(void)) il.Emit(OpCodes.Pop);
        else if (result.IsValueType) il.Emit(OpCodes.Newobj, result.GetConstructor([call.Send.ReturnType])!);
        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(method, shape.Method);
    }

    private static ConstructorBuilder EmitConstructor(TypeBuilder proxy)
    {
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(GrainEngine), typeof(GrainId)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, ReferenceConstructor);
        il.Emit(OpCodes.Ret);
        return constructor;
    }

    private static void EmitInterfaceName(TypeBuilder proxy, Type interfaceType)
    {
        var getter = typeof(GrainReference).GetProperty(nameof(GrainReference.InterfaceName))!.GetMethod!;
        var name = proxy.DefineMethod(getter.Name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.SpecialName, typeof(string), []);
        var il = name.GetILGenerator();
        il.Emit(OpCodes.Ldstr, interfaceType.FullName ?? interfaceType.Name);
        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(name, getter);
    }

    /// <summary>Grain interfaces and messages may be internal to their assembly.</summary>
    private static void SeeInternals(AssemblyBuilder assembly, MethodShape[] shapes, Type interfaceType)
    {
        var constructor = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var types = shapes.SelectMany(s => s.Parameters.Select(p => p.ParameterType).Append(s.Method.ReturnType).Append(s.InterfaceType)).Append(interfaceType);
        foreach (var name in types.SelectMany(WithArguments).Select(t => t.Assembly.GetName().Name!).Distinct())
            assembly.SetCustomAttribute(new CustomAttributeBuilder(constructor, [name]));
    }

    private static IEnumerable<Type> WithArguments(Type type) =>
        type.HasElementType ? WithArguments(type.GetElementType()!) : type.GetGenericArguments().SelectMany(WithArguments).Prepend(type);
}
