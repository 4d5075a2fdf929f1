using System.Globalization;
using System.Text.Json;
using Weir.Expressions.Paths;

namespace Weir.Engine.Runs;

/// <summary>How a source finds what has changed.</summary>
/// <param name="Changed">The time of change of a record; null where it is not known.</param>
/// <param name="NewestFirst">The list comes newest first: it is read until a whole page is older than the mark.</param>
/// <param name="LeavesOut">Records that did not change are left out here: the request does not ask for changes only.</param>
/// <param name="Overlap">The source is read again from so long before its mark on.</param>
internal sealed record DeltaPlan(JsonPath? Changed, bool NewestFirst, bool LeavesOut, TimeSpan Overlap)
{
    /// <summary>The time of change where <see cref="Changed"/> gives none.</summary>
    public JsonPath? ChangedElse { get; init; }

    /// <summary>Records are compared with what was delivered of them before.</summary>
    public bool Compares { get; init; }

    /// <summary>With <see cref="Compares"/>: a list that comes newest first is read again from so long before its mark on.</summary>
    public TimeSpan Lookback { get; init; }

    /// <summary>Numbers above it are milliseconds since 1970, those below it seconds.</summary>
    private const decimal SecondsMax = 100_000_000_000m;

    private const decimal MillisecondsMax = 253_402_300_799_999m;

    /// <summary>ISO 8601 (without an offset: UTC), or seconds or milliseconds since 1970. Null when it is none of them.</summary>
    public DateTimeOffset? ChangeOf(JsonElement record) => PlaceOf(record) ?? At(ChangedElse, record);

    /// <summary>The time that a list which comes newest first is sorted by; null where the record lacks it.</summary>
    public DateTimeOffset? PlaceOf(JsonElement record) => At(Changed, record);

    private static DateTimeOffset? At(JsonPath? path, JsonElement record) =>
        path is not null && path.TryGet(record, out var value) ? TimeOf(value) : null;

    private static DateTimeOffset? TimeOf(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var milliseconds = Math.Abs(number) > SecondsMax ? number : number * 1000;
            return Math.Abs(milliseconds) > MillisecondsMax || milliseconds < 0
                ? null
                : DateTimeOffset.UnixEpoch.AddTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
        }

        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var time) ? time : null;
    }
}
