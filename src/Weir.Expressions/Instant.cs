namespace Weir.Expressions;

/// <summary>
/// Reads a moment as ISO 8601 writes it: <c>2024-02-29</c>, <c>2024-02-29T12:34:56.1234567+01:00</c>, with a space instead of
/// <c>T</c>, without seconds, with <c>Z</c> or an offset or, then taken as UTC, neither.
/// </summary>
internal static class Instant
{
    /// <summary>Decimals of a second that a <see cref="DateTime"/> holds.</summary>
    public const int DecimalsMax = 7;

    /// <param name="text">The moment.</param>
    /// <param name="utc">It as UTC.</param>
    /// <param name="isExact">False where digits beyond the seventh decimal are lost.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime utc, out bool isExact)
    {
        utc = default;
        isExact = true;
        var rest = text;
        if (!TryNumber(ref rest, 4, out var year) || !Skip(ref rest, '-')
            || !TryNumber(ref rest, 2, out var month) || !Skip(ref rest, '-')
            || !TryNumber(ref rest, 2, out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        if (rest.IsEmpty)
        {
            utc = date;
            return true;
        }

        if (rest[0] is not ('T' or 't' or ' '))
        {
            return false;
        }

        rest = rest[1..];
        return TryTime(ref rest, out var time, out isExact)
            && TryOffset(rest, out var offset)
            && TryAdd(date, time - offset, out utc);
    }

    private static bool TryTime(ref ReadOnlySpan<char> rest, out long ticks, out bool isExact)
    {
        ticks = 0;
        isExact = true;
        if (!TryNumber(ref rest, 2, out var hour) || !Skip(ref rest, ':') || !TryNumber(ref rest, 2, out var minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        if (!Skip(ref rest, ':'))
        {
            return true;
        }

        if (!TryNumber(ref rest, 2, out var second) || second > 59)
        {
            return false;
        }

        ticks += second * TimeSpan.TicksPerSecond;
        return !(Skip(ref rest, '.') || Skip(ref rest, ',')) || TryFraction(ref rest, ref ticks, out isExact);
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, ref long ticks, out bool isExact)
    {
        isExact = true;
        var unit = TimeSpan.TicksPerSecond;
        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
        {
            unit /= 10;
            ticks += (rest[digits] - '0') * unit;
            isExact &= digits < DecimalsMax || rest[digits] == '0';
        }

        rest = rest[digits..];
        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest is "" or "Z" or "z")
        {
            return true;
        }

        Skip(ref rest, ' ');
        if (rest is not ['+' or '-', ..])
        {
            return false;
        }

        var sign = rest[0] == '-' ? -1 : 1;
        rest = rest[1..];
        if (!TryNumber(ref rest, 2, out var hours) || hours > 23)
        {
            return false;
        }

        var minutes = 0;
        if (!rest.IsEmpty)
        {
            Skip(ref rest, ':');
            if (!TryNumber(ref rest, 2, out minutes) || minutes > 59 || !rest.IsEmpty)
            {
                return false;
            }
        }

        ticks = sign * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute));
        return true;
    }

    /// <summary>False where the sum is no date that .NET has.</summary>
    public static bool TryAdd(DateTime date, long ticks, out DateTime sum)
    {
        var fits = ticks <= DateTime.MaxValue.Ticks - date.Ticks && ticks >= -date.Ticks;
        sum = fits ? date.AddTicks(ticks) : default;
        return fits;
    }

    private static bool Skip(ref ReadOnlySpan<char> rest, char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<char> rest, int digits, out int number)
    {
        number = 0;
        if (rest.Length < digits || rest[..digits].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        foreach (var digit in rest[..digits])
        {
            number = (number * 10) + digit - '0';
        }

        rest = rest[digits..];
        return true;
    }
}
