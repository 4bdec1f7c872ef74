using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Actors.Engine.Tests.Conformity;

/// <summary>Spells types of signatures and attribute values by their full metadata names.</summary>
public sealed class SignatureNames : ISignatureTypeProvider<string, GenericNames>, ICustomAttributeTypeProvider<string>
{
    /// <summary>The name of any type handle.</summary>
    public string Name(MetadataReader reader, EntityHandle handle, GenericNames context) => handle.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, context),
        _ => throw new InvalidOperationException($"{handle.Kind} names no type."),
    };

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Qualify(reader.GetString(type.Namespace), reader.GetString(type.Name)) : GetTypeFromDefinition(reader, outer, 0) + "+" + reader.GetString(type.Name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0) + "+" + reader.GetString(type.Name)
            : Qualify(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetTypeFromSpecification(MetadataReader reader, GenericNames context, TypeSpecificationHandle handle, byte rawTypeKind) => Name(reader, handle, context);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => isRequired ? $"{unmodifiedType} modreq({modifier})" : unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "fnptr";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericTypeParameter(GenericNames genericContext, int index) => index < genericContext.Type.Length ? genericContext.Type[index] : "!" + index;

    public string GetGenericMethodParameter(GenericNames genericContext, int index) => "!!" + index;

    public string GetSystemType() => "System.Type";

    public string GetTypeFromSerializedName(string name) => name;

    public bool IsSystemType(string type) => type == "System.Type";

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    private static string Qualify(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
