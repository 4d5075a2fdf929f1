using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Weir.Benchmarks.Compare;

/// <summary>What a server costs before it moves anything: its start, its memory at rest, and how fast it wakes up.</summary>
/// <param name="ReadySeconds">From the start of the process until it says that it is ready, on an empty data folder.</param>
/// <param name="IdleMb">Memory in use once it has been at rest for a while.</param>
/// <param name="FirstRequestMs">From asking for a run until its first request arrives at the source.</param>
internal sealed record StartProbe(double ReadySeconds, double IdleMb, double FirstRequestMs)
{
    private const int Starts = 7;
    private const int Runs = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>The medians of several starts and runs.</summary>
    public static async Task<StartProbe> MeasureAsync(string program, CancellationToken cancellationToken)
    {
        var (ready, idle, first) = (new List<double>(), 0.0, new List<double>());
        for (var start = 1; start <= Starts; start++)
        {
            var began = Time.GetTimestamp();
            await using var server = await WeirServer.StartAsync(program, cancellationToken);
            ready.Add(Time.GetElapsedTime(began).TotalSeconds);
            if (start == Starts)
            {
                await Task.Delay(Rest, Time, cancellationToken);
                idle = ProcessMeter.ResidentMb(server.ProcessId);
                await WakeAsync(server, first, cancellationToken);
            }
        }

        return new StartProbe(Median.Of(ready), idle, Median.Of(first));
    }

    private static async Task WakeAsync(WeirServer server, List<double> first, CancellationToken cancellationToken)
    {
        using var source = new TcpListener(IPAddress.Loopback, 0);
        source.Start();
        var arrivals = new List<long>();
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answering = AnswerAsync(source, arrivals, closed.Token);
        var flow = await SetUpAsync(server, (IPEndPoint)source.LocalEndpoint, cancellationToken);
        for (var run = 0; run < Runs; run++)
        {
            lock (arrivals)
            {
                arrivals.Clear();
            }

            var asked = Time.GetTimestamp();
            await RunToEndAsync(server, flow, cancellationToken);
            lock (arrivals)
            {
                first.Add(Time.GetElapsedTime(asked, arrivals[0]).TotalMilliseconds);
            }
        }

        await closed.CancelAsync();
        await answering;
    }

    private static async Task<string> SetUpAsync(
        WeirServer server, IPEndPoint source, CancellationToken cancellationToken)
    {
        var connection = await server.CreateAsync(
            "connections",
            new JsonObject
            {
                ["name"] = "Source",
                ["application"] = "http",
                ["settings"] = new JsonObject { ["baseUri"] = $"http://{source}" },
            },
            cancellationToken);
        var request = new JsonObject { ["method"] = "GET", ["path"] = "/" };
        var export = await server.CreateAsync(
            "exports",
            new JsonObject
            {
                ["name"] = "Nothing",
                ["connection"] = connection,
                ["request"] = request,
                ["records"] = "$.data",
            },
            cancellationToken);
        var import = await server.CreateAsync(
            "imports",
            new JsonObject
            {
                ["name"] = "Nowhere",
                ["connection"] = connection,
                ["request"] = new JsonObject { ["method"] = "POST", ["path"] = "/" },
            },
            cancellationToken);
        return await server.CreateAsync(
            "flows",
            new JsonObject
            {
                ["name"] = "Nothing to nowhere",
                ["sources"] = new JsonArray(new JsonObject { ["export"] = export }),
                ["steps"] = new JsonArray(new JsonObject { ["import"] = import }),
            },
            cancellationToken);
    }

    private static async Task RunToEndAsync(WeirServer server, string flow, CancellationToken cancellationToken)
    {
        using var accepted = await server.PostAsync($"/v1/flows/{flow}/runs", null, cancellationToken);
        var path = $"/v1/runs/{accepted.RootElement.GetProperty("id"u8).GetString()}";
        var isOver = false;
        while (!isOver)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Time, cancellationToken);
            using var run = await server.GetAsync(path, cancellationToken);
            isOver = run.RootElement.GetProperty("endedAt"u8).ValueKind == System.Text.Json.JsonValueKind.String;
        }
    }

    /// <summary>Notes when each request comes and answers it with an empty list, on as many connections as come.</summary>
    private static async Task AnswerAsync(TcpListener source, List<long> arrivals, CancellationToken closed)
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await source.AcceptTcpClientAsync(closed), arrivals, closed);
            }
        }
        catch (OperationCanceledException)
        {
            // No more runs.
        }
    }

    private static async Task AnswerAsync(TcpClient client, List<long> arrivals, CancellationToken closed)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[16 * 1024];
            // A request without a body fits one packet on loopback.
            while (await stream.ReadAsync(buffer, closed) > 0)
            {
                lock (arrivals)
                {
                    arrivals.Add(Time.GetTimestamp());
                }

                await stream.WriteAsync(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"data\":[]}"u8.ToArray(),
                    closed);
            }
        }
    }
}
