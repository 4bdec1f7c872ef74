namespace Actors.Configuration.Tests.App;

/// <summary>What is wrong, where it says so, and the sentence that helps.</summary>
public class AppYamlErrorTests
{
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\n";

    [Theory]
    // Keys.
    [InlineData("runtime: python3\nthreadsaf: true\n", "2:1: The key \"threadsaf\" is not known in app.yaml. Did you mean \"threadsafe\"?")]
    [InlineData("runtime: python3\nenv-variables: {}\n", "2:1: The key \"env-variables\" is not known in app.yaml. Did you mean \"env_variables\"?")]
    [InlineData("runtime: python3\nservice: a\nservice: b\n", "3:1: The key \"service\" is given twice, first in line 2. Keep one of them.")]
    [InlineData("threadsafe: true\n", "1:1: The key \"runtime\" is missing in app.yaml. Allowed are python27, python38 to python314, and python3")]
    [InlineData("runtime:\nthreadsafe: true\n", "1:1: The key \"runtime\" is missing in app.yaml.")]
    [InlineData("runtime: python3\nservice: a\nmodule: a\n", "3:1: Both \"service\" and \"module\" are given, which mean the same. Keep \"service\".")]
    [InlineData("runtime: python3\napplication: a\nproject: a\n", "3:1: Both \"application\" and \"project\" are given")]
    // Values.
    [InlineData("runtime: Python27\n", "1:10: \"runtime\" is \"Python27\". Allowed are python27, python38 to python314, and python3 (the Python 3 of this machine). Did you mean \"python27\"?")]
    [InlineData("runtime: python3.11\n", "Did you mean \"python311\"?")]
    [InlineData("runtime: php55\n", "1:10: \"runtime\" is \"php55\".")]
    [InlineData("runtime: python3\nversion: Foo_1\n", "2:10: \"version\" is \"Foo_1\". Allowed are 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.")]
    [InlineData("runtime: python3\nversion: a-dot-b\n", "2:10: \"version\" is \"a-dot-b\". A version must not contain \"-dot-\"")]
    [InlineData("runtime: python3\nversion: ah-builtin-x\n", "nor begin with \"ah-\"")]
    [InlineData("runtime: python3\nservice: -a\n", "2:10: \"service\" is \"-a\".")]
    [InlineData("runtime: python3\nthreadsafe: maybe\n", "2:13: \"threadsafe\" is \"maybe\". Allowed are true and false")]
    [InlineData("runtime: python3\nenv_variables:\n  A-B: c\n", "3:3: \"env_variables\" has the name \"A-B\". Allowed are letters, digits and underscores")]
    [InlineData("runtime: python3\nenv_variables:\n  A: [1]\n", "3:6: \"A\" is a list, not a single value.")]
    [InlineData("runtime: python3\nenv_variables: [A]\n", "2:16: \"env_variables\" is a list, not names with values.")]
    [InlineData("runtime: python3\nenv_variables: {GAE_ENV: x}\n", "Names that begin with GAE are reserved")]
    [InlineData("runtime: python3\ndefault_expiration: 1w\n", "2:21: \"default_expiration\" is \"1w\". Allowed are numbers followed by d, h, m or s")]
    [InlineData("runtime: python3\ninstance_class: Z9\n", "2:17: \"instance_class\" is \"Z9\". Allowed are F1, F2, F4, F4_1G.")]
    [InlineData("runtime: python3\nmanual_scaling: {instances: 1}\ninstance_class: F1\n", "Allowed are B1, B2, B4, B4_1G, B8.")]
    [InlineData("runtime: python3\ninbound_services: [warm_up]\n", "Did you mean \"warmup\"?")]
    [InlineData("runtime: python3\nlibraries: [{name: jinja2}]\n", "\"libraries\" is given with \"runtime: python3\".")]
    [InlineData("runtime: python3\nskip_files: '('\n", "2:13: \"skip_files\" is \"(\", which is not a regular expression: a closing parenthesis is missing")]
    // Scaling.
    [InlineData("runtime: python3\nautomatic_scaling: {max_concurrent_requests: 0}\n", "2:46: \"max_concurrent_requests\" is \"0\". Allowed are integers from 1 to 1000.")]
    [InlineData("runtime: python3\nautomatic_scaling: {min_pending_latency: 30}\n", "\"min_pending_latency\" is \"30\".")]
    [InlineData("runtime: python3\nautomatic_scaling: {max_concurent_requests: 5}\n", "The key \"max_concurent_requests\" is not known in automatic_scaling. Did you mean \"max_concurrent_requests\"?")]
    [InlineData("runtime: python3\nautomatic_scaling: {min_instances: 5, max_instances: 2}\n", "\"min_instances\" is greater than \"max_instances\".")]
    [InlineData("runtime: python3\nbasic_scaling: {max_instances: 1, idle_timeout: 1h}\n", "\"idle_timeout\" is \"1h\". Allowed are seconds or minutes")]
    [InlineData("runtime: python3\nbasic_scaling: {}\n", "The key \"max_instances\" is missing in basic_scaling.")]
    [InlineData("runtime: python3\nmanual_scaling: {instances: 0}\n", "\"instances\" is \"0\".")]
    [InlineData("runtime: python3\nmanual_scaling: {instances: 1}\nautomatic_scaling: {}\n", "Both \"automatic_scaling\" and \"manual_scaling\" are given.")]
    // What python27 requires.
    [InlineData("runtime: python27\napi_version: 1\n", "1:1: The key \"threadsafe\" is missing, which python27 requires.")]
    [InlineData("runtime: python27\nthreadsafe: true\n", "1:1: The key \"api_version\" is missing, which python27 requires. Add \"api_version: 1\".")]
    [InlineData("runtime: python27\nthreadsafe: true\napi_version: 2\n", "3:14: \"api_version\" is \"2\". Allowed is 1.")]
    [InlineData(Python27 + "libraries: [{name: jinga2}]\n", "The library \"jinga2\" is not known. Did you mean \"jinja2\"?")]
    [InlineData(Python27 + "libraries: [{name: jinja2, version: 2.7}]\n", "The library \"jinja2\" has no version \"2.7\". Allowed are 2.6 and latest.")]
    [InlineData(Python27 + "libraries: [{name: six}, {name: six}]\n", "The library \"six\" is given twice.")]
    [InlineData(Python27 + "builtins: [{deferred: maybe}]\n", "\"deferred\" is \"maybe\". Allowed are on and off.")]
    [InlineData(Python27 + "builtins: [{deferred: on, appstats: on}]\n", "Each entry of \"builtins\" is one name with on or off.")]
    [InlineData(Python27 + "entrypoint: gunicorn main:app\n", "\"entrypoint\" is given with \"runtime: python27\".")]
    // Handlers.
    [InlineData(Python27 + "handlers:\n- url: /x\n", "5:3: This handler for \"/x\" has nothing to answer with. Give one of script, static_dir and static_files.")]
    [InlineData(Python27 + "handlers:\n- script: main.app\n", "5:3: The key \"url\" is missing in a handler.")]
    [InlineData(Python27 + "handlers: {url: /x, script: main.app}\n", "4:11: \"handlers\" is keys with values, not a list.")]
    [InlineData(Python27 + "handlers:\n- url: x\n  script: main.app\n", "5:8: \"url\" is \"x\". Allowed are patterns that begin with")]
    [InlineData(Python27 + "handlers:\n- url: ^/x\n  script: main.app\n", "It always begins at the start of the path; remove \"^\".")]
    [InlineData(Python27 + "handlers:\n- url: /(x\n  script: main.app\n", "5:8: \"url\" is \"/(x\", which is not a regular expression: a closing parenthesis is missing")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: main.app\n  mime_type: text/plain\n", "7:3: \"mime_type\" is given with \"script\".")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: main.app\n  static_dir: x\n", "7:3: This handler for \"/x\" has both \"script\" and \"static_dir\".")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_files: x\n", "6:17: \"static_files\" is given without \"upload\".")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: x\n  upload: x\n", "7:3: \"upload\" is given with \"static_dir\".")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: ../x\n", "6:15: \"static_dir\" is \"../x\". Allowed are paths inside the app's directory")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: /etc\n", "\"static_dir\" is \"/etc\".")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: main.app\n  position: head\n", "7:3: \"position\" is used in app.yaml.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: main.py\n", "5:1: The handler for \"/x\" runs the CGI script \"main.py\", which \"threadsafe: true\" forbids.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: cgi/main\n", "runs the CGI script \"cgi/main\"")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: auto\n", "has \"script: auto\", which belongs to python3.")]
    [InlineData(Python27 + "handlers:\n- url: /(a)/x\n  static_files: \\2.png\n  upload: .*\n", "\"static_files\" refers to \\2, but \"/(a)/x\" has one group.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: x\n  mime_type: text/plain\n  http_headers: {content-type: text/plain}\n", "7:3: The type is given twice")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: x\n  http_headers: {Server: me}\n", "7:18: The header \"Server\" cannot be set. The platform sets it; remove it.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: x\n  http_headers: {Accept: me}\n", "It belongs to requests; remove it.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: x\n  http_headers: {X-Appengine-Y: me}\n", "Names that begin with X-Appengine are reserved")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  static_dir: x\n  http_headers: {X-A: caf\u00e9}\n", "A header's value is made of printable ASCII characters.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: main.app\n  login: everyone\n", "7:10: \"login\" is \"everyone\". Allowed are optional, required, admin.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: main.app\n  redirect_http_response_code: 308\n", "Allowed are 301, 302, 303, 307.")]
    [InlineData(Python27 + "handlers:\n- url: /x\n  script: main.app\n  scirpt: main.app\n", "7:3: The key \"scirpt\" is not known in a handler. Did you mean \"script\"?")]
    [InlineData("runtime: python3\nhandlers:\n- url: /s\n  static_dir: s\n", "2:1: No handler runs code. Add \"- url: /.*\" with \"script: auto\"")]
    [InlineData("runtime: python3\nentrypoint: python main.py\n", "2:13: \"entrypoint\" is \"python main.py\", which does not show what to serve.")]
    // The file itself.
    [InlineData("", "app.yaml: The file is empty.")]
    [InlineData("# nothing\n", "app.yaml: The file is empty.")]
    [InlineData("- a\n", "1:1: The file holds a list, not keys with values.")]
    [InlineData("runtime: python3\n---\nruntime: python3\n", "A second document begins here.")]
    [InlineData("runtime: python3\n\tversion: 1\n", "This is not YAML")]
    [InlineData("runtime: 'python3\n", "This is not YAML")]
    [InlineData("runtime: *nowhere\n", "nothing is anchored as \"nowhere\"")]
    public void A_mistake_is_named_with_its_place_and_its_remedy(string text, string expected)
    {
        var result = AppYamlReader.Read(text, "app.yaml");

        Assert.Null(result.Value);
        Assert.Contains(result.Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal) && error.ToString().StartsWith("app.yaml:", StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_in_the_order_of_the_file()
    {
        var result = AppYamlReader.Read(
            """
            runtime: python99
            versoin: 1
            threadsafe: sometimes
            handlers:
            - url: /a
            - url: b
              script: main.app
            """,
            "shop/app.yaml");

        Assert.Equal([1, 2, 3, 5, 6], result.Errors.Select(error => error.Line));
        Assert.All(result.Errors, error => Assert.StartsWith($"shop/app.yaml:{error.Line}:{error.Column}: ", error.ToString(), StringComparison.Ordinal));
        Assert.All(result.Errors, error => Assert.NotEmpty(error.Remedy));
    }

    [Fact]
    public void One_hundred_handlers_are_accepted_and_one_more_is_not()
    {
        static string With(int handlers) => "runtime: python3\nhandlers:\n" + string.Concat(Enumerable.Range(0, handlers).Select(n => $"- url: /{n}\n  script: auto\n"));

        Assert.Empty(AppYamlReader.Read(With(100), "app.yaml").Errors);
        Assert.Contains("There are 101 handlers.", Assert.Single(AppYamlReader.Read(With(101), "app.yaml").Errors).Message, StringComparison.Ordinal);
    }
}
