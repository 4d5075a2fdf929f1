using System.Text.Json;
using Weir.Engine.Documents;

namespace Weir.Engine.Schedules;

/// <summary>The next times of a schedule: <c>{"schedule":{…},"count":10,"from"?}</c> → <c>{"times":[…]}</c>.</summary>
public static class SchedulePreview
{
    private const int CountMax = 100;
    private const int YearMin = 1970;
    private const int YearMax = 2200;
    private const int CountDefault = 10;

    /// <param name="body">The request.</param>
    /// <param name="now">From when on, where the body names no time.</param>
    /// <param name="writer">Takes the answer.</param>
    public static void Write(JsonElement body, DateTimeOffset now, Utf8JsonWriter writer)
    {
        var reader = new DocumentReader(body);
        var count = reader.Int("count", 1, CountMax, CountDefault);
        var from = reader.Time("from") ?? now;
        if (from.Year is < YearMin or > YearMax)
        {
            reader.Refuse("from", $"'from' must be a time of the years {YearMin} to {YearMax}.");
            from = now;
        }

        Schedule? schedule = null;
        if (reader.RequiredObject("schedule") is { } inner)
        {
            schedule = ScheduleDocument.Read(inner);
            ScheduleDocument.Check(inner, schedule, from);
        }

        reader.Finish();
        var times = schedule!.Times();
        writer.WriteStartObject();
        writer.WriteStartArray("times");
        for (var at = times.After(from); at is { } time && count-- > 0; at = times.After(time))
        {
            writer.WriteStringValue(DocumentWriter.TimeText(time));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
