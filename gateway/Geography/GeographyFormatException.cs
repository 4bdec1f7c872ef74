namespace Actors.Gateway.Geography;

/// <summary>A geography file that breaks its own format; the message says where.</summary>
internal sealed class GeographyFormatException(string message) : Exception(message);
