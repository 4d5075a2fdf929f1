using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Engine.Documents;
using Weir.Engine.Resources;

namespace Weir.Api;

/// <summary>What an endpoint answers: JSON in the contract's shape, with version and place where there is one.</summary>
internal sealed class JsonAnswer : IResult
{
    private readonly int _status;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly string? _tag;
    private readonly string? _location;

    private JsonAnswer(int status, ReadOnlyMemory<byte> body, string? tag = null, string? location = null) =>
        (_status, _body, _tag, _location) = (status, body, tag, location);

    public static JsonAnswer NoContent { get; } = new(StatusCodes.Status204NoContent, default);

    /// <param name="value">What is shown.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="version">The <c>ETag</c>; null for what has none.</param>
    public static JsonAnswer Ok<T>(T value, JsonTypeInfo<T> type, int? version = null) =>
        new(StatusCodes.Status200OK, Write(value, type), Tag(version));

    /// <param name="json">What is shown, as it is sent.</param>
    /// <param name="tag">The <c>ETag</c>, without its quotes.</param>
    public static JsonAnswer Tagged(ReadOnlyMemory<byte> json, string tag) => new(StatusCodes.Status200OK, json, tag);

    /// <summary>The same for what is yet to be written.</summary>
    public static JsonAnswer Tagged<T>(T value, JsonTypeInfo<T> type, string tag) => Tagged(Write(value, type), tag);

    public static JsonAnswer Ok(Action<Utf8JsonWriter> write) => new(StatusCodes.Status200OK, DocumentWriter.Bytes(write));

    /// <summary><c>{"status":…}</c></summary>
    public static JsonAnswer Status(string status) => Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", status);
        writer.WriteEndObject();
    });

    public static JsonAnswer Created<T>(T value, JsonTypeInfo<T> type, int version, string location) =>
        new(StatusCodes.Status201Created, Write(value, type), Tag(version), location);

    public static JsonAnswer Accepted<T>(T value, JsonTypeInfo<T> type, string location) =>
        new(StatusCodes.Status202Accepted, Write(value, type), null, location);

    /// <summary><c>{"data":[…],"next":…}</c></summary>
    public static JsonAnswer List<T>(Slice<T> slice, JsonTypeInfo<T> type) => Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        foreach (var item in slice.Data)
        {
            JsonSerializer.Serialize(writer, item, type);
        }

        writer.WriteEndArray();
        writer.WriteString("next", slice.Next);
        writer.WriteEndObject();
    });

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        if (_tag is not null)
        {
            response.Headers.ETag = $"\"{_tag}\"";
        }

        if (_location is not null)
        {
            response.Headers.Location = _location;
        }

        if (_body.IsEmpty)
        {
            return Task.CompletedTask;
        }

        response.ContentType = "application/json";
        response.ContentLength = _body.Length;
        return response.Body.WriteAsync(_body, httpContext.RequestAborted).AsTask();
    }

    private static string? Tag(int? version) => version is { } number ? $"{number}" : null;

    private static ReadOnlyMemory<byte> Write<T>(T value, JsonTypeInfo<T> type) =>
        DocumentWriter.Bytes(writer => JsonSerializer.Serialize(writer, value, type));
}
