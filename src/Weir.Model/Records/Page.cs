using System.Text.Json;

namespace Weir.Model;

/// <summary>
/// One batch of records as read from a source: the answer's bytes in pooled memory, parsed once. The records are views
/// into it and must not be used after <see cref="Dispose"/>.
/// </summary>
public sealed class Page : IDisposable
{
    private readonly JsonDocument _document;
    private readonly IDisposable? _buffer;

    /// <param name="document">The parsed answer.</param>
    /// <param name="buffer">The memory under it, given back after the document.</param>
    /// <param name="records">Views into <paramref name="document"/>, in the order of the source.</param>
    public Page(JsonDocument document, IDisposable? buffer, IReadOnlyList<JsonElement> records)
    {
        _document = document;
        _buffer = buffer;
        Records = records;
    }

    public IReadOnlyList<JsonElement> Records { get; }

    public void Dispose()
    {
        _document.Dispose();
        _buffer?.Dispose();
    }
}
