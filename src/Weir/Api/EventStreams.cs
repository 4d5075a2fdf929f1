using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Api;

/// <summary>
/// Server-sent events: a value at once, then again whenever it differs from what was sent last, looked at every second. A
/// stream ends when the client goes, the server stops, what it shows is gone, or the client may no longer see it.
/// </summary>
internal sealed class EventStreams(IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>A comment is sent after so many looks without a change, so that proxies keep the stream open.</summary>
    private const int LooksBetweenSignsOfLifeMax = 15;

    /// <summary>More than these at once are refused (<c>busy</c>).</summary>
    private const int StreamsMax = 1000;

    /// <summary>A sign-in that has ended ends its streams within this.</summary>
    private static readonly TimeSpan SignInInterval = TimeSpan.FromSeconds(5);

    private const string SignOfLife = ":\n\n";

    private int _streams;

    /// <param name="http">The request.</param>
    /// <param name="name">The events' name.</param>
    /// <param name="read">The value now; its refusal at the beginning is the answer, later it ends the stream.</param>
    /// <param name="type">How it is written.</param>
    public Task SendAsync<T>(HttpContext http, string name, Func<T> read, JsonTypeInfo<T> type)
    {
        var first = read();
        return OpenAsync(http, stop => SendAsync(http.Response, name, first, read, type, stop));
    }

    /// <param name="http">The request.</param>
    /// <param name="name">The events' name.</param>
    /// <param name="values">What to send, as it comes; the stream ends with it.</param>
    /// <param name="type">How it is written.</param>
    public Task SendAsync<T>(
        HttpContext http, string name, Func<CancellationToken, IAsyncEnumerable<T>> values, JsonTypeInfo<T> type) =>
        OpenAsync(http, stop => SendAsync(http.Response, name, values(stop), type, stop));

    private static string Event<T>(string name, T value, JsonTypeInfo<T> type)
    {
        var data = DocumentWriter.Bytes(writer => JsonSerializer.Serialize(writer, value, type));
        return $"event: {name}\ndata: {Encoding.UTF8.GetString(data.Span)}\n\n";
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken stop)
    {
        await response.WriteAsync(text, stop);
        await response.Body.FlushAsync(stop);
    }

    private async Task OpenAsync(HttpContext http, Func<CancellationToken, Task> send)
    {
        if (Interlocked.Increment(ref _streams) > StreamsMax)
        {
            Interlocked.Decrement(ref _streams);
            throw new RefusalException(ErrorCodes.Busy, $"More than {StreamsMax} event streams are open.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var watch = WatchSignInAsync(http, stop);
        try
        {
            http.Response.ContentType = "text/event-stream";
            await send(stop.Token);
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
            await stop.CancelAsync();
            await watch;
        }
    }

    /// <summary>Stops the stream when its session or token has ended, or its role no longer reaches.</summary>
    private async Task WatchSignInAsync(HttpContext http, CancellationTokenSource stop)
    {
        try
        {
            using var looks = new PeriodicTimer(SignInInterval, time);
            do
            {
                await looks.WaitForNextTickAsync(stop.Token);
            }
            while (await Access.IsStillGivenAsync(http));
        }
        catch (OperationCanceledException)
        {
            // The stream has ended before its sign-in.
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task SendAsync<T>(
        HttpResponse response, string name, IAsyncEnumerable<T> values, JsonTypeInfo<T> type, CancellationToken stop)
    {
        await using var each = values.GetAsyncEnumerator(stop);
        var next = each.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                var quiet = Task.Delay(LooksBetweenSignsOfLifeMax * LookInterval, time, stop);
                if (await Task.WhenAny(next, quiet) == quiet)
                {
                    await SendAsync(response, SignOfLife, stop);
                }
                else if (await next)
                {
                    await SendAsync(response, Event(name, each.Current, type), stop);
                    next = each.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }
            }
        }
        finally
        {
            // An enumerator is not let go while it moves; the stop ends its move.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
                await SendAsync(response, SignOfLife, stop);
                quiet = 0;
            }

            await looks.WaitForNextTickAsync(stop);
            value = read();
        }
        while (!stop.IsCancellationRequested);
    }
}
