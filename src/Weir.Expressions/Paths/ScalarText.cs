using System.Buffers;
using System.Text;

namespace Weir.Expressions.Paths;

/// <summary>
/// Texts counted and ordered by Unicode scalar values, as RFC 9535 wants, where .NET counts UTF-16 units.
/// </summary>
internal static class ScalarText
{
    public static int Length(string text)
    {
        var length = text.Length;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c))
            {
                length--;
            }
        }

        return length;
    }

    /// <summary>No half of a surrogate pair stands alone.</summary>
    public static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (surrogate < 0)
            {
                return true;
            }

            if (Rune.DecodeFromUtf16(text[surrogate..], out _, out var units) is not OperationStatus.Done)
            {
                return false;
            }

            text = text[(surrogate + units)..];
        }
    }

    public static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        // Surrogates stand for what lies above U+FFFF, though their own numbers lie below U+E000.
        var (left, right) = (a[same], b[same]);
        return char.IsSurrogate(left) == char.IsSurrogate(right)
            ? left.CompareTo(right)
            : char.IsSurrogate(left) ? 1 : -1;
    }
}
