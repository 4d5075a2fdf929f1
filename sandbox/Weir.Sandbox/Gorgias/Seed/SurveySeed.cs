namespace Weir.Sandbox.Gorgias;

/// <summary>What customers said before anybody called the API: one survey for every eight tickets.</summary>
internal sealed class SurveySeed(int seed, TicketSeed tickets, CustomerSeed customers) : ISeed<Survey>
{
    private const int TicketsPerSurvey = 8;

    private readonly IdSpace _ids = new(seed, DiceKind.SurveyId, 6_900_001, 5);

    public int Count => tickets.Count / TicketsPerSurvey;

    public int IdOf(int index) => _ids.IdOf(index);

    public int IndexOf(int id) => _ids.IndexOf(id);

    /// <summary>The survey of a ticket of the seed; -1 where it has none.</summary>
    public int IndexOfTicket(int ticket)
    {
        var index = ticket / TicketsPerSurvey;
        return ticket >= 0 && index < Count && TicketOf(index) == ticket ? index : -1;
    }

    public long Created(int index)
    {
        var outline = tickets.Outline(TicketOf(index));
        return outline.TimeOf(outline.Messages - 1) + GorgiasTime.Hour + 417;
    }

    public long Updated(int index) => Created(index);

    public string? ExternalId(int index) => null;

    public Survey Make(int index)
    {
        var dice = new Dice(seed, DiceKind.Survey, index);
        var ticket = TicketOf(index);
        var created = Created(index);
        var isSent = !dice.OneIn(5);
        var isScored = isSent && dice.Percent(60);
        int? score = isScored ? dice.Below(10) switch { 0 => 1, 1 => 2, 2 => 3, 3 or 4 => 4, _ => 5 } : null;
        return new Survey
        {
            Id = IdOf(index),
            TicketId = tickets.IdOf(ticket),
            CustomerId = customers.IdOf(tickets.Outline(ticket).Customer),
            Score = score,
            BodyText = isScored && dice.OneIn(3)
                ? score > 3 ? "Fast, and kind 👏" : "It took; two weeks, \"two\"!\nNever again."
                : null,
            Created = created,
            ShouldSend = isSent ? null : created + (2 * GorgiasTime.Day),
            Sent = isSent ? created + GorgiasTime.Hour : null,
            Scored = isScored ? created + (dice.Between(2, 200) * GorgiasTime.Hour) : null,
        };
    }

    private int TicketOf(int index) =>
        (index * TicketsPerSurvey) + new Dice(seed, DiceKind.Survey, ~index).Below(TicketsPerSurvey);
}
