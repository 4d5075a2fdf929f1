using System.Text.Json;

namespace Weir.Benchmarks.Compare;

/// <summary>The raw loop as a process: each line of its input is a number of records; it sends them and says how long it took.</summary>
internal static class RawProgram
{
    public const string Role = "raw";

    /// <param name="args">Where the sandbox is, as it printed it; the level.</param>
    /// <param name="cancellationToken">Ends it; so does the end of its input.</param>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var sandbox = JsonSerializer.Deserialize<SandboxReady>(args[0])!;
        using var loop = new RawLoop(sandbox, int.Parse(args[1]));
        var time = TimeProvider.System;
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            var began = time.GetTimestamp();
            var sent = await loop.RunAsync(int.Parse(line), cancellationToken);
            var result = new RawResult(sent, time.GetElapsedTime(began).TotalSeconds);
            Console.WriteLine(JsonSerializer.Serialize(result));
        }

        return 0;
    }
}

/// <summary>What a run of the raw loop says of itself.</summary>
internal sealed record RawResult(int Records, double Seconds);
