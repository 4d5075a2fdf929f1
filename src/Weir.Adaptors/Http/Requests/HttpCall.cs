using System.Net;
using Weir.Adaptors.Http.Answers;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>A request without its base address and sign-in: these belong to the connection and are put in when it leaves.</summary>
internal sealed class HttpCall : PreparedCall
{
    private const int SummaryCharsMax = 200;

    /// <summary>Readers of the body under way; <see cref="Closed"/> once the memory may be gone.</summary>
    private int _readers;

    private const int Closed = int.MinValue;

    public required HttpMethod Method { get; init; }

    /// <summary>Added to the base address's path: empty, or encoded and with a slash in front.</summary>
    public required string Path { get; init; }

    /// <summary>Encoded, without the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>An address that the application gave for the next page. It takes the place of path and query.</summary>
    public string? Next { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? IdempotencyKey { get; init; }

    public PooledBuffer? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Failures in good answers; null takes the application's rules.</summary>
    public AnswerRules? Rules { get; init; }

    /// <summary>Statuses of an error that say that it is so already: what is to be deleted is not there.</summary>
    public IReadOnlyList<int> Already { get; init; } = [];

    /// <summary>How the answer speaks of the single records of <see cref="Records"/>; null where it does not.</summary>
    public BatchResults? Results { get; init; }

    /// <summary>The records of a batch as a JSON list.</summary>
    public ReadOnlyMemory<byte> Records { get; init; }

    /// <summary>Redirects to another origin are refused: what came from there would not be the application's records.</summary>
    public bool StaysOnOrigin { get; init; }

    /// <summary>Asking again changes nothing at the other side (RFC 9110 section 9.2.1).</summary>
    public bool IsSafe => Method == HttpMethod.Get || Method == HttpMethod.Head;

    public override string Summary
    {
        get
        {
            var path = Next is null ? Path : Next.Split('?', 2)[0];
            return $"{Method} {(path.Length <= SummaryCharsMax ? path : path[..SummaryCharsMax] + "…")}";
        }
    }

    public override string? ReadKey => IsSafe && Body is null && Next is null
        ? $"{Method} {Path}?{Query}{string.Concat(Headers.Select(h => $"\n{h.Key}: {h.Value}"))}"
        : null;

    /// <summary>
    /// Content for one attempt; null for a safe request without a body. Every other request has one, if only an empty one:
    /// the handler sends a request without content a second time when its connection turns out to be closed.
    /// </summary>
    public HttpContent? Content()
    {
        if (Body is null && IsSafe)
        {
            return null;
        }

        var content = new CallContent(this);
        if (Body is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        return content;
    }

    /// <summary>
    /// HTTP/2 may still be sending the body when the answer is complete. Memory that is being read then is left to the
    /// garbage collector: given back to the pool it would be filled with another record's bytes.
    /// </summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.CompareExchange(ref _readers, Closed, 0) == 0)
        {
            Body?.Dispose();
        }
    }

    private sealed class CallContent(HttpCall call) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            try
            {
                ObjectDisposedException.ThrowIf(Interlocked.Increment(ref call._readers) <= 0, call);
                if (call.Body is { Length: > 0 } body)
                {
                    await stream.WriteAsync(body.Memory, cancellationToken);
                }
            }
            finally
            {
                Interlocked.Decrement(ref call._readers);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = call.Body?.Length ?? 0;
            return true;
        }
    }
}
