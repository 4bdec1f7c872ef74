namespace Actors.Grains.Tests;

public sealed class DeadlineOptionsTests
{
    [Theory]
    [InlineData("python27", false, RequestKind.User, 60)]
    [InlineData("python3", false, RequestKind.User, 600)]
    [InlineData("python311", false, RequestKind.User, 600)]
    [InlineData("python27", false, RequestKind.Task, 600)]
    [InlineData("python3", false, RequestKind.Task, 600)]
    [InlineData("python27", true, RequestKind.User, 86_400)]
    [InlineData("python3", true, RequestKind.Task, 86_400)]
    public void The_deadline_is_App_Engines(string runtime, bool runsLong, RequestKind kind, int seconds)
    {
        var deployment = new VersionDeployment
        {
            App = "a", Service = "default", Version = "1", Generation = 1, Configuration = "", Runtime = runtime, MaxConcurrentRequests = 1,
            EnvVariables = new Dictionary<string, string>(), CodeTree = "/", StaticTree = "/", Scaling = new ScalingSettings { Kind = runsLong ? ScalingKind.Basic : ScalingKind.Automatic },
        };
        Assert.Equal(new RequestDeadline(TimeSpan.FromSeconds(seconds), TimeSpan.FromMilliseconds(900)), new DeadlineOptions().For(deployment, kind));
    }
}
