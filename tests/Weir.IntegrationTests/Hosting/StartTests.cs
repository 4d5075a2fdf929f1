using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Weir.IntegrationTests.Api;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Hosting;

public sealed class StartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_says_where_it_is_and_stops_in_order()
    {
        using var folder = new TestFolder();
        await using var weir = await WeirProcess.ServeAsync(folder);
        await using var stream = await OpenStreamAsync(weir);

        Assert.Equal(HttpStatusCode.OK, (await weir.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(0, await weir.StopAsync());
    }

    [Fact]
    public async Task Without_a_token_the_first_start_makes_one_that_only_this_user_can_read()
    {
        using var folder = new TestFolder();
        await using var weir = await WeirProcess.ServeAsync(folder, [KeyValuePair.Create("WEIR_API_TOKEN", "")]);
        var file = Path.Combine(folder["data"], "api-token");
        var token = (await File.ReadAllTextAsync(file, Stop)).Trim();

        Assert.Contains(file, weir.Error);
        Assert.DoesNotContain(token, weir.Error + weir.Output);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        weir.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await weir.Http.GetAsync(new Uri("/v1/connections", UriKind.Relative), Stop)).StatusCode);
        await weir.StopAsync();
        await weir.StartAsync();
        Assert.Equal(token, (await File.ReadAllTextAsync(file, Stop)).Trim());
    }

    [Fact]
    public async Task Each_start_without_an_owner_prints_a_new_code_and_sessions_outlive_a_kill()
    {
        using var folder = new TestFolder();
        await using var weir = await WeirProcess.ServeAsync(folder);
        var former = CodeIn(weir);
        await weir.StopAsync();
        await weir.StartAsync();
        var code = CodeIn(weir);
        Assert.NotEqual(former, code);
        using var browser = Caller.Browser(weir.Address);
        const string Owner = "\"email\":\"owner@weir.example\",\"password\":\"a fine long pass phrase\"";
        (await browser.PostAsync("setup", $"{{\"code\":\"{former}\",{Owner}}}")).MustRefuse(403, "forbidden", "code");
        (await browser.PostAsync("setup", $"{{\"code\":\"{code}\",{Owner}}}")).MustBe(201);

        await weir.KillAsync();
        await weir.StartAsync();

        Assert.DoesNotContain("ode", weir.Output);
        using var again = Caller.Browser(weir.Address);
        // The cookie's name carries the port, which is another one now.
        again.Cookie = $"weir_session_{weir.Address.Port}={browser.Cookie!.Split('=')[1]}";
        (await again.GetAsync("me")).MustBe(200);
    }

    [Fact]
    public async Task A_token_that_was_given_is_stored_nowhere()
    {
        using var folder = new TestFolder();
        await using var weir = await WeirProcess.ServeAsync(folder);
        await weir.StopAsync();

        foreach (var file in Directory.EnumerateFiles(folder["data"]))
        {
            Assert.DoesNotContain(WeirProcess.Token, await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, Stop));
        }
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence()
    {
        using var folder = new TestFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        await MustRefuseAsync(folder, url, ("WEIR_URLS", url));
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_one_sentence()
    {
        using var folder = new TestFolder();
        await using var weir = await WeirProcess.ServeAsync(folder);

        await MustRefuseAsync(folder, folder["data"]);
    }

    [Theory]
    [InlineData("WEIR_DATABASE", "Host=db.example", "WEIR_DATABASE")]
    [InlineData("WEIR_API_TOKEN", "short", "WEIR_API_TOKEN")]
    [InlineData("WEIR_OWNER_EMAIL", "owner@weir.example", "WEIR_OWNER_PASSWORD")]
    [InlineData("WEIR_PAGES", "nowhere", "WEIR_PAGES")]
    [InlineData("WEIR_MASTER_KEY", "not-a-key", "WEIR_MASTER_KEY")]
    [InlineData("Weir__Applications__nothing__BaseUri", "http://127.0.0.1:1", "Weir:Applications:nothing:BaseUri")]
    [InlineData("Weir__Network__AllowPrivateHosts", "perhaps", "Weir__Network__AllowPrivateHosts")]
    public async Task A_bad_setting_is_one_sentence_that_names_it(string name, string value, string named)
    {
        using var folder = new TestFolder();

        await MustRefuseAsync(folder, named, (name, value));
    }

    private static string CodeIn(WeirProcess weir) => Regex.Match(weir.Output, "([2-9A-Z]{4}-){4}[2-9A-Z]{4}").Value is { Length: > 0 } code
        ? code
        : throw new InvalidOperationException($"No set-up code: {weir.Output}");

    /// <summary>Exit code 1, nothing on standard output, one line on standard error that holds a word.</summary>
    private static async Task MustRefuseAsync(TestFolder folder, string word, params (string Name, string Value)[] environment)
    {
        var result = await WeirProgram.RunAsync(
            ["serve"],
            [
                KeyValuePair.Create("WEIR_DATA", folder["data"]),
                KeyValuePair.Create("WEIR_URLS", "http://127.0.0.1:0"),
                .. environment.Select(e => KeyValuePair.Create(e.Name, e.Value)),
            ]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(word, result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>An event stream that is open while the server stops.</summary>
    private static async Task<Stream> OpenStreamAsync(WeirProcess weir)
    {
        using var body = new StringContent(
            """{"name":"A","application":"http","settings":{"baseUri":"http://127.0.0.1:1"}}""",
            System.Text.Encoding.UTF8,
            "application/json");
        var created = await weir.Http.PostAsync(new Uri("/v1/connections?test=false", UriKind.Relative), body, Stop);
        created.EnsureSuccessStatusCode();
        return await weir.Http.GetStreamAsync(new Uri($"{created.Headers.Location}/traffic/events", UriKind.Relative), Stop);
    }
}
