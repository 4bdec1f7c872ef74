using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Actors.Engine.Tests.Conformity;

/// <summary>The public face of one type, as text: its kind and one line per public or protected member. Read from metadata, so that nothing it names must be loadable.</summary>
public sealed record ApiShape(string Name, string Kind, IReadOnlyList<string> Members)
{
    /// <summary>The shapes of all public types (nested ones too) of an assembly, by full name.</summary>
    public static IReadOnlyDictionary<string, ApiShape> Of(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var reader = file.GetMetadataReader();
        var names = new SignatureNames();
        return reader.TypeDefinitions
            .Select(handle => (handle, type: reader.GetTypeDefinition(handle)))
            .Where(t => IsVisible(reader, t.type))
            .Select(t => Read(reader, names, t.handle))
            .ToDictionary(shape => shape.Name, StringComparer.Ordinal);
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    /// <summary>Reads shapes as <see cref="ToString"/> writes them; lines that begin with # are remarks.</summary>
    public static IReadOnlyDictionary<string, ApiShape> Parse(IEnumerable<string> lines)
    {
        var shapes = new Dictionary<string, ApiShape>(StringComparer.Ordinal);
        List<string> members = [];
        foreach (var line in lines.Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                members.Add(line.Trim());
                continue;
            }

            var split = line.LastIndexOf(' ');
            members = [];
            shapes.Add(line[(split + 1)..], new ApiShape(line[(split + 1)..], line[..split], members));
        }

        return shapes;
    }

    /// <summary>Kind, name and members, one member a line.</summary>
    public override string ToString() => $"{Kind} {Name}" + string.Concat(Members.Select(m => "\n    " + m));

    private static ApiShape Read(MetadataReader reader, SignatureNames names, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var context = GenericNames.Of(reader, type.GetGenericParameters(), []);
        var members = new List<string>();
        members.AddRange(MeaningfulAttributes(reader, names, type.GetCustomAttributes()).Select(a => "attribute " + a));
        members.AddRange(type.GetMethods().Select(reader.GetMethodDefinition).Where(m => IsVisible(m.Attributes)).Select(m => MethodLine(reader, names, m, context)));
        members.AddRange(type.GetFields().Select(reader.GetFieldDefinition).Where(f => IsVisible(f.Attributes)).Select(f => FieldLine(reader, names, f, context)));
        var bases = type.GetInterfaceImplementations().Select(i => names.Name(reader, reader.GetInterfaceImplementation(i).Interface, context));
        members.AddRange(bases.Select(b => "implements " + b));
        if (!type.BaseType.IsNil) members.Add("extends " + names.Name(reader, type.BaseType, context));
        members.Sort(StringComparer.Ordinal);
        return new ApiShape(names.GetTypeFromDefinition(reader, handle, 0), KindOf(reader, names, type, context), members);
    }

    private static string KindOf(MetadataReader reader, SignatureNames names, TypeDefinition type, GenericNames context)
    {
        if (type.Attributes.HasFlag(TypeAttributes.Interface)) return "interface";
        return (type.BaseType.IsNil ? "" : names.Name(reader, type.BaseType, context)) switch
        {
            "System.Enum" => "enum",
            "System.ValueType" => "struct",
            "System.MulticastDelegate" => "delegate",
            _ when type.Attributes.HasFlag(TypeAttributes.Abstract | TypeAttributes.Sealed) => "static class",
            _ when type.Attributes.HasFlag(TypeAttributes.Abstract) => "abstract class",
            _ when type.Attributes.HasFlag(TypeAttributes.Sealed) => "sealed class",
            _ => "class",
        };
    }

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string MethodLine(MetadataReader reader, SignatureNames names, MethodDefinition method, GenericNames type)
    {
        var generics = method.GetGenericParameters();
        var context = GenericNames.Of(reader, generics, type.Type);
        var signature = method.DecodeSignature(names, context);
        var scope = (method.Attributes.HasFlag(MethodAttributes.Static) ? "static " : "")
            + ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? "" : "protected ")
            + Dispatch(method.Attributes);
        var arguments = generics.Count == 0 ? "" : "<" + string.Join(", ", context.Method.Zip(generics, (n, g) => Constraint(reader, names, context, n, g))) + ">";
        var parameters = method.GetParameters().Select(reader.GetParameter).Where(p => p.SequenceNumber > 0).ToDictionary(p => p.SequenceNumber);
        var list = signature.ParameterTypes.Select((t, i) => t + Default(reader, parameters.GetValueOrDefault(i + 1)));
        var extra = string.Concat(MeaningfulAttributes(reader, names, method.GetCustomAttributes()).Select(a => " [" + a + "]"));
        return $"method {scope}{signature.ReturnType} {reader.GetString(method.Name)}{arguments}({string.Join(", ", list)}){extra}";
    }

    private static string Dispatch(MethodAttributes attributes) =>
        attributes.HasFlag(MethodAttributes.Abstract) ? "abstract "
        : attributes.HasFlag(MethodAttributes.Virtual) && !attributes.HasFlag(MethodAttributes.Final) ? "virtual " : "";

    private static string Constraint(MetadataReader reader, SignatureNames names, GenericNames context, string name, GenericParameterHandle handle)
    {
        var parameter = reader.GetGenericParameter(handle);
        var constraints = parameter.GetConstraints().Select(c => names.Name(reader, reader.GetGenericParameterConstraint(c).Type, context)).Order(StringComparer.Ordinal).ToList();
        if (parameter.Attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) constraints.Add("class");
        return constraints.Count == 0 ? name : $"{name} : {string.Join(" & ", constraints)}";
    }

    private static string Default(MetadataReader reader, Parameter parameter)
    {
        var handle = parameter.Equals(default(Parameter)) ? default : parameter.GetDefaultValue();
        if (handle.IsNil) return "";
        var constant = reader.GetConstant(handle);
        return " = " + (reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode) ?? "null");
    }

    private static string FieldLine(MetadataReader reader, SignatureNames names, FieldDefinition field, GenericNames context)
    {
        var constant = field.GetDefaultValue();
        var value = constant.IsNil ? "" : " = " + reader.GetBlobReader(reader.GetConstant(constant).Value).ReadConstant(reader.GetConstant(constant).TypeCode);
        var scope = field.Attributes.HasFlag(FieldAttributes.Static) ? "static " : "";
        return $"field {scope}{field.DecodeSignature(names, context)} {reader.GetString(field.Name)}{value}";
    }

    private static IEnumerable<string> MeaningfulAttributes(MetadataReader reader, SignatureNames names, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(reader.GetCustomAttribute))
        {
            var parent = attribute.Constructor.Kind == HandleKind.MethodDefinition
                ? reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()
                : reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            var name = names.Name(reader, parent, GenericNames.None);
            if (name is not ("System.AttributeUsageAttribute" or "System.ObsoleteAttribute")) continue;
            var value = attribute.DecodeValue(names);
            var arguments = value.FixedArguments.Select(a => $"{a.Value}").Concat(value.NamedArguments.Select(a => $"{a.Name}={a.Value}").Order(StringComparer.Ordinal));
            yield return $"{name}({string.Join(", ", arguments)})";
        }
    }
}
