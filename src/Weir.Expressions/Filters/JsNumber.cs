using System.Globalization;

namespace Weir.Expressions.Filters;

/// <summary>
/// How JavaScript (ECMA-262) reads numbers from texts and writes them, as JsonLogic's results depend on it.
/// </summary>
internal static class JsNumber
{
    private const string Infinity = "Infinity";

    /// <summary><c>Number(text)</c>: the whole text is a number or the result is NaN; a blank text is 0.</summary>
    public static double Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            return 0;
        }

        if (text is ['0', 'x' or 'X' or 'o' or 'O' or 'b' or 'B', ..])
        {
            return ParseRadix(text[2..], text[1] switch { 'x' or 'X' => 16, 'o' or 'O' => 8, _ => 2 });
        }

        return PrefixLength(text) == text.Length ? ParseDecimal(text) : double.NaN;
    }

    /// <summary>
    /// <c>parseFloat(text)</c>: as much of the text as is a number; NaN when it does not begin with one.
    /// </summary>
    public static double ParsePrefix(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var length = PrefixLength(text);
        return length == 0 ? double.NaN : ParseDecimal(text[..length]);
    }

    /// <summary>The text is written as a number in JSON would be, so its digits can be compared exactly.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) =>
        !text.IsEmpty && text[0] is '-' or (>= '0' and <= '9') && text[^1] != 'y' && PrefixLength(text) == text.Length;

    /// <summary><c>String(number)</c>.</summary>
    public static string Format(double number)
    {
        if (double.IsNaN(number) || number == 0)
        {
            return number == 0 ? "0" : "NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? Infinity : "-Infinity";
        }

        var (digits, exponent) = Shortest(number);
        var sign = number < 0 ? "-" : "";
        return exponent switch
        {
            >= 21 or < -6 => sign + Scientific(digits, exponent),
            < 0 => $"{sign}0.{new string('0', -exponent - 1)}{digits}",
            _ when digits.Length <= exponent + 1 => sign + digits.PadRight(exponent + 1, '0'),
            _ => $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
        };
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return $"{digits[0]}{fraction}e{(exponent > 0 ? "+" : "")}{exponent.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The fewest digits that give the same double, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Shortest(double number)
    {
        var text = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E');
        var mantissa = e < 0 ? text : text[..e];
        var exponent = e < 0
            ? 0
            : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa.Length : point;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), exponent + whole - leading - 1);
    }

    private static double ParseRadix(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.IsEmpty)
        {
            return double.NaN;
        }

        var value = 0.0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return double.NaN;
            }

            value = (value * radix) + digit;
        }

        return value;
    }

    private static double ParseDecimal(ReadOnlySpan<char> text) => text[^1] switch
    {
        'y' => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>How many characters from the front are a decimal number or Infinity, with a sign or without.</summary>
    private static int PrefixLength(ReadOnlySpan<char> text)
    {
        var sign = text is ['+' or '-', ..] ? 1 : 0;
        if (text[sign..].StartsWith(Infinity, StringComparison.Ordinal))
        {
            return sign + Infinity.Length;
        }

        var whole = DigitsLength(text[sign..]);
        var length = sign + whole;
        var fraction = 0;
        if (length < text.Length && text[length] == '.')
        {
            fraction = DigitsLength(text[(length + 1)..]);
            length += whole + fraction > 0 ? 1 + fraction : 0;
        }

        if (whole + fraction == 0)
        {
            return 0;
        }

        if (length < text.Length && text[length] is 'e' or 'E')
        {
            var after = length + 1;
            after += after < text.Length && text[after] is '+' or '-' ? 1 : 0;
            var exponent = DigitsLength(text[Math.Min(after, text.Length)..]);
            length = exponent > 0 ? after + exponent : length;
        }

        return length;
    }

    private static int DigitsLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
