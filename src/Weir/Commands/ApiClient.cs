using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Engine.Documents;

namespace Weir.Commands;

/// <summary>
/// Speaks to a server over its public API. What the server refuses is a <see cref="CommandFailedException"/> with the
/// server's own words.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly bool _hasToken;

    public ApiClient(Uri server, string? token)
    {
        Server = server;
        _hasToken = token is { Length: > 0 };
        if (token is not null && token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new CommandFailedException("The token holds characters that no token has; give it as it was made.");
        }

        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !server.IsLoopback, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(server.GetLeftPart(UriPartial.Authority)),
            Timeout = AnswerMax,
        };
        if (_hasToken)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }
    }

    public Uri Server { get; }

    /// <summary>The answer as it was sent.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Under the server's address.</param>
    /// <param name="body">JSON in UTF-8; null sends none.</param>
    /// <param name="expectedTag">Refused (<c>precondition_failed</c>) when what is there has another tag.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(byte[] Body, string? Tag)> ExchangeAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string? expectedTag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is { } json)
        {
            request.Content = new ReadOnlyMemoryContent(json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (expectedTag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", expectedTag);
        }

        return await SendAsync(request, cancellationToken);
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Read(await SendAsync(HttpMethod.Get, path, null, cancellationToken), type);

    /// <param name="path">Under the server's address.</param>
    /// <param name="write">Writes the body; null sends none.</param>
    /// <param name="type">Of the answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<T> PostAsync<T>(
        string path, Action<Utf8JsonWriter>? write, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Read(await SendAsync(HttpMethod.Post, path, write, cancellationToken), type);

    /// <summary>Every item of a list, slice by slice.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        string path, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var cursor = next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}";
            var bytes = await SendAsync(HttpMethod.Get, $"{path}{separator}limit=200{cursor}", null, cancellationToken);
            var slice = Parse(bytes);
            foreach (var item in slice.GetProperty("data").EnumerateArray())
            {
                yield return item.Deserialize(type)!;
            }

            next = slice.GetProperty("next").GetString();
        }
        while (next is not null);
    }

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> SendAsync(
        HttpMethod method, string path, Action<Utf8JsonWriter>? write, CancellationToken cancellationToken) =>
        (await ExchangeAsync(method, path, write is null ? null : DocumentWriter.Bytes(write), null, cancellationToken)).Body;

    private async Task<(byte[] Body, string? Tag)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? (body, response.Headers.ETag?.Tag) : throw Refused(response, body);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException(
                $"No server answers at {Server.GetLeftPart(UriPartial.Authority)}; start one with 'weir serve', or name yours with --server.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(
                $"The server at {Server.GetLeftPart(UriPartial.Authority)} did not answer within {AnswerMax.TotalSeconds:0} s.", e);
        }
    }

    private T Read<T>(byte[] body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type)!;
        }
        catch (JsonException e)
        {
            throw NotWeir(e);
        }
    }

    private JsonElement Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw NotWeir(e);
        }
    }

    /// <summary>For an answer that is not understood.</summary>
    public CommandFailedException NotWeir(JsonException e) =>
        new($"What answers at {Server.GetLeftPart(UriPartial.Authority)} is not a Weir server of this version.", e);

    private CommandFailedException Refused(HttpResponseMessage response, byte[] body)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return new CommandFailedException(_hasToken
                ? "The server does not accept this token; give another one with --token or WEIR_TOKEN."
                : "The server asks who you are; give a token with --token or WEIR_TOKEN.");
        }

        return new ApiRefusedException(
            response.StatusCode,
            ApiProblem.Sentence(body) ?? $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}.",
            ApiProblem.Fields(body));
    }
}

/// <summary>The server refused a request.</summary>
/// <param name="status">Its answer.</param>
/// <param name="message">Its words.</param>
/// <param name="fields">What is wrong, by the path in the body; empty where it told no fields.</param>
internal sealed class ApiRefusedException(
    HttpStatusCode status, string message, IReadOnlyList<(string Field, string Message)> fields) : CommandFailedException(message)
{
    public HttpStatusCode Status => status;

    public IReadOnlyList<(string Field, string Message)> Fields => fields;
}
