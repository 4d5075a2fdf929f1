using System.Text.Json;
using Weir.IntegrationTests.Commands;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Templates;

/// <summary>A server beside a Gorgias sandbox, to which a person applies a template as its README says.</summary>
internal sealed class TemplateKit : IAsyncDisposable
{
    private static readonly TimeSpan RunBound = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder;
    private readonly WeirProcess _weir;

    private TemplateKit(TestFolder folder, GorgiasSandbox gorgias, WeirProcess weir) =>
        (_folder, Gorgias, _weir) = (folder, gorgias, weir);

    public GorgiasSandbox Gorgias { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="gorgias">How the account is.</param>
    public static async Task<TemplateKit> StartAsync(GorgiasSandboxOptions gorgias)
    {
        var folder = new TestFolder();
        var sandbox = await GorgiasSandbox.StartAsync(gorgias, Stop);
        var weir = await WeirProcess.ServeAsync(
            folder, [KeyValuePair.Create("Weir__Applications__gorgias__BaseUri", sandbox.BaseUri.ToString())]);
        return new TemplateKit(folder, sandbox, weir);
    }

    /// <summary>
    /// Applies a template with what a person would write into its files, but for the schedule: a run that begins by itself
    /// in the middle of a test would make it another one.
    /// </summary>
    /// <param name="template">Its folder.</param>
    /// <param name="edits">What stands in the files, and what is written there instead. Each must be found.</param>
    public async Task ApplyAsync(string template, params (string From, string To)[] edits)
    {
        (string From, string To)[] all =
            [("your-subdomain", "fuchsia"), ("you@example.com", Gorgias.Username), .. edits];
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files.Where(f => f.StartsWith($"templates/{template}/", StringComparison.Ordinal)))
        {
            var text = Repository.Text(file).Split("\nschedule:")[0] + "\n";
            foreach (var (from, to) in all.Where(e => text.Contains(e.From, StringComparison.Ordinal)))
            {
                found.Add(from);
                text = text.Replace(from, to, StringComparison.Ordinal);
            }

            var target = _folder[file];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(target, text, Stop);
        }

        Assert.Empty(all.Select(e => e.From).Except(found));
        var applied = await CommandAsync("apply", _folder[$"templates/{template}"], "--yes");
        Assert.True(applied.ExitCode == 0, applied.Output + applied.Error);
    }

    /// <summary>What <c>weir</c> answers to somebody at a terminal of this server.</summary>
    public Task<CommandResult> CommandAsync(params string[] arguments) => WeirProgram.RunAsync(
        arguments,
        [
            KeyValuePair.Create("WEIR_URLS", _weir.Address.ToString()),
            KeyValuePair.Create("WEIR_TOKEN", WeirProcess.Token),
            KeyValuePair.Create("GORGIAS_PASSWORD", Gorgias.Password),
            KeyValuePair.Create("SHOP_TOKEN", "a-token-of-the-shop"),
            KeyValuePair.Create("FORM_TOKEN", "a-token-of-the-form"),
        ]);

    /// <summary>Runs a flow to its end, and gives the run. It must complete without an error.</summary>
    public async Task<JsonElement> RunAsync(string flow)
    {
        var run = await EndAsync(flow);
        // One that is paused waits for a person, or longer than a test does.
        Assert.True(run.GetProperty("status").GetString() == "completed", run.ToString());
        Assert.All(run.GetProperty("steps").EnumerateArray(), s => Assert.Equal(0, s.GetProperty("error").GetInt32()));
        return run;
    }

    private async Task<JsonElement> EndAsync(string flow)
    {
        var flows = await _weir.SendAsync(HttpMethod.Get, $"flows?q={Uri.EscapeDataString(flow)}");
        var id = flows.GetProperty("data").EnumerateArray().Single(f => f.GetProperty("name").GetString() == flow).GetProperty("id");
        var run = await _weir.SendAsync(HttpMethod.Post, $"flows/{id}/runs");
        var address = $"runs/{run.GetProperty("id")}";
        await Wait.UntilAsync(
            async () =>
            {
                run = await _weir.SendAsync(HttpMethod.Get, address);
                return run.GetProperty("endedAt").ValueKind != JsonValueKind.Null || run.GetProperty("status").GetString() == "paused";
            },
            RunBound,
            Stop);
        return run;
    }

    /// <summary>Runs a flow to its end, and gives how many records of it are in the errors.</summary>
    public async Task<int> ErrorsOfAsync(string flow) =>
        (await EndAsync(flow)).GetProperty("steps").EnumerateArray().Sum(s => s.GetProperty("error").GetInt32());

    /// <summary>Puts a file into this folder of the server, a line for each record.</summary>
    public async Task PutAsync(string file, params IEnumerable<string> lines)
    {
        var path = _folder[$"data/files/{file}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllLinesAsync(path, lines, Stop);
    }

    /// <summary>The files of this folder of the server and the records in each, in the order in which they were written.</summary>
    public async Task<List<IReadOnlyList<JsonElement>>> FilesAsync(string folder, string prefix)
    {
        List<IReadOnlyList<JsonElement>> files = [];
        foreach (var file in Directory.GetFiles(_folder[$"data/files/{folder}"], $"{prefix}-*").Order(StringComparer.Ordinal))
        {
            files.Add([.. (await File.ReadAllLinesAsync(file, Stop)).Select(line => JsonElement.Parse(line))]);
        }

        return files;
    }

    public async ValueTask DisposeAsync()
    {
        await _weir.DisposeAsync();
        await Gorgias.DisposeAsync();
        _folder.Dispose();
    }
}
