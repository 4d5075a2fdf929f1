namespace Weir.Sandbox.Gorgias;

/// <summary>What is counted, over which period, split by what.</summary>
internal sealed record StatisticQuery
{
    private const long PeriodMax = 366 * GorgiasTime.Day;

    public required StatisticScope Scope { get; init; }

    public required TimeWindow Period { get; init; }

    public required IReadOnlyList<string> Dimensions { get; init; }

    public required IReadOnlyList<string> Measures { get; init; }

    /// <summary>Hour, day, week or month; null where time does not split.</summary>
    public string? Granularity { get; init; }

    /// <summary>The field whose values are counted, for the scope <c>ticket-fields</c>.</summary>
    public int? CustomFieldId { get; init; }

    /// <summary>Reads <c>query</c>; what is wrong is noted in the body.</summary>
    public static StatisticQuery? Read(BodyReader body)
    {
        body.Require("query");
        if (body.Object("query") is not { } query)
        {
            return null;
        }

        foreach (var required in (ReadOnlySpan<string>)["scope", "filters", "timezone"])
        {
            query.Require(required);
        }

        _ = query.Text("timezone");
        _ = query.Json("order");
        var scope = StatisticScope.All.GetValueOrDefault(query.Text("scope") ?? "");
        if (scope is null)
        {
            query.Wrong("scope", "Not a valid choice.");
            return null;
        }

        var (period, field) = ReadFilters(query);
        if (scope.Name == "ticket-fields" && field is null)
        {
            query.Wrong("filters", "customFieldId is required.");
        }

        return new StatisticQuery
        {
            Scope = scope,
            Period = period,
            CustomFieldId = field,
            Dimensions = Among(query, "dimensions", scope.Dimensions, []),
            Measures = Among(query, "measures", scope.Measures, scope.Measures),
            Granularity = ReadGranularity(query, scope),
        };
    }

    private static IReadOnlyList<string> Among(
        BodyReader query, string name, string[] known, IReadOnlyList<string> otherwise)
    {
        var wanted = query.Texts(name);
        foreach (var unknown in wanted.Except(known, StringComparer.Ordinal))
        {
            query.Wrong(name, $"{unknown} is not one of {string.Join(", ", known)}.");
        }

        return wanted.Count == 0 ? otherwise : wanted;
    }

    private static string? ReadGranularity(BodyReader query, StatisticScope scope)
    {
        if (query.Objects("time_dimensions") is not [var time, ..])
        {
            return null;
        }

        if (time.Text("dimension") != scope.TimeDimension)
        {
            time.Wrong("time_dimensions", $"The time of {scope.Name} is {scope.TimeDimension}.");
        }

        return time.Choice("granularity", "day", "hour", "day", "week", "month");
    }

    private static (TimeWindow Period, int? Field) ReadFilters(BodyReader query)
    {
        var period = TimeWindow.All;
        int? field = null;
        foreach (var filter in query.Objects("filters") ?? [])
        {
            var (member, operation) = (filter.Text("member"), filter.Text("operator"));
            var values = member == "customFieldId" ? filter.Ids("values", []).Select(id => $"{id}").ToList()
                : filter.Texts("values");
            switch (member)
            {
                case "periodStart" when operation == "afterDate" && values is [var text] && GorgiasTime.TryParse(text, out var time):
                    period = period.And("gte", time);
                    break;
                case "periodEnd" when operation == "beforeDate" && values is [var text] && GorgiasTime.TryParse(text, out var time):
                    period = period.And("lt", time);
                    break;
                case "customFieldId" when values is [var id]:
                    field = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
                    break;
                default:
                    filter.Wrong("filters", $"{member} {operation} is not a filter of this statistic.");
                    break;
            }
        }

        if (period.From == long.MinValue || period.To == long.MaxValue || period.To - period.From > PeriodMax)
        {
            query.Wrong("filters", "periodStart and periodEnd are required, at most 366 days apart.");
        }

        return (period, field);
    }
}
