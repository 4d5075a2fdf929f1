using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Weir.Api;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>
/// A <c>POST</c> with an <c>Idempotency-Key</c> is done once in 24 hours: the same request again, also at the same time,
/// gets the same answer. What failed on our side, or was refused for a reason that passes, is forgotten, so that it may be
/// sent again. What was begun and has no answer, because the process was killed or could not write, may have been done: it is
/// not done again, and whoever asks is told to look. Answers are kept sealed, since one of them is a new token. // Promise 5
/// </summary>
internal sealed class Idempotency(IIdempotencyStore store, IVault vault, BodyHash hash, Refusals refusals, TimeProvider time)
{
    /// <summary>Owner of the data key, also of the one for <see cref="BodyHash"/>.</summary>
    public const string VaultOwner = "idempotency";

    private const string Header = "Idempotency-Key";
    private const int KeyCharactersMax = 255;

    /// <summary>
    /// Of an answer that is kept. Whatever makes something answers with what its body said, so only a preview can be larger:
    /// that changes nothing and is done again.
    /// </summary>
    private const int AnswerBytesMax = 4 * Body.BytesMax;

    /// <summary>How long a request waits for the same one that came before it.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    /// <summary>Nothing was done, and the same request may have another answer in a moment.</summary>
    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        StringComparer.Ordinal,
        ErrorCodes.RateLimited,
        ErrorCodes.PreconditionFailed,
        ErrorCodes.Busy,
        ErrorCodes.ConnectionTestFailed);

    /// <summary>
    /// Requests under way: of those with one key there is one at a time. One process writes, so what the store has as begun
    /// and is not among them is being done by nobody.
    /// </summary>
    private readonly ConcurrentDictionary<(string Caller, string Key), Turn> _underWay = [];

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.Headers.TryGetValue(Header, out var header)
            || http.User.Actor() is not { } caller || IsAnsweredAnew(http))
        {
            await next(http);
            return;
        }

        var request = await ReadAsync(http, caller, KeyOf(header));
        var body = await AnswerAsync(http, next, request);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static bool IsAnsweredAnew(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AnsweredAnewNote>() is not null;

    private static string FieldOf(IdempotentRequest request) => $"{request.Caller}\n{request.Key}";

    private static string KeyOf(StringValues header)
    {
        var key = header.Count == 1 ? header[0]! : "";
        return key.Length is > 0 and <= KeyCharactersMax && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw RefusalException.Invalid(
                Header, $"The key is 1 to {KeyCharactersMax} visible ASCII characters, without spaces.");
    }

    private async Task<IdempotentRequest> ReadAsync(HttpContext http, Actor caller, string key)
    {
        http.RefuseLargeBody();
        using var body = await Body.BufferAsync(http.Request.Body, http.BodyBounds(), http.RequestAborted);
        http.Request.Body = new MemoryStream(body.Memory.ToArray());
        var target = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        return new IdempotentRequest(caller.Id, key, target, hash.Of(body.Span));
    }

    /// <summary>Sets the answer's status and headers, and gives its body.</summary>
    private async Task<ReadOnlyMemory<byte>> AnswerAsync(HttpContext http, RequestDelegate next, IdempotentRequest request)
    {
        using var turn = await EnterAsync(request, http.RequestAborted);
        // From here on it is done to its end, whether or not the client is still there.
        var reading = await store.BeginAsync(request, time.GetUtcNow(), CancellationToken.None);
        return reading.State switch
        {
            IdempotencyState.New => await DoAsync(http, next, request),
            IdempotencyState.Done => Show(http.Response, await OpenAsync(request, reading.Answer!)),
            IdempotencyState.Mismatch => throw Mismatch(),
            _ => throw new RefusalException(
                ErrorCodes.Conflict,
                "The first request with this key was interrupted, and its outcome is not known: look before you repeat it with a new key."),
        };
    }

    private async Task<Turn> EnterAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        var mine = new Turn(request, _underWay);
        var since = time.GetTimestamp();
        while (true)
        {
            var first = _underWay.GetOrAdd((request.Caller, request.Key), mine);
            if (ReferenceEquals(first, mine))
            {
                return mine;
            }

            if (first.Request != request)
            {
                throw Mismatch();
            }

            var left = WaitMax - time.GetElapsedTime(since);
            try
            {
                await first.Ended.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new RefusalException(
                    ErrorCodes.Conflict, "The first request with this key is still being done: ask again with the same key.");
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> DoAsync(HttpContext http, RequestDelegate next, IdempotentRequest request)
    {
        var response = http.Response.Body;
        var aborted = http.RequestAborted;
        using var written = new MemoryStream();
        try
        {
            http.RequestAborted = CancellationToken.None;
            http.Response.Body = written;
            await refusals.InvokeAsync(http, next);
        }
        finally
        {
            http.Response.Body = response;
            http.RequestAborted = aborted;
        }

        var body = written.ToArray();
        await KeepAsync(http, request, body);
        return body;
    }

    private async Task KeepAsync(HttpContext http, IdempotentRequest request, byte[] body)
    {
        var response = http.Response;
        if (response.StatusCode >= 500
            || body.Length > AnswerBytesMax
            || (ProblemAnswer.CodeOf(http) is { } code && Passing.Contains(code)))
        {
            await store.ForgetAsync(request, CancellationToken.None);
            return;
        }

        var answer = new IdempotentAnswer
        {
            Status = response.StatusCode,
            Location = response.Headers.Location,
            ETag = response.Headers.ETag,
            ContentType = response.ContentType,
            Body = await vault.SealAsync(VaultOwner, FieldOf(request), body, CancellationToken.None),
        };
        await store.CompleteAsync(request, answer, CancellationToken.None);
    }

    private async Task<IdempotentAnswer> OpenAsync(IdempotentRequest request, IdempotentAnswer stored)
    {
        try
        {
            var body = await vault.OpenAsync(VaultOwner, FieldOf(request), stored.Body, CancellationToken.None);
            return stored with { Body = body };
        }
        catch (SecretUnreadableException e)
        {
            throw new RefusalException(ErrorCodes.SecretUnreadable, $"It was done, but its answer cannot be read any more. {e.Message}");
        }
    }

    private static RefusalException Mismatch() => RefusalException.Invalid(
        Header, "This key was used for another request.", ErrorCodes.IdempotencyMismatch);

    private static ReadOnlyMemory<byte> Show(HttpResponse response, IdempotentAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is { } location)
        {
            response.Headers.Location = location;
        }

        if (answer.ETag is { } tag)
        {
            response.Headers.ETag = tag;
        }

        response.ContentLength = answer.Body.Length;
        return answer.Body;
    }

    /// <summary>The right to be the one who does a request; ends with its disposal, and others go on.</summary>
    private sealed class Turn(IdempotentRequest request, ConcurrentDictionary<(string Caller, string Key), Turn> underWay)
        : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IdempotentRequest Request => request;

        public Task Ended => _ended.Task;

        public void Dispose()
        {
            underWay.TryRemove((request.Caller, request.Key), out _);
            _ended.SetResult();
        }
    }
}
