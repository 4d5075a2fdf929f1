using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Api;

/// <summary>
/// Server-sent events: a value at once, then again whenever it differs from what was sent last, looked at every second. A
/// stream ends when the client goes, the server stops, or what it shows is gone.
/// </summary>
internal sealed class EventStreams(IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>A comment is sent after so many looks without a change, so that proxies keep the stream open.</summary>
    private const int LooksBetweenSignsOfLifeMax = 15;

    /// <summary>More than these at once are refused (<c>busy</c>).</summary>
    private const int StreamsMax = 1000;

    private int _streams;

    /// <param name="http">The request.</param>
    /// <param name="name">The events' name.</param>
    /// <param name="read">The value now; its refusal at the beginning is the answer, later it ends the stream.</param>
    /// <param name="type">How it is written.</param>
    public async Task SendAsync<T>(HttpContext http, string name, Func<T> read, JsonTypeInfo<T> type)
    {
        var first = read();
        if (Interlocked.Increment(ref _streams) > StreamsMax)
        {
            Interlocked.Decrement(ref _streams);
            throw new RefusalException(ErrorCodes.Busy, $"More than {StreamsMax} event streams are open.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            http.Response.ContentType = "text/event-stream";
            await SendAsync(http.Response, name, first, read, type, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client went, or the server stops.
        }
        catch (RefusalException)
        {
            // What it shows is gone.
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task SendAsync<T>(
        HttpResponse response, string name, T first, Func<T> read, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var looks = new PeriodicTimer(LookInterval, time);
        ReadOnlyMemory<byte> sent = default;
        var quiet = 0;
        var value = first;
        do
        {
            var now = DocumentWriter.Bytes(writer => JsonSerializer.Serialize(writer, value, type));
            if (!now.Span.SequenceEqual(sent.Span))
            {
                await SendAsync(response, $"event: {name}\ndata: {Encoding.UTF8.GetString(now.Span)}\n\n", stop);
                (sent, quiet) = (now, 0);
            }
            else if (++quiet == LooksBetweenSignsOfLifeMax)
            {
                await SendAsync(response, ":\n\n", stop);
                quiet = 0;
            }

            await looks.WaitForNextTickAsync(stop);
            value = read();
        }
        while (!stop.IsCancellationRequested);
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken stop)
    {
        await response.WriteAsync(text, stop);
        await response.Body.FlushAsync(stop);
    }
}
