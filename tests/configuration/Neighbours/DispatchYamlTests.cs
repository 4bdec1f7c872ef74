namespace Actors.Configuration.Tests.Neighbours;

public class DispatchYamlTests
{
    [Theory]
    [InlineData("*/mobile/*", "shop.example.com", "/mobile/x", true)]
    [InlineData("*/mobile/*", "shop.example.com", "/mobile", false)]
    [InlineData("*/mobile", "a", "/mobile", true)]
    [InlineData("*/mobile", "a", "/mobile/", false)]
    [InlineData("simple.example.com/", "simple.example.com", "/", true)]
    [InlineData("simple.example.com/", "SIMPLE.example.com", "/", true)]
    [InlineData("simple.example.com/", "www.simple.example.com", "/", false)]
    [InlineData("*.example.com/*", "a.b.example.com", "/", true)]
    [InlineData("*.example.com/*", "example.com", "/", false)]
    [InlineData("*-a.example.com/*", "b-a.example.com", "/", true)]
    [InlineData("*shop/*", "myshop", "/x", true)]
    [InlineData("*/a*b", "h", "/a*b", true)]
    [InlineData("*/a*b", "h", "/axb", false)]
    [InlineData("*/*", "h", "/_ah/warmup", false)]
    [InlineData("*/*", "h", "/_ah/queue/deferred", true)]
    [InlineData("*/*", "h", "/_ah/api/x", true)]
    public void A_rule_is_for_hosts_and_paths(string url, string host, string path, bool matches)
    {
        var dispatch = Read($"dispatch:\n- url: \"{url}\"\n  service: mobile\n");

        Assert.Equal(matches ? "mobile" : null, dispatch.ServiceFor(host, path));
    }

    [Fact]
    public void The_first_rule_that_matches_wins()
    {
        var dispatch = Read("application: s~shop\ndispatch:\n- {url: '*/a/*', service: one}\n- {url: '*/*', service: two}\n");

        Assert.Equal(("shop", "one", "two"), (dispatch.Application, dispatch.ServiceFor("h", "/a/b"), dispatch.ServiceFor("h", "/b")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("dispatch:\n")]
    [InlineData("dispatch: []\n")]
    public void No_rules_are_no_mistake(string text) => Assert.Empty(Read(text).Rules);

    [Fact]
    public void The_old_name_of_service_is_a_warning()
    {
        var result = DispatchYaml.Read("dispatch:\n- url: '*/a'\n  module: m\n", "dispatch.yaml");

        Assert.Equal("m", result.Value!.Rules[0].Service);
        Assert.Equal("dispatch.yaml:3:3: warning: \"module\" is the old name of \"service\". Write \"service\".", Assert.Single(result.Warnings).ToString());
    }

    [Theory]
    [InlineData("*/a*b/*", true)]
    [InlineData("*/*a", true)]
    [InlineData("*/a/*", false)]
    [InlineData("*/", false)]
    public void A_star_within_a_path_is_taken_as_it_is_and_warned_of(string url, bool warned)
    {
        var result = DispatchYaml.Read($"dispatch:\n- url: '{url}'\n  service: a\n", "dispatch.yaml");

        Assert.Single(result.Value!.Rules);
        Assert.Equal(warned ? 1 : 0, result.Warnings.Length);
        Assert.All(result.Warnings, static warning => Assert.StartsWith("dispatch.yaml:2:8: warning: \"url\" has the path", warning.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("- url: /a\n  service: a", "2:8: \"url\" is \"/a\". The host is missing; \"*/a\" means every host.")]
    [InlineData("- url: example.com\n  service: a", "2:8: \"url\" is \"example.com\". Allowed are a host and a path")]
    [InlineData("- url: Example.com/a\n  service: a", "2:8: \"url\" has the host \"Example.com\". Allowed are lower-case letters")]
    [InlineData("- url: a.*.com/a\n  service: a", "2:8: \"url\" has the host \"a.*.com\".")]
    [InlineData("- url: '**/a'\n  service: a", "2:8: \"url\" has the host \"**\".")]
    [InlineData("- url: '*./a'\n  service: a", "2:8: \"url\" has the host \"*.\".")]
    [InlineData("- url: 192.0.2.1/a\n  service: a", "A host is a name, not an address.")]
    [InlineData("- url: -a.com/a\n  service: a", "has the host \"-a.com\"")]
    [InlineData("- url: a.com:80/a\n  service: a", "has the host \"a.com:80\"")]
    [InlineData("- url: '*/a'", "2:3: The key \"service\" is missing in a dispatch rule.")]
    [InlineData("- service: a", "2:3: The key \"url\" is missing in a dispatch rule.")]
    [InlineData("- url: '*/a'\n  service: a\n  module: a", "4:3: Both \"service\" and \"module\" are given")]
    [InlineData("- url: '*/a'\n  servce: a", "3:3: The key \"servce\" is not known in a dispatch rule. Did you mean \"service\"?")]
    public void A_mistake_is_named_with_its_place_and_its_remedy(string rules, string expected)
    {
        var result = DispatchYaml.Read($"dispatch:\n{rules}\n", "dispatch.yaml");

        Assert.Null(result.Value);
        Assert.Contains(result.Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Twenty_rules_and_a_hundred_characters_are_the_most()
    {
        static string With(int rules, int path) => "dispatch:\n" + string.Concat(Enumerable.Range(0, rules).Select(n => $"- {{url: '*/{new string('a', path - 1)}', service: s{n}}}\n"));

        Assert.Empty(DispatchYaml.Read(With(20, 100), "dispatch.yaml").Errors);
        Assert.Contains("There are 21 rules.", Assert.Single(DispatchYaml.Read(With(21, 5), "dispatch.yaml").Errors).Message, StringComparison.Ordinal);
        Assert.Contains("a path of 101 characters.", Assert.Single(DispatchYaml.Read(With(1, 101), "dispatch.yaml").Errors).Message, StringComparison.Ordinal);
    }

    private static DispatchYaml Read(string text)
    {
        var result = DispatchYaml.Read(text, "dispatch.yaml");
        Assert.Empty(result.Errors);
        return result.Value!;
    }
}
