namespace Actors.Runtimes.Tests;

public class RuntimeOptionsTests
{
    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var options = new RuntimeOptions
        {
            DataDirectory = "/" + new string('d', 100),
            PythonFiles = "/python",
            SpawnTimeout = TimeSpan.Zero,
            FirstUid = 3,
            Interpreters = new Dictionary<string, string> { ["python27"] = "/nonexistent/python2.7" },
        };
        var errors = options.Validate();
        Assert.Equal(4, errors.Count);
        Assert.Contains(errors, error => error.Contains(nameof(RuntimeOptions.SpawnTimeout), StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains(nameof(RuntimeOptions.FirstUid), StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("/nonexistent/python2.7", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("shorter", StringComparison.Ordinal));
    }
}
