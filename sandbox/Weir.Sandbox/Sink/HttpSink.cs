using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Weir.Sandbox;

/// <summary>
/// A destination that takes any JSON at any path, answers <c>200 {"ok":true,"id":n}</c> and remembers what came: for
/// tests and benchmarks.
/// </summary>
public sealed class HttpSink : IAsyncDisposable
{
    private readonly DeliveryJournal _journal = new();
    private readonly TrafficPipeline _pipeline;
    private LoopbackServer? _server;
    private bool _isDisposed;

    private HttpSink(HttpSinkOptions options)
    {
        Log = new TrafficLog(options.Time);
        Faults = new SandboxFaults(options.Time);
        var answerer = new SinkAnswerer(_journal, options.IdField, options.Time);
        _pipeline = new TrafficPipeline(answerer, Log, Faults, options.Time, options.LatencyMs);
    }

    /// <summary>Scheme, host and port; any path under it is taken.</summary>
    public Uri BaseUri => _server!.Address;

    public TrafficLog Log { get; }

    public SandboxFaults Faults { get; }

    /// <summary>Records accepted so far.</summary>
    public long Delivered => _journal.Count;

    public static async Task<HttpSink> StartAsync(HttpSinkOptions options, CancellationToken ct)
    {
        var sink = new HttpSink(options);
        var control = new ControlAddress(sink.Log, sink.Faults);
        control.Add("GET /control/deliveries", sink.WriteDeliveriesAsync);
        control.Add("DELETE /control/deliveries", context =>
        {
            sink._journal.Clear();
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        try
        {
            sink._server = await LoopbackServer.StartAsync(
                options.Urls,
                context => ControlAddress.IsControl(context.Request)
                    ? control.HandleAsync(context)
                    : sink._pipeline.HandleAsync(context),
                ct);
            return sink;
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The sink as a process: prints <c>{"baseUri":"…"}</c> as its first line, then serves until it is cancelled.
    /// Arguments: <c>--urls URL</c>, <c>--latency MS</c>, <c>--id-field NAME</c>. Answers the exit code: 0, or 2 on
    /// wrong usage.
    /// </summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var options = new HttpSinkOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            HttpSinkOptions? next = (args[i], value) switch
            {
                ("--urls", { } urls) => options with { Urls = urls },
                ("--latency", { } ms) when int.TryParse(ms, out var latency) && latency >= 0 =>
                    options with { LatencyMs = latency },
                ("--id-field", { Length: > 0 } field) => options with { IdField = field },
                _ => null,
            };
            if (next is null)
            {
                await error.WriteLineAsync(
                    $"'{args[i]}' is not understood; the sink takes --urls URL, --latency MS and --id-field NAME.");
                return 2;
            }

            options = next;
        }

        await using var sink = await StartAsync(options, ct);
        await output.WriteLineAsync(
            JsonSerializer.Serialize(new SinkReady(sink.BaseUri.ToString()), SinkJson.Default.SinkReady));
        await output.FlushAsync(CancellationToken.None);
        var stopped = new TaskCompletionSource();
        await using (ct.Register(stopped.SetResult))
        {
            await stopped.Task;
        }

        return 0;
    }

    /// <summary>Every accepted record in the order of acceptance.</summary>
    public IEnumerable<SinkDelivery> Deliveries() => _journal.Read();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _pipeline.Stop();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _pipeline.Dispose();
    }

    private async Task WriteDeliveriesAsync(HttpContext context)
    {
        context.Response.ContentType = "application/jsonl";
        foreach (var delivery in _journal.Read())
        {
            await JsonSerializer.SerializeAsync(
                context.Response.Body, delivery, SinkJson.Default.SinkDelivery, context.RequestAborted);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        }
    }
}

internal sealed record SinkReady(string BaseUri);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SinkReady))]
[JsonSerializable(typeof(SinkDelivery))]
internal sealed partial class SinkJson : JsonSerializerContext;
