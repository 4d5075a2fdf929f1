using System.Globalization;

namespace Weir.Engine.Documents;

/// <summary>Times and dates in bodies and filters.</summary>
internal static class DocumentTimes
{
    private const int CharsMax = 40;

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    /// <summary>A time, or a date as its first moment; null when it is left out. Without a zone it is UTC.</summary>
    public static DateTimeOffset? Time(this DocumentReader reader, string field)
    {
        if (reader.OptionalString(field, CharsMax, 1) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        reader.Refuse(field, $"'{field}' must be a time as in 2026-01-31T09:30:00Z, or a date.");
        return null;
    }

    /// <summary>As <see cref="Time"/>, where it must have been: not before 1970, not after now.</summary>
    public static DateTimeOffset? PastTime(this DocumentReader reader, string field, DateTimeOffset now)
    {
        var time = reader.Time(field);
        if (time > now || time < DateTimeOffset.UnixEpoch)
        {
            reader.Refuse(field, $"'{field}' must be a time from 1970 until now.");
        }

        return time;
    }
}
