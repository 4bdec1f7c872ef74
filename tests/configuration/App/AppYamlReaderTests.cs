namespace Actors.Configuration.Tests.App;

public class AppYamlReaderTests
{
    [Fact]
    public void A_whole_python27_file_is_read()
    {
        var app = Read(
            """
            application: s~shop
            module: backend
            version: 3
            runtime: python27
            api_version: 1
            threadsafe: "true"
            instance_class: F2
            default_expiration: "1d 12h"
            env_variables: {A: 1, B: "x y", C: }
            inbound_services: [warmup, mail]
            libraries:
            - {name: jinja2, version: latest}
            - {name: webapp2, version: 2.5.1}
            builtins: [deferred: on, appstats: off]
            includes: [lib/include.yaml]
            skip_files: ['^a$', '^b$']
            automatic_scaling:
              max_concurrent_requests: 40
              min_pending_latency: 30ms
              max_pending_latency: automatic
              min_idle_instances: automatic
            error_handlers:
            - file: error.html
            - {error_code: timeout, file: timeout.html}
            handlers:
            - url: /favicon\.ico
              static_files: static/favicon.ico
              upload: static/favicon\.ico
              expiration: 30
            - url: /static
              static_dir: static
              http_headers: {Access-Control-Allow-Origin: "*"}
              application_readable: yes
            - url: /admin/(.*)
              script: admin.\1.app
              login: admin
              auth_fail_action: unauthorized
              secure: always
              redirect_http_response_code: 301
            - url: .*
              script: main.app
            """);

        Assert.Equal("shop", app.Application);
        Assert.Equal("backend", app.Service);
        Assert.Equal("3", app.Version);
        Assert.Equal(PythonGeneration.Python27, app.Runtime.Generation);
        Assert.True(app.ThreadSafe);
        Assert.Equal(40, app.MaxConcurrentRequests);
        Assert.Equal(TimeSpan.FromHours(36), app.DefaultExpiration);
        Assert.Equal(("1", "x y", ""), (app.EnvVariables["A"], app.EnvVariables["B"], app.EnvVariables["C"]));
        Assert.Equal<Library>([new Library("jinja2", "2.6"), new Library("webapp2", "2.5.1")], app.Libraries);
        Assert.Equal<Builtin>([new Builtin("deferred", true), new Builtin("appstats", false)], app.Builtins);
        Assert.Equal("^a$|^b$", app.SkipFiles);
        Assert.Equal(["default", "timeout"], app.ErrorHandlers.Select(handler => handler.ErrorCode));
        Assert.Equal([HandlerKind.StaticFiles, HandlerKind.StaticDir, HandlerKind.Script, HandlerKind.Script], app.Handlers.Select(handler => handler.Kind));
        Assert.Equal(TimeSpan.FromSeconds(30), app.Handlers[0].Expiration);
        Assert.True(app.Handlers[1].ApplicationReadable);
        Assert.Equal(new HttpHeader("Access-Control-Allow-Origin", "*"), Assert.Single(app.Handlers[1].HttpHeaders));
        Assert.Equal((LoginRule.Admin, AuthFailAction.Unauthorized, SecureRule.Always, 301),
            (app.Handlers[2].Login, app.Handlers[2].AuthFailAction, app.Handlers[2].Secure, app.Handlers[2].RedirectStatus));
        Assert.Equal(TimeSpan.FromMilliseconds(30), Assert.IsType<AutomaticScaling>(app.Scaling).MinPendingLatency);
    }

    [Fact]
    public void One_line_is_enough_for_python3()
    {
        var app = Read("runtime: python3\n");

        Assert.Equal(("default", null, true, 10, "F1"), (app.Service, app.Version, app.ThreadSafe, app.MaxConcurrentRequests, app.InstanceClass));
        Assert.Equal("main:app", ImplicitScript.Of(app));
        Assert.True(ImplicitScript.HasCatchAll(app));
    }

    [Fact]
    public void Python3_takes_one_request_at_a_time_where_a_handler_is_a_CGI_script()
    {
        var app = Read("runtime: python3\nhandlers:\n- url: /.*\n  script: cgi/hello.py\n");

        Assert.False(app.ThreadSafe);
        Assert.Equal(1, app.MaxConcurrentRequests);
    }

    [Theory]
    [InlineData("manual_scaling: {instances: 3}")]
    [InlineData("basic_scaling: {max_instances: 2}")]
    public void Other_scaling_takes_as_many_requests_and_a_larger_instance(string scaling)
    {
        var app = Read($"runtime: python311\n{scaling}\n");

        Assert.Equal((10, "B2"), (app.MaxConcurrentRequests, app.InstanceClass));
    }

