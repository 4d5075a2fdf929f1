using System.Globalization;
using System.Net.Http.Headers;
using Weir.Engine.Calls;

namespace Weir.Adaptors.Http.Answers;

/// <summary>What an answer's headers say about limits.</summary>
internal static class LimitHeaders
{
    /// <summary>Longer waits than this are told as this.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(366);

    /// <summary>How long to wait: seconds, or a date. Null when the header is not there or is neither.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, string name, DateTimeOffset now)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values) || values.Count == 0)
        {
            return null;
        }

        var text = First(values).Trim();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
        {
            return seconds < WaitMax.TotalSeconds ? TimeSpan.FromSeconds(seconds) : WaitMax;
        }

        if (!DateTimeOffset.TryParseExact(
            text,
            ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
            out var date))
        {
            return null;
        }

        var wait = date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < WaitMax ? wait : WaitMax;
    }

    /// <summary>How full the bucket is: <c>used/limit</c>. Null when the header is not there or says something else.</summary>
    public static RateSignal? Rate(HttpResponseHeaders headers, string? name)
    {
        if (name is null || !headers.NonValidated.TryGetValues(name, out var values) || values.Count == 0)
        {
            return null;
        }

        var text = First(values).AsSpan();
        var slash = text.IndexOf('/');
        return slash > 0
            && int.TryParse(text[..slash].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var used)
            && int.TryParse(text[(slash + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit > 0
            ? new RateSignal(used, limit)
            : null;
    }

    private static string First(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            return value;
        }

        return "";
    }
}
