using Actors.Gateway.SignIn;

namespace Actors.Gateway.Tests.SignIn;

/// <summary>On which servers the development sign-in is offered.</summary>
public class SignInOfferTests
{
    [Theory]
    [InlineData(DevelopmentSignIn.Loopback, true, false, true)]
    [InlineData(DevelopmentSignIn.Loopback, true, true, false)]
    [InlineData(DevelopmentSignIn.Loopback, false, false, false)]
    [InlineData(DevelopmentSignIn.Loopback, false, true, false)]
    [InlineData(DevelopmentSignIn.Always, true, false, true)]
    [InlineData(DevelopmentSignIn.Always, false, false, true)]
    [InlineData(DevelopmentSignIn.Always, false, true, true)]
    [InlineData(DevelopmentSignIn.Never, true, false, false)]
    [InlineData(DevelopmentSignIn.Never, false, true, false)]
    public void Only_this_machine_unless_said_otherwise(DevelopmentSignIn development, bool onLoopback, bool hasProxies, bool offered) =>
        Assert.Equal(offered, SignInOffer.WhyNot(development, onLoopback, hasProxies) is null);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.2", true)]
    [InlineData("::ffff:192.0.2.1", false)]
    [InlineData("*", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("192.0.2.1", false)]
    public void Loopback_is_what_other_machines_cannot_reach(string address, bool expected) => Assert.Equal(expected, new GatewayOptions { Address = address }.ListensOnLoopback);
}
