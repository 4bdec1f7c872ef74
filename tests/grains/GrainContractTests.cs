using Actors.Engine.Tests;

namespace Actors.Grains.Tests;

public sealed class GrainContractTests
{
    /// <summary>What the real packages would only complain about at run time: return types, unserialisable messages, members without a number.</summary>
    [Fact]
    public void Grain_interfaces_and_messages_keep_the_contract_of_the_real_engine() =>
        Assert.Empty(GrainContract.Violations(typeof(IVersionGrain).Assembly));
}
