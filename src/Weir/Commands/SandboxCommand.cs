using System.CommandLine;
using Weir.Sandbox;

namespace Weir.Commands;

/// <summary><c>weir sandbox gorgias</c></summary>
internal static class SandboxCommand
{
    private const int TicketsMax = 20_000_000;
    private const int RowsMax = 10_000;
    private const int LatencyMaxMs = 600_000;
    private const int CursorSecondsMax = 1_000_000;

    public static Command Create() => new("sandbox", "Applications that run on this machine, for demos and tests.") { Gorgias() };

    private static Command Gorgias()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen, on this machine only.",
            HelpName = "URL",
            DefaultValueFactory = _ => GorgiasSandboxOptions.UrlsDefault,
        };
        var tickets = NumberOption.Create("--tickets", "How many tickets there are.", GorgiasSandboxOptions.TicketsDefault, 0, TicketsMax);
        var latency = NumberOption.Create(
            "--latency", "How long each answer is held back, in milliseconds.", 0, 0, LatencyMaxMs, "MS");
        var limit = new Option<string>("--rate-limit")
        {
            Description = "Whether 40 requests in 20 s are the limit, as in a real account.",
            DefaultValueFactory = _ => "on",
        };
        limit.TakesOneOf("on", "off");
        var seed = NumberOption.Create(
            "--seed", "The same seed gives the same tickets.", GorgiasSandboxOptions.SeedDefault, int.MinValue, int.MaxValue);
        var rows = NumberOption.Create("--rows", "How many rows each small list has: users, tags, macros and so on.", GorgiasSandboxOptions.RowsDefault, 0, RowsMax);
        var cursors = NumberOption.Create(
            "--cursor-seconds", "How long a cursor is taken; 0 for ever.", 0, 0, CursorSecondsMax, "SECONDS");
        var command = new Command(
            "gorgias", "A Gorgias account. Its first line of output is JSON: how to reach it and how to sign in.")
        {
            urls, tickets, rows, latency, limit, cursors, seed,
        };
        command.SetAction((parsed, stop) => RunAsync(
            new GorgiasSandboxOptions
            {
                Urls = parsed.GetRequiredValue(urls),
                Tickets = parsed.GetValue(tickets),
                LatencyMs = parsed.GetValue(latency),
                RateLimit = parsed.GetValue(limit) == "on",
                Rows = parsed.GetValue(rows),
                CursorLifetime = parsed.GetValue(cursors) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
                Seed = parsed.GetValue(seed),
            },
            stop));
        return command;
    }

    private static async Task<int> RunAsync(GorgiasSandboxOptions options, CancellationToken stop)
    {
        try
        {
            await using var sandbox = await GorgiasSandbox.StartAsync(options, stop);
            await Console.Out.WriteLineAsync(sandbox.Ready().ToJson());
            await Console.Out.FlushAsync(stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping is how it ends.
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or FormatException or System.Net.Sockets.SocketException)
        {
            throw new CommandFailedException($"The sandbox cannot listen at {options.Urls}: {e.Message}", e);
        }

        return CommandLine.Succeeded;
    }
}
