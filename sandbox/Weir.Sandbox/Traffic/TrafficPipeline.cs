using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Weir.Sandbox;

/// <summary>
/// The way of one request through a sandbox server: counted, made wrong on purpose, carried out, sent.
/// </summary>
internal sealed class TrafficPipeline(
    IAnswerer answerer, TrafficLog log, SandboxFaults faults, TimeProvider time, int latencyMs) : IDisposable
{
    private const int PiecesMax = 50;

    private readonly CancellationTokenSource _stopping = new();

    public async Task HandleAsync(HttpContext context)
    {
        log.Began();
        var exchange = new Exchange(context, log);
        var reply = Reply.Rent();
        try
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            await RunAsync(exchange, reply, gone.Token);
        }
        catch (OperationCanceledException)
        {
            exchange.Reset();
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            exchange.Reset();
        }
        finally
        {
            exchange.End(0);
            reply.Return();
        }
    }

    /// <summary>Lets go of requests that would never end.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Exchange exchange, Reply reply, CancellationToken gone)
    {
        var request = await Incoming.ReadAsync(exchange.Context.Request, gone);
        answerer.Recognise(request);
        exchange.Route = request.Route;
        var fault = faults.Next(request);

        var delayMs = latencyMs + (fault?.LatencyMs ?? 0);
        if (delayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delayMs), time, gone);
        }

        if (fault is { Hang: true })
        {
            if (fault.AfterWrite)
            {
                answerer.Answer(request, reply);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
        }

        if ((fault?.Change ?? (fault?.Touch is { } touched ? new DeskChange { Tickets = touched } : null)) is { } change)
        {
            answerer.Move(change);
        }

        if (fault is null or { AfterWrite: true } or { Status: null, Reset: false, ExpiredCursor: false })
        {
            answerer.Answer(request, reply);
        }

        if (fault is { Reset: true })
        {
            exchange.Reset();
            return;
        }

        Spoil(fault, reply);
        answerer.AddHeaders(reply);
        await SendAsync(exchange, reply, fault, gone);
    }

    private void Spoil(FaultRule? fault, Reply reply)
    {
        if (fault is { ExpiredCursor: true })
        {
            answerer.RefuseCursor(reply);
        }
        else if (fault is { Status: { } status })
        {
            reply.ClearBody();
            reply.Headers.Clear();
            reply.Status = status;
            if (fault.Body is { } body)
            {
                reply.Text(body);
            }
            else
            {
                answerer.WriteError(reply, status);
            }

            if (fault.RetryAfter is { } seconds)
            {
                reply.Headers.Add(new("Retry-after", seconds.ToString()));
            }
        }
    }

    private async Task SendAsync(Exchange exchange, Reply reply, FaultRule? fault, CancellationToken gone)
    {
        var response = exchange.Context.Response;
        var body = fault is { Malformed: true } ? reply.HalfOfBody() : reply.Body;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        if (reply.Status is not 204)
        {
            response.ContentLength = body.Length;
        }

        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (fault is { CutBody: true })
        {
            await response.BodyWriter.WriteAsync(body[..(body.Length / 2)], gone);
            exchange.Reset();
            return;
        }

        if (fault is { SlowBody: { } milliseconds } && body.Length > 1)
        {
            body = await TrickleAsync(response, body, milliseconds, gone);
        }

        exchange.End(reply.Status);
        if (body.Length > 0)
        {
            // An answer without a body takes not even an empty one: the connection would be closed after it.
            await response.BodyWriter.WriteAsync(body, gone);
        }
    }

    /// <summary>Sends all but the last piece and answers that one.</summary>
    private async Task<ReadOnlyMemory<byte>> TrickleAsync(
        HttpResponse response, ReadOnlyMemory<byte> body, int milliseconds, CancellationToken gone)
    {
        var pieces = Math.Min(PiecesMax, body.Length);
        var size = body.Length / pieces;
        for (var piece = 1; piece < pieces; piece++)
        {
            await response.BodyWriter.WriteAsync(body[..size], gone);
            body = body[size..];
            await Task.Delay(TimeSpan.FromMilliseconds((double)milliseconds / (pieces - 1)), time, gone);
        }

        return body;
    }

    /// <summary>Sees to it that a request's end is counted once, and before its client can see it.</summary>
    private sealed class Exchange(HttpContext context, TrafficLog log)
    {
        private bool _ended;

        public HttpContext Context => context;

        public string Route { get; set; } = "other";

        public void End(int status)
        {
            if (!_ended)
            {
                _ended = true;
                log.Ended(Route, status);
            }
        }

        public void Reset()
        {
            End(0);
            if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
            {
                try
                {
                    connection.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                catch (SocketException)
                {
                    // The client was faster: the connection is closed already.
                }
                catch (ObjectDisposedException)
                {
                    // The same.
                }
            }

            context.Abort();
        }
    }
}
