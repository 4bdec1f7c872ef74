using Orleans;

namespace Actors.Engine.Tests.Conformity;

public sealed class ConformityTests
{
    private static readonly string[] Spaces = ["Orleans", "Microsoft.Extensions.Hosting"];

    [Fact]
    public void Every_public_type_and_member_exists_in_the_real_packages()
    {
        var theirs = new Dictionary<string, ApiShape>(ApiShape.Of(Beside("real/Orleans.Core.Abstractions.dll")), StringComparer.Ordinal);
        foreach (var (name, shape) in ApiShape.Parse(File.ReadLines(Beside("Conformity/allowed.txt")))) theirs.Add(name, shape);
        Assert.Empty(ApiConformity.Violations(Ours().Values, theirs));
    }

    [Fact]
    public void Nothing_public_stands_in_other_namespaces() =>
        Assert.All(Ours().Keys, name => Assert.Contains(Spaces, space => name.StartsWith(space + ".", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_is_allowed_that_the_engine_does_not_have() =>
        Assert.All(ApiShape.Parse(File.ReadLines(Beside("Conformity/allowed.txt"))), allowed => Assert.Contains(allowed.Key, Ours()));

    [Fact]
    public void The_real_package_is_read_down_to_signatures()
    {
        var factory = ApiShape.Of(Beside("real/Orleans.Core.Abstractions.dll"))["Orleans.IGrainFactory"];
        Assert.Contains("method abstract !!0 GetGrain<!!0 : Orleans.IGrainWithStringKey>(System.String, System.String = null)", factory.Members);
    }

    [Theory]
    [InlineData("class A", "class B")]
    [InlineData("class A", "struct A")]
    [InlineData("class A|method System.Void M(System.Int32)", "class A|method System.Void M(System.Int64)")]
    [InlineData("class A|method System.Void M(System.Int32 = 1)", "class A|method System.Void M(System.Int32 = 2)")]
    [InlineData("class A", "class A|attribute System.AttributeUsageAttribute(4)")]
    [InlineData("class A|attribute System.AttributeUsageAttribute(4)", "class A|attribute System.AttributeUsageAttribute(64)")]
    public void A_difference_is_found(string ours, string theirs) => Assert.NotEmpty(ApiConformity.Violations(Parse(ours).Values, Parse(theirs)));

    [Fact]
    public void Having_less_is_allowed() => Assert.Empty(ApiConformity.Violations(Parse("class A").Values, Parse("class A|method System.Void M()")));

    private static IReadOnlyDictionary<string, ApiShape> Parse(string text) =>
        ApiShape.Parse(text.Split('|').Select((line, i) => i == 0 ? line : "    " + line));

    private static IReadOnlyDictionary<string, ApiShape> Ours() => ApiShape.Of(typeof(Grain).Assembly.Location);

    private static string Beside(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
