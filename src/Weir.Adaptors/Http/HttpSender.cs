using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Adaptors.Http.Addresses;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Connections;
using Weir.Adaptors.Http.Masking;
using Weir.Adaptors.Http.Paging;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http;

/// <summary>Makes one attempt at a request and says what came of it.</summary>
internal sealed class HttpSender(HttpOptions options, Routes routes, TimeProvider time)
{
    /// <summary>The words of an error are in its beginning; what is longer is not read.</summary>
    private const int ErrorBytesMax = 1024 * 1024;

    private const string NoAddress = "The request has no address that can be called.";

    private static readonly string UserAgent = $"Weir/{typeof(HttpSender).Assembly.GetName().Version!.ToString(3)}";

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Answer> SendAsync(HttpTarget target, HttpCall call, CancellationToken cancellationToken)
    {
        if (target.SignIn.Fault is { } incomplete)
        {
            return Failed(incomplete);
        }

        if (target.Resolve(call) is not { } uri)
        {
            return Failed(Refused(call.Next is null
                ? NoAddress
                : "The application's next page is on another host, which is refused.") with
            {
                NotSent = true,
            });
        }

        // Linked by hand: of the framework's own linked sources none takes a clock.
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        await using var link = cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), limit);
        for (var hop = 0; ; hop++)
        {
            var (answer, next) = await AttemptAsync(target, call, uri, limit.Token, cancellationToken);
            if (next is null)
            {
                return answer is { Fault: { NotSent: true } fault } && hop > 0
                    ? Failed(fault with { NotSent = false })
                    : answer!;
            }

            if (hop == Redirects.HopsMax)
            {
                return Failed(Unexpected($"{uri.Host} redirects more than {Redirects.HopsMax} times."));
            }

            if (!Origin.Same(next, target.Base) && (call.StaysOnOrigin || target.Mask.IsIn(next.AbsoluteUri)))
            {
                return Failed(Refused($"{uri.Host} redirects to {Origin.Of(next)}, where this request may not go."));
            }

            uri = next;
        }
    }

    /// <summary>The first request of a call as it would leave, for people. A refusal when it has no address.</summary>
    public static ShownRequest Show(HttpTarget target, HttpCall call)
    {
        var uri = target.Resolve(call) ?? throw RefusalException.Invalid("", NoAddress);
        using var request = Request(target, call, uri);
        return ExchangeTape.Show(target, request, call.Body);
    }

    /// <summary>One request on the wire: its answer, or where it is redirected to.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(Answer? Answer, Uri? Next)> AttemptAsync(
        HttpTarget target, HttpCall call, Uri uri, CancellationToken limit, CancellationToken cancellationToken)
    {
        var tape = call.Heard is { } heard ? new ExchangeTape(target, call, heard, time) : null;
        try
        {
            using var request = Request(target, call, uri);
            tape?.Leaves(request);
            var isTrusted = target.Plan.IsTrusted && Origin.Same(uri, target.Base);
            if (!isTrusted)
            {
                await routes.CheckBeforeProxyAsync(uri, limit);
            }

            using var response = await (isTrusted ? routes.Trusted : routes.Guarded).SendAsync(request, limit);
            tape?.Comes(response);
            if (Redirects.IsRedirect(response.StatusCode) && Redirects.Follow(response, uri, call.IsSafe) is { } next)
            {
                tape?.Ends(null);
                return (null, next);
            }

            var answer = await ReadAsync(target, call, response, limit);
            tape?.Ends(answer.Body);
            return (answer, null);
        }
        catch (Exception e)
        {
            var isGivenUp = cancellationToken.IsCancellationRequested;
            var fault = isGivenUp ? null : FaultOf(e, uri, call.IsSafe, limit.IsCancellationRequested);
            tape?.Breaks(fault?.Code ?? ErrorCodes.Timeout);
            cancellationToken.ThrowIfCancellationRequested();
            return (Failed(fault!), null);
        }
    }

    private static Fault FaultOf(Exception exception, Uri uri, bool isSafe, bool timedOut) => exception switch
    {
        BufferFullException full => new Fault
        {
            Kind = FaultKind.Rejected,
            Code = ErrorCodes.TooLarge,
            Message = $"The answer of {uri.Host} is larger than {full.BytesMax} bytes.",
        },
        HttpRequestException or IOException or OperationCanceledException or InvalidDataException
            or SocketException or AddressRefusedException => TransportFaults.Of(exception, uri, isSafe, timedOut),
        _ => new Fault
        {
            Kind = FaultKind.Defect,
            Code = ErrorCodes.Internal,
            Message = $"The request to {uri.Host} could not be made ({exception.GetType().Name}).",
        },
    };

    private static HttpRequestMessage Request(HttpTarget target, HttpCall call, Uri uri)
    {
        // Another origin sees the address and nothing else: no sign-in, no headers of the definition or the user.
        var isOwn = Origin.Same(uri, target.Base);
        var request = new HttpRequestMessage(call.Method, isOwn ? target.SignIn.Sign(uri) : uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation("Accept", "application/json, */*;q=0.8");
        if (!isOwn)
        {
            return request;
        }

        request.Content = call.Content();
        Set(headers, target.Headers);
        Set(headers, call.Headers);
        if (call.IdempotencyKey is { } key)
        {
            headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        target.SignIn.Sign(headers);
        return request;
    }

    private static void Set(HttpRequestHeaders headers, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Answer> ReadAsync(HttpTarget target, HttpCall call, HttpResponseMessage response, CancellationToken limit)
    {
        var status = (int)response.StatusCode;
        var limits = target.Plan.Http.Limits;
        var rate = LimitHeaders.Rate(response.Headers, limits.UsedHeader);
        if (StatusFaults.Of(status) is not { } kind)
        {
            var good = await BodyReader.ReadAsync(response.Content, options.AnswerBytesMax, limit);
            var failure = (call.Rules ?? target.Plan.Rules).Read(
                status,
                good,
                target.Plan.Words,
                target.Mask,
                LimitHeaders.RetryAfter(response.Headers, limits.RetryHeader, time.GetUtcNow()));
            var (said, unfit) = Items(target, call, status, good);
            var answer = new Answer
            {
                Status = status,
                Body = good,
                // What is said of single records goes before what is said of all of them.
                Fault = said is null ? failure ?? unfit : null,
                Items = said,
                Rate = rate,
                Link = response.Headers.NonValidated.TryGetValues("Link", out var link) ? link.ToString() : null,
            };
            target.SignIn.Mark(answer);
            return answer;
        }

        var body = await ReadErrorAsync(response, limit);
        if (call.Already.Count > 0 && call.Already.Contains(status))
        {
            body?.Dispose();
            return new Answer { Status = status, Rate = rate };
        }

        var mediaType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : null;
        var (message, field) = target.Plan.Words.Read(status, body?.Memory ?? default, mediaType, target.Mask);
        return new Answer
        {
            Status = status,
            Body = body,
            Items = Items(target, call, status, body).Items,
            Rate = rate,
            Fault = new Fault
            {
                Kind = kind.Kind,
                Code = kind.Code,
                Message = message,
                HttpStatus = status,
                Field = field,
                RetryAfter = kind.Kind is FaultKind.Throttled or FaultKind.Transient
                    ? LimitHeaders.RetryAfter(response.Headers, limits.RetryHeader, time.GetUtcNow())
                    : null,
            },
        };
    }

    /// <summary>What a body says of the records of a batch; a fault where what it says does not fit them.</summary>
    private static (IReadOnlyList<ItemReading>? Items, Fault? Unfit) Items(
        HttpTarget target, HttpCall call, int status, PooledBuffer? body)
    {
        if (call.Results is not { } results)
        {
            return (null, null);
        }

        using var document = body is null ? null : JsonBody.TryParse(body.Memory);
        using var records = JsonDocument.Parse(call.Records);
        try
        {
            var items = document is null ? null : results.Read(document.RootElement, records.RootElement, status, target.Mask);
            return items is null && results.MustBeThere
                ? throw new UnexpectedAnswerException("The answer does not say what became of the single records.")
                : (items, null);
        }
        catch (Exception e) when (e is UnexpectedAnswerException or EvaluationException or InvalidOperationException)
        {
            return (null, new Fault
            {
                Kind = FaultKind.Rejected,
                Code = ErrorCodes.UnexpectedAnswer,
                Message = e.Message,
                HttpStatus = status,
            });
        }
    }

    /// <summary>The status has said what happened: a body that cannot be read costs its words and nothing else.</summary>
    private async ValueTask<PooledBuffer?> ReadErrorAsync(HttpResponseMessage response, CancellationToken limit)
    {
        try
        {
            return await BodyReader.ReadAsync(response.Content, Math.Min(ErrorBytesMax, options.AnswerBytesMax), limit);
        }
        catch (Exception e) when (e is BufferFullException or HttpRequestException or IOException or InvalidDataException
            or OperationCanceledException)
        {
            return null;
        }
    }

    private static Answer Failed(Fault fault) => new() { Fault = fault, Status = fault.HttpStatus ?? 0 };

    private static Fault Refused(string message) =>
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.AddressRefused, Message = message };

    private static Fault Unexpected(string message) =>
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Unexpected, Message = message };
}
