using System.Globalization;

namespace Weir.Expressions;

/// <summary>
/// A .NET date format that says only what .NET understands. .NET copies a letter it does not know, so that <c>YYYY-MM-DD</c>
/// would print as <c>YYYY-02-DD</c>: such a letter is refused. <c>T</c> and <c>Z</c> may stand bare, as ISO 8601 has them.
/// </summary>
internal sealed class DateFormat
{
    private const string Letters = "dfFgHhKmMstyzTZ";

    private readonly string _format;

    private DateFormat(string format) => _format = format;

    /// <summary>ISO 8601 in UTC with <c>Z</c> and as many decimals as the moment has.</summary>
    public static DateFormat Iso { get; } = new("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'");

    /// <exception cref="RefusedException">The format is none; the message says why.</exception>
    public static DateFormat Parse(string format)
    {
        if (format.Length == 0)
        {
            return Iso;
        }

        if (format.Length > 1)
        {
            CheckLetters(format);
        }

        try
        {
            _ = DateTime.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException e)
        {
            throw new RefusedException($"'{format}' is not a .NET date format", e);
        }

        return new DateFormat(format);
    }

    public string Format(DateTime utc) => utc.ToString(_format, CultureInfo.InvariantCulture);

    public string Format(DateTimeOffset local) => local.ToString(_format, CultureInfo.InvariantCulture);

    private static void CheckLetters(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '\\':
                    i++;
                    break;
                case '\'' or '"':
                    var close = format.IndexOf(format[i], i + 1);
                    i = close < 0 ? format.Length : close;
                    break;
                case var letter when char.IsAsciiLetter(letter) && !Letters.Contains(letter):
                    throw new RefusedException(
                        $"'{letter}' is no letter of a .NET date format (use yyyy, MM, dd, HH, mm, ss, fff, tt, zzz, "
                        + "and quotes around words)");
            }
        }
    }
}
