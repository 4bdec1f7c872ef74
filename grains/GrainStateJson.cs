using System.Text.Json.Serialization;
using Actors.Grains.Apps;
using Actors.Grains.Versions;

namespace Actors.Grains;

/// <summary>How the states that last are read and written, by generated code: by reflection it would be made at every start, which waits for it.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AppDirectoryState))]
[JsonSerializable(typeof(AppState))]
[JsonSerializable(typeof(VersionState))]
internal sealed partial class GrainStateJson : JsonSerializerContext;
