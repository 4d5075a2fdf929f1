using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>
/// One side of a comparison: a value of the document or the path, a count, or Nothing (RFC 9535 2.4.1).
/// </summary>
internal readonly struct Comparand
{
    private readonly JsonElement _element;
    private readonly long _count;
    private readonly bool _isCount;

    public Comparand(JsonElement element) => _element = element;

    public Comparand(long count)
    {
        _count = count;
        _isCount = true;
    }

    public bool IsNothing => !_isCount && _element.ValueKind is JsonValueKind.Undefined;

    /// <summary>Meaningless for a count: its kind is Undefined.</summary>
    public JsonElement Element => _element;

    public static bool AreEqual(Comparand a, Comparand b, Evaluation evaluation)
    {
        if (a.IsNothing || b.IsNothing)
        {
            return a.IsNothing && b.IsNothing;
        }

        if (a._isCount || b._isCount)
        {
            return a.IsNumber && b.IsNumber && CompareNumbers(a, b) == 0;
        }

        return JsonEquality.AreEqual(a._element, b._element, evaluation);
    }

    /// <summary>Only numbers and texts have an order (RFC 9535 section 2.3.5.2.2).</summary>
    public static bool IsLess(Comparand a, Comparand b, Evaluation evaluation)
    {
        if (a.IsNumber && b.IsNumber)
        {
            return CompareNumbers(a, b) < 0;
        }

        if (!a.IsText || !b.IsText)
        {
            return false;
        }

        return ScalarText.Compare(evaluation.Text(a._element), evaluation.Text(b._element)) < 0;
    }

    private bool IsNumber => _isCount || _element.ValueKind is JsonValueKind.Number;

    private bool IsText => !_isCount && _element.ValueKind is JsonValueKind.String;

    private static int CompareNumbers(Comparand a, Comparand b)
    {
        Span<byte> bufferA = stackalloc byte[20];
        Span<byte> bufferB = stackalloc byte[20];
        return JsonNumber.Compare(Digits(a, bufferA), Digits(b, bufferB));
    }

    private static ReadOnlySpan<byte> Digits(Comparand number, Span<byte> buffer)
    {
        if (!number._isCount)
        {
            return JsonMarshal.GetRawUtf8Value(number._element);
        }

        Utf8Formatter.TryFormat(number._count, buffer, out var written);
        return buffer[..written];
    }
}
