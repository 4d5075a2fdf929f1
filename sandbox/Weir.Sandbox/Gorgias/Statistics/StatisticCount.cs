using System.Globalization;

namespace Weir.Sandbox.Gorgias;

/// <summary>Counts a statistic over what is there now. Days, weeks and months are those of UTC. Called while the desk's gate is held.</summary>
internal sealed class StatisticCount(Desk desk, StatisticQuery query)
{
    /// <summary>The rows, sorted by what they are split by: texts of the split first, then the measures.</summary>
    public List<(IReadOnlyList<string?> Split, IReadOnlyList<double?> Measures)> Rows() =>
    [
        .. Samples()
            .Where(sample => sample.Time >= query.Period.From && sample.Time <= query.Period.To)
            .GroupBy(sample => string.Join('\u001f', Split(sample)), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (
                (IReadOnlyList<string?>)Split(group.First()),
                (IReadOnlyList<double?>)[.. query.Measures.Select(measure => Measure(measure, [.. group]))])),
    ];

    /// <summary>Everything that counts, with its time: a ticket, a message, a survey.</summary>
    private IEnumerable<Sample> Samples() => query.Scope.Name switch
    {
        "satisfaction-surveys" =>
            from place in query.Period.Walk(desk.Surveys.ByCreated(), isDescending: false, behind: null)
            let survey = desk.Surveys.Find((int)place.Id)!
            select new Sample(survey.Created, desk.Tickets.Find(survey.TicketId), survey.Score),
        "messages-sent" or "messages-received" =>
            from place in query.Period.Walk(desk.Messages.ByCreated, isDescending: false, behind: null)
            let message = desk.Messages.Find((int)place.Id)!
            where message.Public && message.FromAgent == (query.Scope.Name == "messages-sent")
            select new Sample(message.Created, desk.Tickets.Find(message.TicketId), 1),
        _ => desk.Tickets.All().Select(OfTicket).OfType<Sample>(),
    };

    private Sample? OfTicket(Ticket ticket)
    {
        const double second = GorgiasTime.Second;
        return query.Scope.Name switch
        {
            "tickets-open" when ticket.Status != "open" => null,
            "tickets-replied" or "one-touch-tickets" when ticket.MessagesCount < 2 => null,
            "zero-touch-tickets" when ticket.MessagesCount > 1 => null,
            "tickets-closed" or "one-touch-tickets" or "zero-touch-tickets" or "auto-qa" or "resolution-time" =>
                ticket.Closed is { } closed
                    ? new Sample(
                        query.Scope.TimeDimension == "closedDatetime" ? closed : ticket.Created,
                        ticket,
                        (closed - ticket.Created) / second)
                    : null,
            "messages-per-ticket" => new Sample(ticket.Created, ticket, ticket.MessagesCount),
            "first-response-time" or "human-first-response-time" or "response-time" or "ticket-handle-time" =>
                ticket.LastMessage is { } last ? new Sample(ticket.Created, ticket, (last - ticket.Created) / second) : null,
            _ => new Sample(ticket.Created, ticket, 1),
        };
    }

    private List<string?> Split(Sample sample)
    {
        var split = query.Dimensions.Select(dimension => dimension switch
        {
            "agentId" => Text(sample.Ticket?.AssigneeUserId),
            "channel" => sample.Ticket?.Channel,
            "status" => sample.Ticket?.Status,
            "tagId" => Text(sample.Ticket?.TagIds.Cast<int?>().FirstOrDefault()),
            "customFieldValue" => sample.Ticket?.CustomFields
                .Where(field => field.FieldId == query.CustomFieldId).Select(field => field.Value.Trim('"')).FirstOrDefault(),
            _ => null,
        }).ToList();
        if (query.Granularity is { } granularity)
        {
            split.Add(Begin(sample.Time, granularity));
        }

        return split;

        static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
    }

    private static string Begin(long time, string granularity)
    {
        var date = DateTime.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond);
        var begin = granularity switch
        {
            "hour" => date.Date.AddHours(date.Hour),
            "week" => date.Date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
            "month" => new DateTime(date.Year, date.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            _ => date.Date,
        };
        return begin.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    private static double? Measure(string measure, IReadOnlyList<Sample> samples)
    {
        var values = samples.Select(sample => sample.Value).OfType<double>().Order().ToList();
        return measure switch
        {
            "responseRate" => Math.Round(100.0 * values.Count / samples.Count, 2),
            "scoredSurveysCount" => values.Count,
            _ when measure.EndsWith("Count", StringComparison.Ordinal)
                && !measure.StartsWith("average", StringComparison.Ordinal) => samples.Count,
            _ when values.Count == 0 => null,
            _ when measure.StartsWith("median", StringComparison.Ordinal) => values[values.Count / 2],
            _ => Math.Round(values.Average(), 2),
        };
    }

    private sealed record Sample(long Time, Ticket? Ticket, double? Value);
}
