using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Sandbox;

/// <summary>
/// An answer in the making: its status, its headers, and its body as JSON in a buffer that is used again.
/// </summary>
internal sealed class Reply
{
    private const int KeptMax = 64;
    private const int KeptBytesMax = 1 << 20;

    private static readonly ConcurrentBag<Reply> Kept = [];

    private readonly ArrayBufferWriter<byte> _body = new(16 * 1024);
    private Utf8JsonWriter? _json;

    private Reply()
    {
    }

    public int Status { get; set; } = 200;

    public string ContentType { get; set; } = "application/json";

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public Utf8JsonWriter Json => _json ??= new Utf8JsonWriter(
        _body,
        new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public ReadOnlyMemory<byte> Body
    {
        get
        {
            _json?.Flush();
            return _body.WrittenMemory;
        }
    }

    public static Reply Rent() => Kept.TryTake(out var kept) ? kept : new Reply();

    public void Text(string text)
    {
        ClearBody();
        Encoding.UTF8.GetBytes(text.AsSpan(), _body);
    }

    public void ClearBody()
    {
        _json?.Reset();
        _body.ResetWrittenCount();
    }

    /// <summary>Cuts the body so that it is no JSON any more.</summary>
    public ReadOnlyMemory<byte> HalfOfBody() => Body[..(Body.Length / 2)];

    public void Return()
    {
        ClearBody();
        Headers.Clear();
        (Status, ContentType) = (200, "application/json");
        if (Kept.Count < KeptMax && _body.Capacity <= KeptBytesMax)
        {
            Kept.Add(this);
        }
    }
}
