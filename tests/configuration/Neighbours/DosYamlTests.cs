using System.Net;

namespace Actors.Configuration.Tests.Neighbours;

public class DosYamlTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.77/24", "192.0.2.1", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.9", true)]
    [InlineData("0.0.0.0/0", "203.0.113.1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("abcd::123:4567", "abcd::123:4567", true)]
    public void A_subnet_blocks_its_addresses(string subnet, string address, bool blocked)
    {
        var dos = DosYaml.Read($"blacklist:\n- subnet: \"{subnet}\"\n  description: a botnet\n", "dos.yaml");

        Assert.Empty(dos.Errors);
        Assert.Equal(blocked, dos.Value!.Blocks(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("blacklist:\n")]
    public void No_entries_block_nobody(string text) => Assert.False(DosYaml.Read(text, "dos.yaml").Value!.Blocks(IPAddress.Loopback));

    [Theory]
    [InlineData("- subnet: 192.0.2", "2:11: \"subnet\" is \"192.0.2\". Allowed are addresses")]
    [InlineData("- subnet: 192.0.2.256", "2:11: \"subnet\" is \"192.0.2.256\".")]
    [InlineData("- subnet: 192.0.2.01", "2:11: \"subnet\" is \"192.0.2.01\".")]
    [InlineData("- subnet: 192.0.2.0/33", "2:11: \"subnet\" is \"192.0.2.0/33\".")]
    [InlineData("- subnet: 192.0.2.0/255.255.255.0", "Behind the slash stands a number of bits")]
    [InlineData("- subnet: 1", "2:11: \"subnet\" is \"1\".")]
    [InlineData("- subnet: '::1%eth0'", "2:11: \"subnet\" is \"::1%eth0\".")]
    [InlineData("- subnet: '2001:db8::/129'", "2:11: \"subnet\" is \"2001:db8::/129\".")]
    [InlineData("- description: x", "2:3: The key \"subnet\" is missing in a blocked subnet.")]
    [InlineData("- {subnet: 192.0.2.1, descripton: x}", "The key \"descripton\" is not known in a blocked subnet. Did you mean \"description\"?")]
    public void A_mistake_is_named_with_its_place_and_its_remedy(string entries, string expected)
    {
        var result = DosYaml.Read($"blacklist:\n{entries}\n", "dos.yaml");

        Assert.Null(result.Value);
        Assert.Contains(result.Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(499, 0)]
    [InlineData(500, 1)]
    public void A_description_has_at_most_499_characters(int length, int errors) =>
        Assert.Equal(errors, DosYaml.Read($"blacklist: [{{subnet: 192.0.2.1, description: {new string('x', length)}}}]\n", "dos.yaml").Errors.Length);
}
