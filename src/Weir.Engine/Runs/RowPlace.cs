using System.Globalization;
using System.Text.Json;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>A row's place in a list's stated order.</summary>
/// <param name="By">The sort value as text.</param>
/// <param name="Tie">What decides between equal ones.</param>
internal sealed record RowPlace(string By, string Tie);

/// <summary>Compares places in a list's stated order.</summary>
internal sealed class WalkOrder(OrderDefinition order)
{
    private readonly JsonPath _by = JsonPath.Parse(order.By);
    private readonly JsonPath _tie = JsonPath.Parse(order.Tie);

    /// <summary>The place of a row; null when it lacks one of the two values.</summary>
    public RowPlace? PlaceOf(JsonElement row) =>
        _by.TryGet(row, out var by) && _tie.TryGet(row, out var tie) && by.ValueKind != JsonValueKind.Null
            ? new RowPlace(TextOf(by), TextOf(tie))
            : null;

    /// <summary>Whether a walk meets <paramref name="row"/> at or before <paramref name="place"/>.</summary>
    public bool IsAtOrBefore(RowPlace row, RowPlace place)
    {
        var by = Compare(row.By, place.By);
        var compared = by != 0 ? by : Compare(row.Tie, place.Tie);
        return order.Descending ? compared >= 0 : compared <= 0;
    }

    /// <summary>
    /// Whether a row has come to stand before the first row that the walk met, which shows only in a list that comes newest
    /// first.
    /// </summary>
    public bool ChangedSince(RowPlace row, RowPlace began) => order.Descending && !IsAtOrBefore(began, row);

    /// <summary>Numbers by value, times by instant, all else by code point.</summary>
    private static int Compare(string a, string b)
    {
        if (decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
            && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y))
        {
            return x.CompareTo(y);
        }

        return TryTime(a, out var t) && TryTime(b, out var u) ? t.CompareTo(u) : string.CompareOrdinal(a, b);
    }

    private static bool TryTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
