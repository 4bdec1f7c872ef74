using System.Text.Json.Serialization;

namespace Actors.Runtimes.Interpreters;

/// <summary>How the list of known interpreters is read and written: by generated code, as every start does it.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KnownInterpreter[]))]
internal sealed partial class KnownInterpreterJson : JsonSerializerContext;
