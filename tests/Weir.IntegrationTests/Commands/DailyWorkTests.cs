using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Commands;

/// <summary>The commands that speak to a server, against one in a process of its own.</summary>
public sealed class DailyWorkTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private GorgiasSandbox _gorgias = null!;
    private HttpSink _sink = null!;
    private WeirProcess _weir = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gorgias = await GorgiasSandbox.StartAsync(new GorgiasSandboxOptions { Tickets = 30, RateLimit = false }, Stop);
        _sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        _weir = await WeirProcess.ServeAsync(_folder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Weir__Applications__gorgias__BaseUri"] = _gorgias.BaseUri.ToString(),
        });
        await _weir.FlowAsync(_gorgias, _sink);
    }

    [Fact]
    public async Task Connections_are_listed_and_tested()
    {
        var list = await RunAsync("connections", "list");
        Assert.Matches(@"^NAME +APPLICATION +STATUS +LEVEL +ID\nHelp desk +gorgias +online +10 +conn_\w+\nSink +http", list.Output);

        var test = await RunAsync("connections", "test", "HELP DESK");
        Assert.Equal(0, test.ExitCode);
        Assert.Matches(@"^'Help desk' works: Signed in to fuchsia \(\d+ ms\)\n$", test.Output);

        var json = JsonDocument.Parse((await RunAsync("connections", "test", "Help desk", "--json")).Output).RootElement;
        Assert.True(json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_connection_that_does_not_work_is_a_failure()
    {
        _gorgias.Faults.Add(new FaultRule { Match = "/api/account", Status = 401 });

        var test = await RunAsync("connections", "test", "Help desk");

        Assert.Equal(1, test.ExitCode);
        Assert.StartsWith("'Help desk' does not work (unauthorized):", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_is_run_and_followed_to_its_end()
    {
        Assert.Matches(@"^NAME +ENABLED +STEPS +ID\nTickets to the sink +yes +1 +flow_\w+\n$", (await RunAsync("flows", "list")).Output);

        var run = await RunAsync("flows", "run", "tickets to the sink", "--wait");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"The run run_\w+ is completed after \d+\.\d s\.\nSTEP +NAME +READ +SUCCESS", run.Output);
        Assert.Matches(@"\nwrite +Sink +30 +30 +0 +0 +30\n", run.Output);
        Assert.Equal(30, _sink.Delivered);
    }

    [Fact]
    public async Task A_script_gets_the_run_and_nothing_else()
    {
        var started = await RunAsync("flows", "run", "Tickets to the sink", "--json");
        Assert.Equal("queued", JsonDocument.Parse(started.Output).RootElement.GetProperty("status").GetString());
        Assert.Equal(0, started.ExitCode);

        await Wait.UntilAsync(() => _sink.Delivered == 30, TimeSpan.FromSeconds(60), Stop);
        await Wait.UntilAsync(
            async () => (await RunAsync("flows", "run", "Tickets to the sink", "--wait", "--json")) is { ExitCode: 0 } ended
                && JsonDocument.Parse(ended.Output).RootElement.GetProperty("status").GetString() == "completed",
            TimeSpan.FromSeconds(60),
            Stop);
    }

    [Fact]
    public async Task Failed_records_are_listed_and_tried_again()
    {
        _sink.Faults.Add(new FaultRule { Status = 422, Times = 4 });
        var run = await RunAsync("flows", "run", "Tickets to the sink", "--wait");
        Assert.Equal((1, "4 records are in the errors; 'weir errors list' shows why.\n"), (run.ExitCode, run.Error));

        var errors = JsonDocument.Parse((await RunAsync("errors", "list", "--json")).Output).RootElement;
        Assert.Equal(4, errors.GetArrayLength());
        Assert.Equal(5, (await RunAsync("errors", "list", "--flow", "Tickets to the sink")).Output.TrimEnd().Split('\n').Length);
        Assert.Contains("Tickets to the sink", (await RunAsync("errors", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("There are no such errors.", (await RunAsync("errors", "list", "--code", "mapping")).Output, StringComparison.Ordinal);

        var one = await RunAsync("errors", "retry", errors[0].GetProperty("id").GetString()!, "--wait");
        Assert.Equal(0, one.ExitCode);
        Assert.Equal(27, _sink.Delivered);
        var rest = await RunAsync("errors", "retry", "--flow", "Tickets to the sink", "--wait");
        Assert.Equal(0, rest.ExitCode);
        Assert.Equal(30, _sink.Delivered);
        Assert.Equal("[]\n", (await RunAsync("errors", "list", "--json")).Output);
        var nothing = await RunAsync("errors", "retry", "--flow", "Tickets to the sink", "--wait");
        Assert.Equal((0, "There are no open errors in 'Tickets to the sink'.\n"), (nothing.ExitCode, nothing.Output));
    }

    [Fact]
    public async Task A_pause_is_told_with_what_to_do_about_it()
    {
        _gorgias.Faults.Add(new FaultRule { Match = "/api", Status = 401 });
        await using var waiting = RunningProcess.Start(
            WeirProgram.StartInfo(["flows", "run", "Tickets to the sink", "--wait"], Environment));

        await Wait.UntilAsync(
            () => waiting.Output.Contains("'weir connections test NAME'", StringComparison.Ordinal), TimeSpan.FromSeconds(60), Stop);

        var second = await RunAsync("flows", "run", "Tickets to the sink");
        Assert.Equal(1, second.ExitCode);
        Assert.Matches(@"^The run run_\w+ of this flow is paused: ", second.Error);
    }

    [Fact]
    public async Task What_is_not_there_is_named_with_what_is()
    {
        var run = await RunAsync("flows", "run", "Tikets");

        Assert.Equal((1, "There is no flow 'Tikets'; there are: Tickets to the sink.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_token_that_is_not_known_is_refused_in_words()
    {
        var list = await RunAsync("flows", "list", "--token", "not-a-token");

        Assert.Equal((1, ""), (list.ExitCode, list.Output));
        Assert.Contains("does not accept this token", list.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_this_machine_the_token_is_found_in_the_data_folder()
    {
        using var folder = new TestFolder();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["WEIR_API_TOKEN"] = "" };
        await using var weir = await WeirProcess.ServeAsync(folder, environment);

        var list = await WeirProgram.RunAsync(
            ["connections", "list"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["WEIR_DATA"] = folder["data"],
                ["WEIR_URLS"] = weir.Address.ToString(),
            });

        Assert.Equal((0, "There are no connections.\n"), (list.ExitCode, list.Output));
    }

    public async ValueTask DisposeAsync()
    {
        await _weir.DisposeAsync();
        await _sink.DisposeAsync();
        await _gorgias.DisposeAsync();
        _folder.Dispose();
    }

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["WEIR_URLS"] = _weir.Address.ToString(),
        ["WEIR_TOKEN"] = WeirProcess.Token,
    };

    private Task<CommandResult> RunAsync(params string[] arguments) => WeirProgram.RunAsync(arguments, Environment);
}
