using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Actors.Engine.Tests;
using Actors.Gateway.SignIn;

namespace Actors.Gateway.Tests.SignIn;

/// <summary>What is a sign-in and what is not.</summary>
public class SignInCookieTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(each => (byte)each)];
    private static readonly SignedInUser Ann = new("ann@example.com", true);
    private readonly ManualTime _time = new();

    private SignInCookie Cookie => new(Key, TimeSpan.FromDays(1), _time);

    [Theory]
    [InlineData("ann@example.com", true)]
    [InlineData("ann@example.com", false)]
    [InlineData("O'Neill+x=y&z@Example.COM", false)]
    [InlineData("a@b", true)]
    public void Who_signed_in_is_known_again(string email, bool isAdmin)
    {
        var value = Cookie.Issue("shop", new SignedInUser(email, isAdmin));

        Assert.Equal(new SignedInUser(email, isAdmin), Cookie.Read("shop", value));
        Assert.Matches("^[A-Za-z0-9_.-]+$", value);
    }

    [Fact]
    public void The_longest_address_fits()
    {
        var longest = new SignedInUser(new string('a', 242) + "@example.com", true);

        Assert.Equal(SignedInUser.MaxAddress, longest.Email.Length);
        Assert.Equal(longest, Cookie.Read("shop", Cookie.Issue("shop", longest)));
    }

    [Fact]
    public void It_ends_with_its_time()
    {
        var value = Cookie.Issue("shop", Ann);

        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.NotNull(Cookie.Read("shop", value));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Cookie.Read("shop", value));
    }

    [Fact]
    public void Another_apps_cookie_is_none()
    {
        var value = Cookie.Issue("shop", Ann);

        Assert.Null(Cookie.Read("shop2", value));
        Assert.Null(Cookie.Read("sho", value));
        Assert.Null(Cookie.Read("", value));
        Assert.Null(Cookie.Read("Shop", value));
    }

    [Fact]
    public void Another_keys_cookie_is_none() =>
        Assert.Null(new SignInCookie(RandomNumberGenerator.GetBytes(32), TimeSpan.FromDays(1), _time).Read("shop", Cookie.Issue("shop", Ann)));

    [Fact]
    public void A_claim_without_its_signature_is_none()
    {
        var value = Cookie.Issue("shop", new SignedInUser("ann@example.com", false));
        var signature = value[value.IndexOf('.')..];

        foreach (var claim in new[] { "9999999999 admin ann@example.com", "9999999999 user ann@example.com", "" })
        {
            var forged = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(claim));
            Assert.Null(Cookie.Read("shop", forged + signature));
            Assert.Null(Cookie.Read("shop", forged));
            Assert.Null(Cookie.Read("shop", forged + "."));
            Assert.Null(Cookie.Read("shop", forged + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Array.Empty<byte>(), Encoding.ASCII.GetBytes(forged)))));
        }
    }

    [Fact]
    public void However_it_is_cut_or_changed_it_is_none()
    {
        var value = Cookie.Issue("shop", Ann);
        for (var i = 0; i < value.Length; i++)
        {
            Assert.Null(Cookie.Read("shop", value.AsSpan(0, i)));
            Assert.Null(Cookie.Read("shop", value.AsSpan(i + 1)));
            Assert.Null(Cookie.Read("shop", value.Remove(i, 1)));
            foreach (var c in "Aa0-_.= \u00e9\u0100\u012e\ud800\0")
            {
                if (c != value[i])
                    Assert.Null(Cookie.Read("shop", $"{value[..i]}{c}{value[(i + 1)..]}"));
                Assert.Null(Cookie.Read("shop", value.Insert(i, $"{c}")));
            }
        }

        Assert.Null(Cookie.Read("shop", value + "="));
        Assert.Null(Cookie.Read("shop", value + value));
    }

    [Fact]
    public void Whatever_a_client_sends_is_none_and_harms_nobody()
    {
        var random = new Random(11);
        var good = Cookie.Issue("shop", Ann);
        for (var round = 0; round < 20_000; round++)
        {
            var value = round % 2 == 0 ? Noise(random, random.Next(600)) : Mixed(random, good);
            if (value != good)
                Assert.Null(Cookie.Read("shop", value));
        }
    }

    private static string Noise(Random random, int length)
    {
        const string Alphabet = "AZaz09-_.=+/ \t\"%\\;,\u00ff\u0000\ud83d";
        return new string([.. Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
    }

    private static string Mixed(Random random, string good)
    {
        var from = random.Next(good.Length);
        var length = random.Next(1, good.Length - from + 1);
        return random.Next(3) switch
        {
            0 => good.Remove(from, length),
            1 => good.Remove(from, length).Insert(from, Noise(random, length)),
            _ => good.Insert(from, good.Substring(from, length)),
        };
    }
}
