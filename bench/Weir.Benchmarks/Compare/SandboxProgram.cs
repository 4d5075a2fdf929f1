using System.Text.Json;
using Weir.Sandbox;

namespace Weir.Benchmarks.Compare;

/// <summary>Source and sink as a process of their own: says where they are, then serves until its input ends.</summary>
internal static class SandboxProgram
{
    public const string Role = "sandbox";

    /// <param name="args">How many tickets; how long each answer is held back, in milliseconds.</param>
    /// <param name="cancellationToken">Ends it; so does the end of its input.</param>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (tickets, latencyMs) = (int.Parse(args[0]), int.Parse(args[1]));
        await using var source = await GorgiasSandbox.StartAsync(
            new GorgiasSandboxOptions { Tickets = tickets, LatencyMs = latencyMs, RateLimit = false }, cancellationToken);
        await using var sink = await HttpSink.StartAsync(
            new HttpSinkOptions { LatencyMs = latencyMs }, cancellationToken);
        var ready = new SandboxReady(
            source.BaseUri.ToString(), source.Username, source.Password, sink.BaseUri.ToString());
        Console.WriteLine(JsonSerializer.Serialize(ready));
        while (await Console.In.ReadLineAsync(cancellationToken) is not null)
        {
            // Nothing is asked of it here.
        }

        return 0;
    }
}

/// <summary>Where source and sink are.</summary>
internal sealed record SandboxReady(string Source, string Username, string Password, string Sink);
