using System.Globalization;

namespace Weir.Model;

/// <summary>A length of time as definitions and settings write it: <c>500ms</c>, <c>20s</c>, <c>1m</c>, <c>2h</c>, <c>1d</c>; a bare number is seconds.</summary>
public static class Duration
{
    /// <summary>A hundred days: a longer one is surely a mistake.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(100);

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
        ("", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>False when the text is no duration, is zero or is longer than <see cref="Max"/>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var (unit, length) = Units.First(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        var digits = text.AsSpan(0, text.Length - unit.Length);
        duration = default;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count < 1
            || count > Max / length)
        {
            return false;
        }

        duration = count * length;
        return true;
    }
}
