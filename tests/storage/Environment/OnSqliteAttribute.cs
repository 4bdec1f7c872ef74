using System.Reflection;
using Xunit.Sdk;

namespace Actors.Storage.Tests;

/// <summary>Runs a theory on SQLite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[SqlDialect.Sqlite]];
}
