using System.Globalization;
using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Times as Gorgias writes them: UTC microseconds here, ISO 8601 outside, with six decimals or none at all where the
/// microseconds are 0.
/// </summary>
internal static class GorgiasTime
{
    public const long Second = 1_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    private const int TextBytes = 32;

    public static long Of(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static long Now(this TimeProvider time) => Of(time.GetUtcNow());

    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? time)
    {
        if (time is not { } micros)
        {
            json.WriteNull(name);
            return;
        }

        Span<byte> text = stackalloc byte[TextBytes];
        ToDate(micros).TryFormat(text, out var length, Format(micros), CultureInfo.InvariantCulture);
        "+00:00"u8.CopyTo(text[length..]);
        json.WriteString(name, text[..(length + 6)]);
    }

    /// <summary>The form inside a cursor: without offset.</summary>
    public static string ToCursor(long micros) => ToDate(micros).ToString(Format(micros), CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 with or without offset (then UTC), with <c>T</c> or a space.</summary>
    public static bool TryParse(string text, out long micros)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        micros = 0;
        if (text.Length < "2026-01-01".Length || text[4] != '-' || text[7] != '-'
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time))
        {
            return false;
        }

        micros = Of(time);
        return true;
    }

    private static DateTime ToDate(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static string Format(long micros) =>
        micros % Second == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff";
}