    [Fact]
    public void CGI_scripts_are_allowed_where_an_instance_takes_one_request()
    {
        var app = Read("runtime: python27\napi_version: 1\nthreadsafe: true\nautomatic_scaling: {max_concurrent_requests: 1}\nhandlers:\n- url: /.*\n  script: main.py\n");

        Assert.Equal(1, app.MaxConcurrentRequests);
    }

    [Theory]
    [InlineData("env", "standard", "x")]
    [InlineData("nobuild_files", "^a$", "(")]
    [InlineData("build_env_variables", "{A: b}", "{A-B: b}")]
    [InlineData("service_account", "a@b.c", "a")]
    [InlineData("vpc_access_connector", "{name: a}", "{name: A}")]
    [InlineData("main", "./main", "[a]")]
    [InlineData("runtime_channel", "beta", "[a]")]
    [InlineData("runtime_config", "{a: b}", "a")]
    [InlineData("endpoints_api_service", "{name: a}", "a")]
    [InlineData("standard_websocket", "true", "a")]
    [InlineData("code_lock", "true", "a")]
    [InlineData("derived_file_type", "[java_precompiled]", "[a]")]
    [InlineData("source_language", "python", "[a]")]
    [InlineData("network", "{name: a}", "a")]
    [InlineData("resources", "{cpu: 1}", "a")]
    [InlineData("health_check", "{host: a}", "a")]
    [InlineData("liveness_check", "{path: /}", "a")]
    [InlineData("readiness_check", "{path: /}", "a")]
    [InlineData("vm", "false", "a")]
    [InlineData("vm_settings", "{a: b}", "a")]
    [InlineData("beta_settings", "{a: b}", "a")]
    [InlineData("zones", "[a]", "a")]
    [InlineData("auto_id_policy", "default", "a")]
    [InlineData("admin_console", "{pages: [{name: a, url: /a}]}", "a")]
    [InlineData("api_config", "{url: /a, script: a}", "{url: a, script: a}")]
    [InlineData("backends", "[{name: a}]", "[{name: A}]")]
    public void An_element_whose_feature_comes_later_is_checked_now(string name, string right, string wrong)
    {
        Assert.Empty(AppYamlReader.Read($"runtime: python3\n{name}: {right}\n", "app.yaml").Errors);
        Assert.Equal(2, Assert.Single(AppYamlReader.Read($"runtime: python3\n{name}: {wrong}\n", "app.yaml").Errors).Line);
    }

    [Fact]
    public void Values_may_be_shared_by_anchors()
    {
        var app = Read("runtime: python3\nenv_variables: &v {A: x}\nbuild_env_variables: *v\n");

        Assert.Equal("x", app.EnvVariables["A"]);
    }

    [Fact]
    public void A_file_that_multiplies_itself_by_anchors_is_refused_quickly()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 12).Select(n => $"a{n}: &a{n} [{string.Join(", ", Enumerable.Repeat($"*a{n - 1}", 10))}]\n"));

        var error = Assert.Single(AppYamlReader.Read(bomb, "app.yaml").Errors);

        Assert.Contains("more than 100,000 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var error = Assert.Single(AppYamlReader.Read($"a: {new string('[', 500)}{new string(']', 500)}", "app.yaml").Errors);

        Assert.Contains("nested deeper than 32", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gunicorn main:app", "main:app")]
    [InlineData("gunicorn -b :$PORT main:app", "main:app")]
    [InlineData("exec gunicorn --bind=:8080 --workers 2 shop.wsgi:application --timeout 0", "shop.wsgi:application")]
    [InlineData("python3 -m gunicorn -w 4 'web:create'", "web:create")]
    [InlineData("DEBUG=1 gunicorn main:app", "main:app")]
    [InlineData("gunicorn main", "main:application")]
    [InlineData("gunicorn a:b c:d", null)]
    [InlineData("gunicorn -b :$PORT main", null)]
    [InlineData("python main.py", null)]
    [InlineData("./start.sh && gunicorn main:app", null)]
    [InlineData("uvicorn main:app", null)]
    public void The_WSGI_object_of_an_entrypoint_is_taken_where_it_is_plain(string entrypoint, string? expected) =>
        Assert.Equal(expected, EntrypointTarget.Recognise(entrypoint));

    private static AppYaml Read(string text)
    {
        var result = AppYamlReader.Read(text, "app.yaml");
        Assert.Empty(result.Errors);
        return result.Value!;
    }
}
