namespace Actors.Configuration.Tests.Includes;

/// <summary>What a version is made of when its app.yaml includes others.</summary>
public sealed class IncludeMergeTests : IDisposable
{
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\n";
    private readonly TemporaryApp _app = new();

    [Fact]
    public void Handlers_stand_in_the_order_builtins_includes_own_tails()
    {
        _app.Write("app.yaml", Python27 + "builtins: [{remote_api: on}, {django_wsgi: on}, {deferred: on}]\nincludes: [one.yaml, two.yaml]\nhandlers: [{url: /own, script: own.app}]\n")
            .Write("one.yaml", "handlers:\n- {url: /one-tail, script: one.app, position: tail}\n- {url: /one, script: one.app}\n")
            .Write("two.yaml", "handlers:\n- {url: /two, script: two.app, position: head}\n");

        Assert.Equal(["/_ah/remote_api(/.*)?", "/_ah/queue/deferred", "/one", "/two", "/own", "/.*", "/one-tail"], Good().Handlers.Select(handler => handler.Url));
    }

    [Fact]
    public void A_file_s_own_handlers_stand_before_those_that_it_includes()
    {
        _app.Write("app.yaml", Python27 + "includes: [one.yaml]\nhandlers: [{url: /own, script: own.app}]\n")
            .Write("one.yaml", "includes: [sub/two.yaml]\nbuiltins: [{deferred: on}]\nhandlers: [{url: /one, script: one.app}]\n")
            .Write("sub/two.yaml", "includes: [three.yaml]\nhandlers: [{url: /two, script: two.app}]\n")
            .Write("sub/three.yaml", "handlers: [{url: /three, script: three.app}]\n");

        Assert.Equal(["/one", "/_ah/queue/deferred", "/two", "/three", "/own"], Good().Handlers.Select(handler => handler.Url));
    }

    [Theory]
    [InlineData("admin_redirect", "/_ah/admin.*", "google.appengine.ext.admin_redirect.main.APP", LoginRule.Optional)]
    [InlineData("appstats", "/_ah/stats.*", "google.appengine.ext.appstats.ui.app", LoginRule.Optional)]
    [InlineData("deferred", "/_ah/queue/deferred", "google.appengine.ext.deferred.application", LoginRule.Admin)]
    [InlineData("django_wsgi", "/.*", "google.appengine.ext.django.main.app", LoginRule.Optional)]
    [InlineData("remote_api", "/_ah/remote_api(/.*)?", "google.appengine.ext.remote_api.handler.application", LoginRule.Optional)]
    [InlineData("mapreduce", "/_ah/mapreduce.*", "google.appengine.ext.mapreduce.main.APP", LoginRule.Admin)]
    public void A_builtin_adds_its_handler(string name, string url, string script, LoginRule login)
    {
        _app.Write("app.yaml", Python27 + $"builtins: [{{{name}: on}}, {{default: on}}]\n");

        var handler = Assert.Single(Good().Handlers);
        Assert.Equal((url, script, login), (handler.Url, handler.Target, handler.Login));
    }

    [Fact]
    public void Datastore_admin_turns_on_mapreduce()
    {
        _app.Write("app.yaml", Python27 + "builtins: [{datastore_admin: on}]\n");

        Assert.Equal(["/_ah/datastore_admin.*", "/_ah/mapreduce.*"], Good().Handlers.Select(handler => handler.Url));
    }

    [Theory]
    [InlineData("yes", 2)]
    [InlineData("True", 2)]
    [InlineData("off", 1)]
    [InlineData("f", 1)]
    public void A_builtin_is_on_or_off_in_many_words(string word, int handlers)
    {
        _app.Write("app.yaml", Python27 + $"builtins: [{{deferred: {word}}}]\nhandlers: [{{url: /own, script: own.app}}]\n");

        Assert.Equal(handlers, Good().Handlers.Length);
    }

    [Fact]
    public void The_included_file_wins_for_env_variables_and_the_later_one_over_the_earlier()
    {
        _app.Write("app.yaml", "runtime: python3\nenv_variables: {A: own, B: own, C: own}\nincludes: [one.yaml, two.yaml]\n")
            .Write("one.yaml", "env_variables: {B: one, C: one, D: one}\n")
            .Write("two.yaml", "env_variables: {C: two}\n");

        var variables = Good().EnvVariables;
        Assert.Equal(("own", "one", "two", "one"), (variables["A"], variables["B"], variables["C"], variables["D"]));
    }

    [Theory]
    [InlineData("skip_files: ^own$\n", "own", "one", "a.pyc")]
    [InlineData("", "a.pyc", "one", "own")]
    public void What_included_files_skip_is_skipped_as_well(string own, string skipped, string alsoSkipped, string kept)
    {
        _app.Write("app.yaml", Python27 + own + "includes: [one.yaml]\nhandlers: [{url: /own, script: own.app}]\n").Write("one.yaml", "skip_files: ^one$\n");

        var files = VersionFiles.Of(Good(), null, static _ => throw new InvalidOperationException("The merged pattern has the default in it."));
        Assert.Equal((true, true, false), (files.Skips(skipped, false), files.Skips(alsoSkipped, false), files.Skips(kept, false)));
    }

