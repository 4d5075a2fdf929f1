using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Weir.Benchmarks.Compare;

/// <summary>
/// What a careful person writes in an afternoon: reads pages with their cursor, the next one ahead, and posts twelve
/// fields of each ticket, so many at once. It forgets everything when it ends, and any failure ends it.
/// </summary>
internal sealed class RawLoop(SandboxReady sandbox, int level) : IDisposable
{
    private readonly HttpClient _source = Client();
    private readonly HttpClient _sink = Client();
    private readonly AuthenticationHeaderValue _signIn = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sandbox.Username}:{sandbox.Password}")));

    /// <summary>Sends at most so many records.</summary>
    /// <returns>How many it sent.</returns>
    public async Task<int> RunAsync(int recordsMax, CancellationToken cancellationToken)
    {
        var sent = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = level, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(TicketsAsync(recordsMax, cancellationToken), parallel, async (ticket, cancelled) =>
        {
            await PostAsync(ticket.Value, cancelled);
            ticket.Page.Release();
            Interlocked.Increment(ref sent);
        });
        return sent;
    }

    public void Dispose()
    {
        _source.Dispose();
        _sink.Dispose();
    }

    /// <summary>The settings of Weir's own handler.</summary>
    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = false,
    });

    private async IAsyncEnumerable<(TicketPage Page, JsonElement Value)> TicketsAsync(
        int recordsMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = recordsMax;
        var next = ReadAsync(null, cancellationToken);
        while (next is not null)
        {
            var page = await next;
            left -= page.Tickets.Count;
            next = page.Cursor is { } cursor && left > 0 ? ReadAsync(cursor, cancellationToken) : null;
            foreach (var ticket in page.Tickets)
            {
                yield return (page, ticket);
            }
        }
    }

    private async Task<TicketPage> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        var query = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{sandbox.Source}/tickets?limit={Workload.PageSize}&order_by=updated_datetime:desc{query}");
        request.Headers.Authorization = _signIn;
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await _source.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new TicketPage(await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken));
    }

    private async Task PostAsync(JsonElement ticket, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(body))
        {
            TicketFields.Write(json, ticket);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{sandbox.Sink}tickets");
        request.Content = new ReadOnlyMemoryContent(body.WrittenMemory);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("Idempotency-Key", ticket.GetProperty("id"u8).GetRawText());
        using var response = await _sink.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>A page in pooled memory, given back with its last ticket.</summary>
    private sealed class TicketPage(JsonDocument document)
    {
        private int _left = document.RootElement.GetProperty("data"u8).GetArrayLength();

        public IReadOnlyList<JsonElement> Tickets { get; } =
            [.. document.RootElement.GetProperty("data"u8).EnumerateArray()];

        public string? Cursor { get; } =
            document.RootElement.GetProperty("meta"u8).GetProperty("next_cursor"u8).GetString();

        public void Release()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                document.Dispose();
            }
        }
    }
}
