using System.Globalization;
using System.Numerics;

namespace Weir.Expressions;

/// <summary>
/// A decimal number without rounding: <c>Digits / 10^Scale</c>, with a scale of 0 or more. Sums and products are exact at
/// any size up to <see cref="DigitsMax"/>; a quotient has at least 28 significant digits.
/// </summary>
internal readonly struct Exact : IComparable<Exact>, IEquatable<Exact>
{
    /// <summary>Decimal digits before and after the point together; a number that needs more is refused.</summary>
    public const int DigitsMax = 400;

    private const int QuotientDigits = 28;

    private Exact(BigInteger digits, int scale)
    {
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        Digits = digits;
        Scale = scale;
    }

    public BigInteger Digits { get; }

    public int Scale { get; }

    public bool IsInteger => Scale == 0;

    public int Sign => Digits.Sign;

    public static Exact Of(long value) => new(value, 0);

    /// <summary>Reads a JSON number, or the same with a leading <c>+</c> or zeros; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Exact number)
    {
        number = default;
        var exponent = 0;
        var e = text.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs((long)exponent) > DigitsMax)
            {
                return false;
            }

            text = text[..e];
        }

        var point = text.IndexOf('.');
        var scale = point < 0 ? 0 : text.Length - point - 1;
        if (text.Length > DigitsMax + 2 || !IsPlain(text, point))
        {
            return false;
        }

        Span<char> plain = stackalloc char[DigitsMax + 2];
        var whole = point < 0 ? text : text[..point];
        whole.CopyTo(plain);
        var length = whole.Length;
        if (point >= 0)
        {
            text[(point + 1)..].CopyTo(plain[length..]);
            length += scale;
        }

        if (!BigInteger.TryParse(
            plain[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits))
        {
            return false;
        }

        scale -= exponent;
        number = scale >= 0 ? new Exact(digits, scale) : new Exact(digits * BigInteger.Pow(10, -scale), 0);
        return true;
    }

    public static Exact operator +(Exact a, Exact b)
    {
        var (left, right, scale) = Align(a, b);
        return new Exact(left + right, scale);
    }

    public static Exact operator -(Exact a, Exact b)
    {
        var (left, right, scale) = Align(a, b);
        return new Exact(left - right, scale);
    }

    public static Exact operator *(Exact a, Exact b) => new(a.Digits * b.Digits, a.Scale + b.Scale);

    /// <summary>Rounds half away from zero at the last of at least 28 significant digits.</summary>
    public static Exact operator /(Exact a, Exact b)
    {
        var (left, right, _) = Align(a, b);
        var missing = QuotientDigits + Length(right) - Length(left);
        var scale = Math.Clamp(missing, 0, DigitsMax);
        return new Exact(DivideRounded(left * BigInteger.Pow(10, scale), right), scale);
    }

    /// <summary>The remainder, with the sign of the dividend.</summary>
    public static Exact operator %(Exact a, Exact b)
    {
        var (left, right, scale) = Align(a, b);
        return new Exact(BigInteger.Remainder(left, right), scale);
    }

    public Exact Abs() => new(BigInteger.Abs(Digits), Scale);

    /// <summary>Rounds half away from zero.</summary>
    public Exact Round(int places) =>
        places >= Scale ? this : new Exact(DivideRounded(Digits, BigInteger.Pow(10, Scale - places)), places);

    public Exact Floor()
    {
        var whole = BigInteger.DivRem(Digits, BigInteger.Pow(10, Scale), out var rest);
        return new Exact(rest.Sign < 0 ? whole - 1 : whole, 0);
    }

    public Exact Ceiling()
    {
        var whole = BigInteger.DivRem(Digits, BigInteger.Pow(10, Scale), out var rest);
        return new Exact(rest.Sign > 0 ? whole + 1 : whole, 0);
    }

    /// <summary>As <c>-12.5</c>: no exponent, no zeros at the end.</summary>
    public override string ToString() => ToString(Scale);

    /// <summary>The same with exactly <paramref name="places"/> digits after the point, which hold all of it.</summary>
    public string ToString(int places)
    {
        var digits = BigInteger.Abs(Digits) * BigInteger.Pow(10, places - Scale);
        var text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        var sign = Sign < 0 ? "-" : "";
        return places == 0 ? sign + text : $"{sign}{text[..^places]}.{text[^places..]}";
    }

    public bool TryToInt32(out int value)
    {
        var fits = IsInteger && Digits >= int.MinValue && Digits <= int.MaxValue;
        value = fits ? (int)Digits : 0;
        return fits;
    }

    public int CompareTo(Exact other)
    {
        var (left, right, _) = Align(this, other);
        return left.CompareTo(right);
    }

    public bool Equals(Exact other) => Scale == other.Scale && Digits == other.Digits;

    public override bool Equals(object? obj) => obj is Exact other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Digits, Scale);

    /// <summary>How many digits it would print.</summary>
    public int PrintedDigits() => Math.Max(Length(Digits), Scale);

    private static int Length(BigInteger value) =>
        value.IsZero ? 1 : (int)Math.Floor(BigInteger.Log10(BigInteger.Abs(value))) + 1;

    private static bool IsPlain(ReadOnlySpan<char> text, int point)
    {
        var digits = text.Length > 0 && text[0] is '-' or '+' ? text[1..] : text;
        var whole = point < 0 ? digits : digits[..(point - (text.Length - digits.Length))];
        var rest = point < 0 ? "0" : text[(point + 1)..];
        return whole.Length > 0 && rest.Length > 0
            && !whole.ContainsAnyExceptInRange('0', '9') && !rest.ContainsAnyExceptInRange('0', '9');
    }

    private static (BigInteger Left, BigInteger Right, int Scale) Align(Exact a, Exact b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return (a.Digits * BigInteger.Pow(10, scale - a.Scale), b.Digits * BigInteger.Pow(10, scale - b.Scale), scale);
    }

    private static BigInteger DivideRounded(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        return BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor)
            ? quotient + (dividend.Sign == divisor.Sign ? 1 : -1)
            : quotient;
    }
}