    [Theory]
    [InlineData(2, 5, 5)]
    [InlineData(5, 2, 5)]
    public void Of_manual_scaling_the_larger_counts(int own, int included, int expected)
    {
        _app.Write("app.yaml", $"runtime: python3\nmanual_scaling: {{instances: {own}}}\nincludes: [one.yaml]\n").Write("one.yaml", $"manual_scaling: {{instances: {included}}}\n");

        Assert.Equal(new ManualScaling(expected), Good().Scaling);
    }

    [Fact]
    public void Manual_scaling_of_an_included_file_counts_alone_too()
    {
        _app.Write("app.yaml", "runtime: python3\nincludes: [one.yaml]\n").Write("one.yaml", "manual_scaling: {instances: 3}\n");

        var app = Good();
        Assert.Equal((new ManualScaling(3), "B2"), (app.Scaling, app.InstanceClass));
    }

    [Fact]
    public void An_included_file_is_looked_for_beside_the_including_one_then_in_the_app_s_directory()
    {
        _app.Write("app.yaml", "runtime: python3\nincludes: [sub/one.yaml]\n")
            .Write("sub/one.yaml", "includes: [two.yaml, three.yaml]\n")
            .Write("sub/two.yaml", "env_variables: {TWO: beside}\n")
            .Write("two.yaml", "env_variables: {TWO: above}\n")
            .Write("three.yaml", "env_variables: {THREE: above}\n");

        var variables = Good().EnvVariables;
        Assert.Equal(("beside", "above"), (variables["TWO"], variables["THREE"]));
    }

    [Fact]
    public void Each_file_counts_once_and_circles_end()
    {
        _app.Write("app.yaml", Python27 + "includes: [one.yaml, ./one.yaml, two.yaml]\n")
            .Write("one.yaml", "includes: [two.yaml]\nhandlers: [{url: /one, script: one.app}]\n")
            .Write("two.yaml", "includes: [one.yaml, app.yaml]\nhandlers: [{url: /two, script: two.app}]\n");

        // app.yaml itself cannot be included: its keys are not those of an included file.
        Assert.All(_app.Read().Errors, error => Assert.Equal("app.yaml", error.File));
        _app.Write("two.yaml", "includes: [one.yaml]\nhandlers: [{url: /two, script: two.app}]\n");
        Assert.Equal(["/one", "/two"], Good().Handlers.Select(handler => handler.Url));
    }

    [Fact]
    public void A_chain_without_end_is_refused()
    {
        _app.Write("app.yaml", "runtime: python3\nincludes: [i0.yaml]\n");
        for (var i = 0; i < 200; i++)
            _app.Write($"i{i}.yaml", $"includes: [i{i + 1}.yaml]\n");

        Assert.Contains("more than 100 deep", Assert.Single(_app.Read().Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_merged_text_says_the_same_without_the_files()
    {
        _app.Write("app.yaml", Python27 + "builtins: [{deferred: on}]\nincludes: [one.yaml]\nenv_variables: {A: \"a \\\"b\\\" \\\\ \u00fc\", N: }\nhandlers: [{url: '/own/(\\d+)', script: 'own.\\1', login: admin}]\n")
            .Write("one.yaml", "handlers: [{url: /one, static_dir: s, http_headers: {X-A: \"b\"}}]\nenv_variables: {B: \"line\\nline\"}\nskip_files: [^a$, '^b\\.c$']\n");

        var whole = _app.Read();
        var again = AppYamlReader.Read(whole.MergedText, "app.yaml");

        Assert.Empty(again.Errors);
        Assert.Equal(whole.Value!.EnvVariables.OrderBy(entry => entry.Key), again.Value!.EnvVariables.OrderBy(entry => entry.Key));
        Assert.Equal(whole.Value.SkipFiles, again.Value.SkipFiles);
        Assert.Equal(whole.Value.Handlers.Select(Comparable), again.Value.Handlers.Select(Comparable));
        Assert.Empty(again.Value.Includes);
        Assert.Empty(again.Value.Builtins);
    }

    [Fact]
    public void A_text_that_includes_nothing_stays_as_it_is()
    {
        _app.Write("app.yaml", "# as written\nruntime: python3\n");

        Assert.Equal("# as written\nruntime: python3\n", _app.Read().MergedText);
    }

    [Fact]
    public void The_included_files_are_known_by_their_paths()
    {
        _app.Write("app.yaml", "runtime: python3\nincludes: [lib]\n").Write("lib/include.yaml", "env_variables: {A: b}\n").Write(".gcloudignore", "#!include:.gitignore\n");

        Assert.Equal(["app.yaml", "lib/include.yaml", ".gcloudignore", ".gitignore", "backends.yaml"], _app.OnDisk().Files.Select(file => Path.GetRelativePath(_app.Root, file)));
    }

    public void Dispose() => _app.Dispose();

    private static string Comparable(Handler handler) => $"{handler.Url} {handler.Kind} {handler.Target} {handler.Login} {string.Join(',', handler.HttpHeaders)}";

    private AppYaml Good()
    {
        var result = _app.Read();
        Assert.Empty(result.Errors);
        return result.Value!;
    }
}
