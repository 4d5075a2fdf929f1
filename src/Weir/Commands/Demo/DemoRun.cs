using System.Security.Cryptography;
using Weir.Engine.Runs;
using Weir.Hosting;
using Weir.Model;
using Weir.Sandbox;

namespace Weir.Commands.Demo;

/// <summary>
/// The main job with nothing to set up: a Gorgias sandbox and a server in this process, on free ports and with a folder of
/// their own, spoken to over the public API.
/// </summary>
internal static class DemoRun
{
    /// <summary>So long the sandbox holds each answer back: enough that slots are seen in use.</summary>
    private const int LatencyMs = 20;

    private static readonly Uri FreePort = new("http://127.0.0.1:0");

    /// <param name="tickets">How many tickets the sandbox has.</param>
    /// <param name="open">Whether the server stays until <paramref name="stop"/>, so that somebody can look round in it.</param>
    /// <param name="stop">Ctrl-C. Before the result is there the demo has failed; afterwards it is the way to end it.</param>
    public static async Task<int> RunAsync(int tickets, bool open, CancellationToken stop)
    {
        using var folder = new DemoFolder();
        try
        {
            var sandboxOptions = new GorgiasSandboxOptions { Tickets = tickets, LatencyMs = LatencyMs, RateLimit = false };
            await using var sandbox = await GorgiasSandbox.StartAsync(sandboxOptions, stop);
            var options = Options(folder, sandbox, open ? DemoOwner.New() : null);
            await using var host = await WeirHost.BuildAsync(options, stop);
            await host.StartAsync(stop);
            Say($"Gorgias sandbox   {sandbox.BaseUri}  ({tickets:N0} tickets, {LatencyMs} ms an answer, its rate limit is off)");
            Say($"Weir              {host.Address.GetLeftPart(UriPartial.Authority)}  (data in {folder.Data}, removed at the end)");
            using var client = new ApiClient(host.Address, options.ApiToken!.Reveal());
            var result = await MoveAsync(client, sandbox, tickets, FileIn(folder), stop);
            Conclude(result, folder);
            if (options.Owner is { } owner)
            {
                await StayOpenAsync(host, sandbox.Ready(), owner, stop);
            }
            else
            {
                folder.KeepsFiles = true;
            }

            return CommandLine.Succeeded;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new InterruptedException("The demo was stopped; what it made is removed.");
        }
    }

    private static string FileIn(DemoFolder folder) => Path.Combine(folder.Files, "demo", DemoSetup.FileName);

    /// <summary>Nothing of the environment but where the pages are: the demo touches no other data.</summary>
    private static WeirOptions Options(DemoFolder folder, GorgiasSandbox sandbox, OwnerOption? owner) => new()
    {
        Data = folder.Data,
        Files = folder.Files,
        Urls = [FreePort],
        Owner = owner,
        Pages = ServeProgram.Configuration()[WeirOptionsReader.PagesKey] is { Length: > 0 } pages ? pages : null,
        ApiToken = new Secret(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))),
        BaseUris = new Dictionary<string, string>(StringComparer.Ordinal) { ["gorgias"] = sandbox.BaseUri.ToString() },
    };

    private static async Task<DemoResult> MoveAsync(
        ApiClient client, GorgiasSandbox sandbox, int tickets, string file, CancellationToken stop)
    {
        var setup = new DemoSetup(client);
        var gorgias = await setup.GorgiasAsync(sandbox.Ready(), stop);
        Say($"Connection        '{gorgias.Name}' works: {gorgias.LastTest!.Message} ({gorgias.LastTest.LatencyMs} ms)");
        var files = await setup.FilesAsync(stop);
        var flow = await setup.FlowAsync(gorgias, files, stop);
        Say($"Flow              '{flow.Name}': tickets → customer lookup → file");
        sandbox.Log.Reset();
        var run = await client.PostAsync($"/v1/flows/{flow.Id}/runs", null, RunJson.Default.RunView, stop);
        var progress = new RunProgress(client, [gorgias.Id], tickets, TimeProvider.System);
        var ended = await progress.FollowAsync(run, stop);
        var expected = sandbox.TicketIds().ToHashSet();
        return new DemoResult(
            ended, expected.Count, sandbox.Log.Read(), gorgias.ConcurrencyLevel, DemoFile.Read(file, expected));
    }

    private static void Conclude(DemoResult result, DemoFolder folder)
    {
        result.Print();
        if (result.Failure() is { } failure)
        {
            throw new CommandFailedException(failure);
        }

        Say($"File              {FileIn(folder)}  ({result.File.Rows:N0} rows, {result.File.Bytes:N0} bytes)");
    }

    private static async Task StayOpenAsync(WeirHost host, SandboxReady sandbox, OwnerOption owner, CancellationToken stop)
    {
        Say($"");
        Say($"Open              {host.Address.GetLeftPart(UriPartial.Authority)}");
        Say($"Sign in with      {owner.Email}  {owner.Password.Reveal()}");
        Say($"Connect with      Subdomain fuchsia, Username {sandbox.Username}, Password {sandbox.Password}");
        Say($"Ctrl-C ends it; what it made is then removed, the file too.");
        try
        {
            await host.WaitForStopAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // This is how it ends.
        }
    }

    private static void Say(FormattableString line) => Console.Out.WriteLine(FormattableString.Invariant(line));
}
