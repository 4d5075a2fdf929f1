using System.Text.Json;
using Quartz;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Schedules;

/// <summary>A schedule in a body and at rest: <c>{"cron","timezone","missed"}</c>.</summary>
internal static class ScheduleDocument
{
    private const int CharactersMax = 200;
    private const string Skip = "skip";

    /// <summary>The fields of an expression, each in one that is good but for it.</summary>
    private static readonly string[] Around =
        ["{0} 0 0 * * ?", "0 {0} 0 * * ?", "0 0 {0} * * ?", "0 0 0 {0} * ?", "0 0 0 ? {0} *", "0 0 0 ? * {0}", "0 0 0 * * ? {0}"];

    private static readonly string[] Names =
        ["seconds", "minutes", "hours", "day of month", "month", "day of week", "year"];

    /// <summary>A stored one; null where there is none.</summary>
    public static Schedule? Of(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object ? Read(new DocumentReader(document)) : null;

    /// <summary>Takes the fields; what is wrong with them is noted.</summary>
    public static Schedule Read(DocumentReader reader)
    {
        return new Schedule(
            reader.RequiredString("cron", max: CharactersMax),
            reader.OptionalString("timezone", CharactersMax, 1) ?? Schedule.TimeZoneDefault,
            reader.Choice("missed", "once", Skip) == Skip);
    }

    /// <summary>Notes what could not be understood when it is due. True when all is well.</summary>
    /// <param name="reader">The schedule's object.</param>
    /// <param name="schedule">As it was read.</param>
    /// <param name="now">An expression that has no time after it is refused.</param>
    public static bool Check(DocumentReader reader, Schedule schedule, DateTimeOffset now)
    {
        if (!reader.IsRefused("timezone") && !TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out _))
        {
            reader.Refuse("timezone", $"There is no time zone '{schedule.TimeZone}'; give one as Europe/Paris.");
        }

        if (reader.IsRefused("cron"))
        {
            return false;
        }

        if (ProblemOf(schedule.Cron) is var (message, position))
        {
            reader.Refuse("cron", $"{message} (position {position})", ErrorCodes.Expression, position);
        }
        else if (!reader.IsRefused("timezone") && schedule.Times().After(now) is null)
        {
            reader.Refuse("cron", "This never comes.", ErrorCodes.Expression, 0);
        }

        return !reader.IsRefused("cron") && !reader.IsRefused("timezone");
    }

    private static (string Message, int Position)? ProblemOf(string cron)
    {
        var fields = Fields(cron);
        if (fields.Count is < 6 or > 7)
        {
            return ($"A cron expression has six fields ({string.Join(", ", Names[..6])}) and perhaps a year; here are {fields.Count}", 0);
        }

        for (var i = 0; i < fields.Count; i++)
        {
            var (text, position) = fields[i];
            // A question mark leaves one of the two days to the other one.
            var isAlone = i is 3 or 5 && text == "?";
            if (!isAlone && Refusal(Around[i].Replace("{0}", text, StringComparison.Ordinal)) is { } problem)
            {
                return ($"The field {Names[i]}, '{text}', is not understood: {problem}", position);
            }
        }

        return Refusal(cron) is { } whole ? (whole, 0) : null;
    }

    private static List<(string Text, int Position)> Fields(string cron)
    {
        List<(string, int)> fields = [];
        for (var at = 0; at < cron.Length;)
        {
            if (char.IsWhiteSpace(cron[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < cron.Length && !char.IsWhiteSpace(cron[end]))
            {
                end++;
            }

            fields.Add((cron[at..end], at));
            at = end;
        }

        return fields;
    }

    private static string? Refusal(string cron)
    {
        try
        {
            CronExpression.ValidateExpression(cron);
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return e is FormatException ? e.Message.TrimEnd('.') : "it is no field of a cron expression";
        }
    }
}
