using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Storage.Stores;

/// <summary>
/// Where a slice of a list ended: the last row's sort value and id, so that ties and changes in between neither skip nor
/// repeat a row. Opaque to clients; one of another list or order is refused.
/// </summary>
internal static class Cursor
{
    /// <summary>Rows that a list gives at once, at most.</summary>
    public const int LimitMax = 1000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="list">Which list in which order.</param>
    public static string Encode(string list, string id, string value) =>
        Base64Url.EncodeToString(Utf8.GetBytes($"{list}\n{id}\n{value}"));

    public static (string Id, string Value) Decode(string list, string cursor)
    {
        try
        {
            var parts = Utf8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n', 3);
            if (parts.Length == 3 && parts[0] == list)
            {
                return (parts[1], parts[2]);
            }
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            // Refused below, like any other text that no list made.
        }

        throw Refused();
    }

    public static (string Id, long Value) DecodeNumber(string list, string cursor)
    {
        var (id, value) = Decode(list, cursor);
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (id, number)
            : throw Refused();
    }

    /// <summary>Refuses a limit that is no number of rows.</summary>
    public static void CheckLimit(int limit)
    {
        if (limit is < 1 or > LimitMax)
        {
            throw RefusalException.Invalid("limit", $"The limit is a number from 1 to {LimitMax}.");
        }
    }

    /// <summary>A slice of rows read with one row more than the limit, which says whether there is a next one.</summary>
    public static Slice<TOut> Slice<TRow, TOut>(
        IReadOnlyList<TRow> rows, int limit, Func<TRow, TOut> select, Func<TRow, string> cursor) =>
        new([.. rows.Take(limit).Select(select)], rows.Count > limit ? cursor(rows[limit - 1]) : null);

    private static RefusalException Refused() => RefusalException.Invalid("cursor", "This cursor was not made by this list.");
}
