using System.Text;
using System.Text.Json;
using Weir.Commands;
using Weir.Commands.Demo;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Commands;

/// <summary><c>weir pull</c> and <c>weir apply</c>, typed by a person or a pipeline.</summary>
public sealed class ConfigurationCommandTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private GorgiasSandbox _gorgias = null!;
    private HttpSink _sink = null!;
    private WeirProcess _weir = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Files => _folder["configuration"];

    public async ValueTask InitializeAsync()
    {
        _gorgias = await GorgiasSandbox.StartAsync(new GorgiasSandboxOptions { Tickets = 5 }, Stop);
        _sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        _weir = await WeirProcess.ServeAsync(_folder, Sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        await _weir.DisposeAsync();
        await _sink.DisposeAsync();
        await _gorgias.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_in_the_wrong_place_is_told_and_nothing_is_applied()
    {
        Directory.CreateDirectory(Path.Combine(Files, "connection"));
        await File.WriteAllTextAsync(Path.Combine(Files, "connection", "a.yaml"), "name: A\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(Files, "stray.yaml"), "name: A\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(Files, "README.md"), "# Ours\n", Stop);

        var applied = await RunAsync(_weir, "apply", Files, "--yes", "--prune");

        Assert.Equal(1, applied.ExitCode);
        Assert.Contains("connection/ is no folder of a configuration", applied.Error, StringComparison.Ordinal);
        Assert.Contains("stray.yaml lies beside the folders", applied.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_pulled_is_applied_to_an_empty_server_and_pulled_again_byte_for_byte()
    {
        await _weir.FlowAsync(_gorgias, _sink);
        var pulled = await RunAsync(_weir, "pull", Files);
        Assert.Equal(0, pulled.ExitCode);
        Assert.Equal(
            """
            wrote connections/help-desk.yaml
            wrote connections/sink.yaml
            wrote exports/tickets.yaml
            wrote imports/sink.yaml
            wrote flows/tickets-to-the-sink.yaml
            5 written, 0 unchanged.
            Secrets are not in the files; 'weir apply' takes them from HELP_DESK_PASSWORD.

            """,
            pulled.Output);
        using var elsewhere = new TestFolder();
        await using var other = await WeirProcess.ServeAsync(elsewhere, Sandbox);

        var applied = await RunAsync(other, [("HELP_DESK_PASSWORD", _gorgias.Password)], "apply", Files, "--yes");
        var again = await RunAsync(other, [("HELP_DESK_PASSWORD", _gorgias.Password)], "apply", Files);
        await RunAsync(other, "pull", _folder["again"]);

        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
        Assert.Contains("+ flow        Tickets to the sink", applied.Output, StringComparison.Ordinal);
        Assert.Contains("5 to create.", applied.Output, StringComparison.Ordinal);
        Assert.Contains("Applied: 5 created.", applied.Output, StringComparison.Ordinal);
        Assert.Contains("'Help desk' works: Signed in to fuchsia", applied.Output, StringComparison.Ordinal);
        Assert.Equal((0, "Nothing to change.\n"), (again.ExitCode, again.Output));
        Assert.Equal(Contents(Files), Contents(_folder["again"]));
        Assert.DoesNotContain(_gorgias.Password, string.Concat(Contents(Files).Values), StringComparison.Ordinal);
        var run = await RunAsync(other, "flows", "run", "Tickets to the sink", "--wait");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public async Task What_the_demo_makes_is_the_same_on_another_server()
    {
        using var client = new ApiClient(_weir.Address, WeirProcess.Token);
        var demo = new DemoSetup(client);
        var desk = await demo.GorgiasAsync(
            new SandboxReady($"{_gorgias.BaseUri}", _gorgias.Username, _gorgias.Password, 5), Stop);
        await demo.FlowAsync(desk, await demo.FilesAsync(Stop), Stop);
        await RunAsync(_weir, "pull", Files);
        using var elsewhere = new TestFolder();
        await using var other = await WeirProcess.ServeAsync(elsewhere, Sandbox);

        var applied = await RunAsync(other, [("GORGIAS_SANDBOX_PASSWORD", _gorgias.Password)], "apply", Files, "--yes");
        await RunAsync(other, "pull", _folder["again"]);

        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
        Assert.Contains("Applied: 7 created.", applied.Output, StringComparison.Ordinal);
        Assert.Equal(Contents(Files), Contents(_folder["again"]));
        var run = await RunAsync(other, "flows", "run", "Tickets to a file", "--wait");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public async Task A_pull_writes_what_is_new_keeps_names_and_variables_and_leaves_everything_else()
    {
        await _weir.FlowAsync(_gorgias, _sink);
        await RunAsync(_weir, "pull", Files);
        File.Move(At("exports/tickets.yaml"), At("exports/mine.yml"));
        Replace("connections/help-desk.yaml", "HELP_DESK_PASSWORD", "MY_OWN");
        Write("flows/other.yaml", "name: Other\n");
        Write("flows/notes.txt", "x");
        Write("readme.yaml", "x: [");

        var pulled = await RunAsync(_weir, "pull", Files);

        Assert.Equal(
            """
            left flows/other.yaml: it is not on the server (--prune removes it)
            0 written, 5 unchanged.
            Secrets are not in the files; 'weir apply' takes them from MY_OWN.

            """,
            pulled.Output);
        var pruned = await RunAsync(_weir, "pull", Files, "--prune", "--json");
        Assert.Equal("""{"written":[],"unchanged":5,"removed":["flows/other.yaml"],"variables":["MY_OWN"]}""" + "\n", pruned.Output);
        Assert.True(File.Exists(At("flows/notes.txt")) && File.Exists(At("readme.yaml")) && !File.Exists(At("flows/other.yaml")));
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_changed_without_yes()
    {
        Write("integrations/a.yaml", "name: A\n");

        var asked = await RunAsync(_weir, "apply", Files);
        var json = await RunAsync(_weir, "apply", Files, "--json");

        Assert.Equal((2, "Nothing was changed: add --yes to apply this where nobody can be asked.\n"), (asked.ExitCode, asked.Error));
        Assert.Equal("+ integration A\n1 to create.\n", asked.Output);
        Assert.Equal(2, json.ExitCode);
        Assert.Equal("create", JsonDocument.Parse(json.Output).RootElement.GetProperty("changes")[0].GetProperty("action").GetString());
        Assert.Equal("There are no connections.\n", (await RunAsync(_weir, "connections", "list")).Output);
    }

    [Fact]
    public async Task The_difference_is_shown_and_only_prune_deletes()
    {
        await _weir.FlowAsync(_gorgias, _sink);
        await RunAsync(_weir, "pull", Files);
        File.Delete(At("flows/tickets-to-the-sink.yaml"));
        Replace("imports/sink.yaml", "path: /things", "path: /others");

        var kept = await RunAsync(_weir, "apply", Files, "--yes");
        var pruned = await RunAsync(_weir, "apply", Files, "--yes", "--prune");

        Assert.Equal(
            """
            ~ import      Sink
                request.path: "/things" → "/others"
            On the server and not in the folder, left as it is (--prune deletes it): flow 'Tickets to the sink'
            1 to change.
            Applied: 1 changed.

            """,
            kept.Output);
        Assert.Equal("- flow        Tickets to the sink\n1 to delete.\nApplied: 1 deleted.\n", pruned.Output);
    }

    [Fact]
    public async Task A_missing_variable_leaves_the_connection_untested_and_is_told_each_time()
    {
        Write("connections/desk.yaml", Desk("{ $env: DESK_PASSWORD }"));
        const string told = "DESK_PASSWORD is not set: 'Desk' has no password and stays untested. Set it and apply again.\n";

        var applied = await RunAsync(_weir, "apply", Files, "--yes");
        var again = await RunAsync(_weir, "apply", Files, "--yes");
        var empty = await RunAsync(_weir, [("DESK_PASSWORD", "")], "apply", Files, "--yes");
        var given = await RunAsync(_weir, [("DESK_PASSWORD", _gorgias.Password)], "apply", Files, "--yes");

        Assert.Equal((0, true), (applied.ExitCode, applied.Output.EndsWith(told, StringComparison.Ordinal)));
        Assert.Equal((0, "Nothing to change.\n" + told), (again.ExitCode, again.Output));
        Assert.Equal(again.Output, empty.Output);
        Assert.Contains("settings.password: another secret\n", given.Output, StringComparison.Ordinal);
        Assert.Contains("'Desk' works", given.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_is_told_at_its_place_in_its_file()
    {
        Write("connections/desk.yaml", Desk("hunter2"));
        Write("exports/a.yaml", "name: A\r\nconnection: Nobody\r\n");
        Write("flows/f.yaml", "\uFEFFname: F\nsteps:\n  - id: x\n    color: red\n    import: None\n");

        var refused = await RunAsync(_weir, "apply", Files, "--yes");

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            """
            connections/desk.yaml:6:3: A secret is not written down: name the variable that holds it, as in {"$env":"GORGIAS_PASSWORD"}.
            exports/a.yaml:2:1: There is no connection called 'Nobody', neither here nor on the server.
            flows/f.yaml:5:5: There is no import called 'None', neither here nor on the server.
            flows/f.yaml:4:5: There is no field 'color' here.

            """,
            refused.Error);
        Assert.DoesNotContain("hunter2", refused.Output + refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_cannot_be_trusted_are_refused_before_the_server_is_asked()
    {
        Write("exports/a.yaml", "name: A\nx: &a [1]\ny: *a\n");
        Write("exports/b.yaml", "name: B\nname: B\n");
        Write("exports/c.yaml", "name: C\n---\nname: D\n");
        Write("exports/deep/e.yaml", "name: E\n");
        Write("flows/one.yaml", "name: Same\n");
        Write("flows/two.yaml", "name: SAME\n");
        Write("elsewhere.txt", "name: X\n");
        File.CreateSymbolicLink(At("exports/link.yaml"), At("elsewhere.txt"));
        Directory.CreateSymbolicLink(At("imports"), At("exports"));

        var refused = await RunAsync(_weir, "apply", Files, "--yes");
        var pulled = await RunAsync(_weir, "pull", Files);

        Assert.Equal(
            """
            exports/a.yaml:2:4: anchors and aliases are not read; write the value out
            exports/a.yaml:3:4: anchors and aliases are not read; write the value out
            exports/b.yaml:2:1: the key 'name' stands in line 1 already; keep one of them
            exports/c.yaml:2:1: a second document begins here; keep one in a file
            exports/deep/ is a folder; the files of a kind lie side by side, so move its files up
            exports/link.yaml is a link, and links are not followed; put the file itself there
            imports/ is a link, and links are not followed; put the folder itself there
            flows/one.yaml and flows/two.yaml both hold the flow 'Same'; keep one of them

            """,
            refused.Error);
        Assert.Equal((1, 1, refused.Error), (refused.ExitCode, pulled.ExitCode, pulled.Error));
    }

    [Fact]
    public async Task A_secret_in_a_file_is_refused()
    {
        Write("connections/a.yaml", "name: A\nsettings: { password: { $secret: x } }\n");

        var refused = await RunAsync(_weir, "apply", Files, "--yes");

        Assert.StartsWith(
            "connections/a.yaml:2:13: a secret is not written into a file", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_configuration_deletes_nothing()
    {
        await _weir.FlowAsync(_gorgias, _sink);
        Write("notes.txt", "x");

        var nothing = await RunAsync(_weir, "apply", Files, "--yes", "--prune");
        var nowhere = await RunAsync(_weir, "apply", _folder["nowhere"], "--yes", "--prune");

        Assert.StartsWith($"{Files} holds no configuration", nothing.Error, StringComparison.Ordinal);
        Assert.Equal((1, $"There is no folder {_folder["nowhere"]}.\n"), (nowhere.ExitCode, nowhere.Error));
        Assert.Contains("Help desk", (await RunAsync(_weir, "connections", "list")).Output, StringComparison.Ordinal);
    }

    private IEnumerable<KeyValuePair<string, string>> Sandbox =>
        [KeyValuePair.Create("Weir__Applications__gorgias__BaseUri", _gorgias.BaseUri.ToString())];

    private static SortedDictionary<string, string> Contents(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f), f => Encoding.UTF8.GetString(File.ReadAllBytes(f)), StringComparer.Ordinal),
        StringComparer.Ordinal);

    private static Task<CommandResult> RunAsync(WeirProcess weir, params string[] arguments) => RunAsync(weir, [], arguments);

    private static Task<CommandResult> RunAsync(
        WeirProcess weir, (string Name, string Value)[] environment, params string[] arguments) => WeirProgram.RunAsync(
        arguments,
        [
            KeyValuePair.Create("WEIR_URLS", weir.Address.ToString()),
            KeyValuePair.Create("WEIR_TOKEN", WeirProcess.Token),
            .. environment.Select(e => KeyValuePair.Create(e.Name, e.Value)),
        ]);

    private string Desk(string password) =>
        $"name: Desk\napplication: gorgias\nsettings:\n  subdomain: fuchsia\n  username: {_gorgias.Username}\n  password: {password}\n";

    private string At(string file) => Path.Combine(Files, file);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
        File.WriteAllText(At(file), text);
    }

    private void Replace(string file, string text, string by)
    {
        var before = File.ReadAllText(At(file));
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(At(file), before.Replace(text, by, StringComparison.Ordinal));
    }
}
