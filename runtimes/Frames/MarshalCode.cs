namespace Actors.Runtimes.Frames;

/// <summary>The type bytes of Python's marshal format that the protocol uses.</summary>
internal static class MarshalCode
{
    public const byte Null = (byte)'0';
    public const byte None = (byte)'N';
    public const byte False = (byte)'F';
    public const byte True = (byte)'T';
    public const byte Int32 = (byte)'i';
    public const byte Int64 = (byte)'I';
    public const byte Long = (byte)'l';
    public const byte Float = (byte)'g';
    public const byte FloatText = (byte)'f';
    public const byte Complex = (byte)'y';
    public const byte ComplexText = (byte)'x';
    public const byte Bytes = (byte)'s';
    public const byte Interned = (byte)'t';
    public const byte InternedReference = (byte)'R';
    public const byte Text = (byte)'u';
    public const byte Ascii = (byte)'a';
    public const byte AsciiInterned = (byte)'A';
    public const byte ShortAscii = (byte)'z';
    public const byte ShortAsciiInterned = (byte)'Z';
    public const byte Tuple = (byte)'(';
    public const byte SmallTuple = (byte)')';
    public const byte List = (byte)'[';
    public const byte Dictionary = (byte)'{';
    public const byte Reference = (byte)'r';

    /// <summary>Set on the type byte of an object that later ones refer to, from version 3 on.</summary>
    public const byte ReferenceFlag = 0x80;
}
