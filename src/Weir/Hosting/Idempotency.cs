using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using Weir.Api;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>
/// A <c>POST</c> with an <c>Idempotency-Key</c> is done once in 24 hours: the same request again, also at the same time,
/// gets the same answer. What failed on our side is forgotten, so that it may be sent again. Answers are kept sealed, since
/// one of them is a new token. // Promise 5
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

    /// <summary>Requests under way in this process, so that a second one waits for the first.</summary>
    private readonly ConcurrentDictionary<(string Caller, string Key), TaskCompletionSource> _underWay = [];

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.Headers.TryGetValue(Header, out var header)
            || http.User.Actor() is not { } caller || IsAnsweredAnew(http))
        {
            await next(http);
            return;
        }

        var request = await ReadAsync(http, caller, KeyOf(header));
        while (true)
        {
            var reading = await store.BeginAsync(request, time.GetUtcNow(), http.RequestAborted);
            switch (reading.State)
            {
                case IdempotencyState.New:
                    await DoAsync(http, next, request);
                    return;
                case IdempotencyState.Done:
                    await GiveAsync(http, await OpenAsync(request, reading.Answer!));
                    return;
                case IdempotencyState.Mismatch:
                    throw RefusalException.Invalid(
                        Header, "This key was used for another request.", ErrorCodes.IdempotencyMismatch);
                default:
                    await WaitAsync(request, http.RequestAborted);
                    break;
            }
        }
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

    private async Task WaitAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        if (_underWay.TryGetValue((request.Caller, request.Key), out var first))
        {
            await first.Task.WaitAsync(cancellationToken);
            return;
        }

        // It is just beginning, or just ending.
        await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken);
    }

    private async Task DoAsync(HttpContext http, RequestDelegate next, IdempotentRequest request)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay[(request.Caller, request.Key)] = done;
        var response = http.Response.Body;
        var aborted = http.RequestAborted;
        using var written = new MemoryStream();
        try
        {
            // Once begun it is done to its end, whether or not the client is still there.
            http.RequestAborted = CancellationToken.None;
            http.Response.Body = written;
            await refusals.InvokeAsync(http, next);
            await KeepAsync(http.Response, request, written.ToArray());
        }
        catch
        {
            await store.ForgetAsync(request, CancellationToken.None);
            throw;
        }
        finally
        {
            http.Response.Body = response;
            http.RequestAborted = aborted;
            _underWay.TryRemove((request.Caller, request.Key), out _);
            done.SetResult();
        }

        written.Position = 0;
        await written.CopyToAsync(response, aborted);
    }

    private async Task KeepAsync(HttpResponse response, IdempotentRequest request, byte[] body)
    {
        if (response.StatusCode >= 500 || body.Length > AnswerBytesMax)
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

    private static Task GiveAsync(HttpContext http, IdempotentAnswer answer)
    {
        var response = http.Response;
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
        return response.Body.WriteAsync(answer.Body, http.RequestAborted).AsTask();
    }
}
