using Actors.Storage.Schema;

namespace Actors.Storage.GrainStates;

/// <summary>The table of grain states. Keys are bytes, because grain keys may hold anything; states are JSON text, so that an operator can read them.</summary>
public static class GrainStateSchema
{
    /// <summary>The component <c>grains</c>.</summary>
    public static SchemaComponent Component { get; } = new("grains",
    [
        new SchemaUpgrade(1,
            Sqlite: """
                CREATE TABLE grain_states (
                    grain_type TEXT NOT NULL,
                    grain_key BLOB NOT NULL,
                    state_name TEXT NOT NULL,
                    etag TEXT NOT NULL,
                    written_at INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    PRIMARY KEY (grain_type, grain_key, state_name)
                )
                """,
            PostgreSql: """
                CREATE TABLE grain_states (
                    grain_type text NOT NULL,
                    grain_key bytea NOT NULL,
                    state_name text NOT NULL,
                    etag text NOT NULL,
                    written_at bigint NOT NULL,
                    state text NOT NULL,
                    PRIMARY KEY (grain_type, grain_key, state_name)
                )
                """),
    ]);
}
