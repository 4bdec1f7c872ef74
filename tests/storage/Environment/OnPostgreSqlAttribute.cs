using System.Reflection;
using Xunit.Sdk;

namespace Actors.Storage.Tests;

/// <summary>Runs a theory on PostgreSQL too, or counts it as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgreSqlAttribute : DataAttribute
{
    public OnPostgreSqlAttribute()
    {
        if (PostgresPrograms.Find() is null) Skip = PostgresPrograms.Missing;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[SqlDialect.PostgreSql]];
}
