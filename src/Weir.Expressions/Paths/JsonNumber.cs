namespace Weir.Expressions.Paths;

/// <summary>
/// Compares numbers as they are written in JSON, exactly: <c>1</c>, <c>1.0</c> and <c>1e0</c> are equal,
/// <c>9007199254740993</c> and <c>9007199254740992</c> are not, though a double cannot tell them apart.
/// </summary>
internal static class JsonNumber
{
    /// <summary>Exponents beyond this are taken as this; no number that anyone means reaches it.</summary>
    private const long ExponentMax = 1_000_000_000_000;

    /// <summary>Less than zero, zero or more than zero, as <paramref name="a"/> is below, equal to or above.</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.SequenceEqual(b))
        {
            return 0;
        }

        var (signA, scaleA) = Measure(a, out var digitsA);
        var (signB, scaleB) = Measure(b, out var digitsB);
        if (signA != signB || signA == 0)
        {
            return signA.CompareTo(signB);
        }

        var magnitude = scaleA != scaleB ? scaleA.CompareTo(scaleB) : CompareDigits(digitsA, digitsB);
        return signA * magnitude;
    }

    /// <summary>The sign, the power of ten of the first digit that counts, and the digits from that one on.</summary>
    private static (int Sign, long Scale) Measure(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> digits)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var mantissa = sign < 0 ? text[1..] : text;
        var exponent = 0L;
        var e = mantissa.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            exponent = Exponent(mantissa[(e + 1)..]);
            mantissa = mantissa[..e];
        }

        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            digits = default;
            return (0, 0);
        }

        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa.Length : point;
        digits = mantissa[first..];
        return (sign, exponent + whole - first - (first > whole ? 0 : 1));
    }

    private static long Exponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        var value = 0L;
        foreach (var c in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..])
        {
            value = Math.Min((value * 10) + (c - '0'), ExponentMax);
        }

        return negative ? -value : value;
    }

    private static int CompareDigits(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        while (true)
        {
            var digitA = Next(ref a);
            var digitB = Next(ref b);
            if (digitA != digitB)
            {
                return digitA.CompareTo(digitB);
            }

            if (a.IsEmpty && b.IsEmpty)
            {
                return 0;
            }
        }
    }

    /// <summary>The next digit, past the point; zero after the last.</summary>
    private static int Next(ref ReadOnlySpan<byte> digits)
    {
        if (!digits.IsEmpty && digits[0] == '.')
        {
            digits = digits[1..];
        }

        if (digits.IsEmpty)
        {
            return 0;
        }

        var digit = digits[0] - '0';
        digits = digits[1..];
        return digit;
    }
}
