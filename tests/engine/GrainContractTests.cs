using Orleans;

namespace Actors.Engine.Tests;

public sealed class GrainContractTests
{
    [Fact]
    public void Sound_interfaces_have_no_violation() =>
        Assert.Empty(Violations(typeof(IGood), typeof(IGoodObserver), typeof(GoodException)));

    [Theory]
    [InlineData(typeof(IReturnsInt), "returns Int32")]
    [InlineData(typeof(IReturnsVoid), "returns Void")]
    [InlineData(typeof(ITakesUnmarked), "has no [GenerateSerializer]")]
    [InlineData(typeof(ITakesUnnumbered), "Text has no [Id]")]
    [InlineData(typeof(ITakesTwice), "has the [Id(0)] of")]
    [InlineData(typeof(IReturnsNested), "Unmarked (Outer.Inner)")]
    [InlineData(typeof(IReturnsDeep), "has no [GenerateSerializer]")]
    [InlineData(typeof(ITakesBase), "Derived (derived from Base)")]
    [InlineData(typeof(ITakesOut), "out parameter")]
    [InlineData(typeof(ITakesTokenFirst), "not its last parameter")]
    [InlineData(typeof(IIsGeneric), "is generic")]
    [InlineData(typeof(ITakesStream), "System.IO.Stream")]
    [InlineData(typeof(ITakesDelegate), "System.Action")]
    [InlineData(typeof(ITakesEnum), "enum")]
    [InlineData(typeof(BadException), "has no [GenerateSerializer]")]
    public void A_violation_is_found_and_named(Type sample, string sentence) => Assert.Contains(sentence, Assert.Single(Violations(sample)), StringComparison.Ordinal);

    [Fact]
    public void The_samples_that_the_engine_is_tested_with_are_sound() =>
        Assert.Empty(GrainContract.Violations(typeof(GrainContractTests).Assembly, typeof(GrainContractTests).Assembly.GetTypes().Where(t => t.Namespace == typeof(Samples.CounterGrain).Namespace)));

    private static IReadOnlyList<string> Violations(params Type[] types) => GrainContract.Violations(typeof(GrainContractTests).Assembly, types);

    internal interface IGood : IGrainWithStringKey
    {
        Task Plain();

        ValueTask<IReadOnlyList<Good>> All((int A, Good B) pair, Dictionary<string, byte[]> map, IGood other, CancellationToken cancellationToken);

        IAsyncEnumerable<Good> Stream(DayOfWeek day);
    }

    internal interface IGoodObserver : IGrainObserver
    {
        void Changed(Good good);

        Task ChangedSlowly();
    }

    internal interface IReturnsInt : IGrainWithStringKey
    {
        int Bad();
    }

    internal interface IReturnsVoid : IGrainWithStringKey
    {
        void Bad();
    }

    internal interface ITakesUnmarked : IGrainWithStringKey
    {
        Task Bad(Unmarked value);
    }

    internal interface ITakesUnnumbered : IGrainWithStringKey
    {
        Task Bad(Unnumbered value);
    }

    internal interface ITakesTwice : IGrainWithStringKey
    {
        Task Bad(Twice value);
    }

    internal interface IReturnsNested : IGrainWithStringKey
    {
        Task<Outer> Bad();
    }

    internal interface IReturnsDeep : IGrainWithStringKey
    {
        Task<Dictionary<string, List<Unmarked[]>>> Bad();
    }

    internal interface ITakesBase : IGrainWithStringKey
    {
        Task Bad(Base value);
    }

    internal interface ITakesOut : IGrainWithStringKey
    {
        Task Bad(out int value);
    }

    internal interface ITakesTokenFirst : IGrainWithStringKey
    {
#pragma warning disable CA1068 // The order is the sample.
        Task Bad(CancellationToken cancellationToken, int value);
#pragma warning restore CA1068
    }

    internal interface IIsGeneric : IGrainWithStringKey
    {
        Task Bad<T>();
    }

    internal interface ITakesStream : IGrainWithStringKey
    {
        Task Bad(Stream value);
    }

    internal interface ITakesEnum : IGrainWithStringKey
    {
        Task Bad(Colour value);
    }

    internal interface ITakesDelegate : IGrainWithStringKey
    {
        Task Bad(Action value);
    }

    internal enum Colour
    {
        Red,
    }

    [GenerateSerializer]
    internal sealed record Good([property: Id(0)] string Name, [property: Id(1)] Good? Next)
    {
        [Id(2)]
        public int? Number { get; init; }

        public int Length => Name.Length;
    }

    internal sealed record Unmarked(string Name);

    [GenerateSerializer]
    internal sealed record Unnumbered
    {
        [Id(0)]
        public int Number { get; init; }

        public string Text { get; init; } = "";
    }

    [GenerateSerializer]
    internal sealed record Twice([property: Id(0)] int A, [property: Id(0)] int B);

    [GenerateSerializer]
    internal sealed record Outer([property: Id(0)] Unmarked Inner);

    [GenerateSerializer]
    internal abstract record Base;

    internal sealed record Derived : Base;

    [GenerateSerializer]
    internal sealed class GoodException(int code) : Exception
    {
        [Id(0)]
        public int Code { get; } = code;
    }

    internal sealed class BadException : Exception;
}
