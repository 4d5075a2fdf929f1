namespace Weir.Expressions.Templates.Functions;

/// <summary>
/// Helpers over moments: ISO 8601 in, UTC out unless a time zone is named, formats as .NET writes them.
/// </summary>
internal static class Dates
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("dateFormat", 1, 3, Format) { Prepare = PrepareFormat },
        new("dateAdd", 2, 3, Add),
        new("timestamp", 0, 2, Timestamp) { Prepare = PrepareTimestamp },
    ];

    /// <summary>What is known of a call when it is parsed.</summary>
    private sealed record Plan(int Date, int FormatAt, DateFormat? Format, TimeZoneInfo? Zone);

    /// <summary>
    /// <c>dateFormat format date [zone]</c>. Where the second argument is the literal and the first is not, the two are
    /// exchanged, which cannot mean anything else.
    /// </summary>
    private static Plan PrepareFormat(Call call)
    {
        var exchanged = !call.IsLiteral(0) && call.IsLiteral(1);
        var format = call.Count == 1 ? -1 : exchanged ? 1 : 0;
        return new Plan(call.Count == 1 || exchanged ? 0 : 1, format, Known(call, format), Zone(call, 2));
    }

    private static Plan PrepareTimestamp(Call call) => new(-1, 0, Known(call, 0), Zone(call, 1));

    private static DateFormat? Known(Call call, int index) => index < 0 || index >= call.Count
        ? DateFormat.Iso
        : call.Literal(index) is { } literal ? DateFormat.Parse(literal) : null;

    private static TimeZoneInfo? Zone(Call call, int index)
    {
        if (index >= call.Count)
        {
            return null;
        }

        var id = call.Literal(index)
            ?? throw new RefusedException("the time zone is a literal text such as \"Europe/Paris\"");
        var isPlain = id.Length is > 0 and <= 64 && id.All(static c => char.IsAsciiLetterOrDigit(c) || "_+-/".Contains(c));
        return isPlain && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw new RefusedException($"there is no time zone '{id}'");
    }

    private static Value Format(Call call, Rendering rendering)
    {
        var plan = (Plan)call.Prepared!;
        return Read(call, rendering, call.Argument(rendering, plan.Date)) is { } moment
            ? Write(call, rendering, plan, moment)
            : Value.Missing;
    }

    /// <summary>The start of the run: what is rendered again after a stop is the same.</summary>
    private static Value Timestamp(Call call, Rendering rendering) =>
        Write(call, rendering, (Plan)call.Prepared!, Read(call, rendering, Value.Of(rendering.Variables.ThisRun))!.Value);

    private static Value Write(Call call, Rendering rendering, Plan plan, DateTime moment)
    {
        var format = plan.Format ?? Parse(call, call.Text(rendering, plan.FormatAt));
        return Value.Of(plan.Zone is { } zone
            ? format.Format(TimeZoneInfo.ConvertTime(new DateTimeOffset(moment), zone))
            : format.Format(moment));
    }

    private static DateFormat Parse(Call call, string format)
    {
        try
        {
            return DateFormat.Parse(format);
        }
        catch (RefusedException e)
        {
            throw call.Fail(e.Message);
        }
    }

    /// <summary>Null where there is no date at all.</summary>
    private static DateTime? Read(Call call, Rendering rendering, in Value value)
    {
        var text = Printing.Text(rendering, value);
        if (text.Length == 0)
        {
            return null;
        }

        return value.Kind == Kind.Text && Instant.TryParse(text, out var utc, out _)
            ? utc
            : throw call.Fail($"'{Call.Shown(text)}' is not a date of ISO 8601");
    }

    private static Value Add(Call call, Rendering rendering)
    {
        if (Read(call, rendering, call.Argument(rendering, 0)) is not { } moment)
        {
            return Value.Missing;
        }

        var unit = call.Count < 3 ? "milliseconds" : call.Text(rendering, 2);
        var count = call.Number(rendering, 1);
        return Shift(call, moment, count, unit) is { } shifted
            ? Value.Of(DateFormat.Iso.Format(shifted))
            : throw call.Fail("the sum is not between the years 1 and 9999");
    }

    private static DateTime? Shift(Call call, DateTime moment, Exact count, string unit)
    {
        var months = unit switch { "month" or "months" => 1, "year" or "years" => 12, _ => 0 };
        if (months > 0)
        {
            if (!count.TryToInt32(out var whole))
            {
                throw call.Fail("months and years are whole numbers");
            }

            var sum = (moment.Year * 12L) + moment.Month - 1 + ((long)whole * months);
            return sum is >= 12 and < 120_000 ? moment.AddMonths(whole * months) : null;
        }

        var ticks = (count * Exact.Of(TicksOf(call, unit))).Round(0).Digits;
        return ticks < -DateTime.MaxValue.Ticks || ticks > DateTime.MaxValue.Ticks
            ? null
            : Instant.TryAdd(moment, (long)ticks, out var shifted) ? shifted : null;
    }

    private static long TicksOf(Call call, string unit) => unit switch
    {
        "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "second" or "seconds" => TimeSpan.TicksPerSecond,
        "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "hour" or "hours" => TimeSpan.TicksPerHour,
        "day" or "days" => TimeSpan.TicksPerDay,
        "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
        _ => throw call.Fail(
            $"'{Call.Shown(unit)}' is no unit: milliseconds, seconds, minutes, hours, days, weeks, months or years"),
    };
}
