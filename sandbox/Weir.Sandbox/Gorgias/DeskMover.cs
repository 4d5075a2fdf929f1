namespace Weir.Sandbox.Gorgias;

/// <summary>Carries out a <see cref="DeskChange"/>, as the people of the desk and its customers would.</summary>
internal sealed class DeskMover(Desk desk)
{
    private int _tickets;
    private int _customers;
    private int _trashed;
    private int _deleted;
    private int _scored;
    private int _created;

    public void Apply(DeskChange change)
    {
        lock (desk.Gate)
        {
            desk.Events.Begin();
            var same = desk.NextChange() - (long)(change.SecondsAgo * GorgiasTime.Second);
            Func<long> time = () => change.SameTime ? same
                : desk.NextChange() - (long)(change.SecondsAgo * GorgiasTime.Second);
            Each(change.Tickets, ref _tickets, NextTicket, ticket => Touch(ticket, time()));
            Each(change.Customers, ref _customers, NextCustomer, customer => Touch(customer, time()));
            Each(change.Trashed, ref _trashed, NextTicket, Trash);
            Each(change.Scored, ref _scored, NextSurvey, Score);
            for (var i = 0; i < change.Created; i++)
            {
                Create();
            }

            Each(change.Deleted, ref _deleted, NextTicket, ticket => TicketRemoval.Remove(desk, ticket));
        }
    }

    /// <summary>Takes the next ones after the place, round and round, each at most once.</summary>
    private static void Each<T>(int count, ref int place, Func<int, (T? Row, int All)> at, Action<T> act)
        where T : class
    {
        for (var (done, seen) = (0, 0); done < count; seen++)
        {
            var (row, all) = at(place);
            if (seen >= all)
            {
                return;
            }

            place++;
            if (row is not null)
            {
                act(row);
                done++;
            }
        }
    }

    private (Ticket? Row, int All) NextTicket(int place)
    {
        var all = desk.Tickets.Positions;
        return (all == 0 ? null : desk.Tickets.Find(desk.Tickets.IdAt(place % all)), all);
    }

    private (Customer? Row, int All) NextCustomer(int place)
    {
        var all = desk.Customers.Positions;
        return (all == 0 ? null : desk.Customers.Find(desk.Customers.IdAt(place % all)), all);
    }

    private (Survey? Row, int All) NextSurvey(int place)
    {
        var all = desk.Surveys.Positions;
        var survey = all == 0 ? null : desk.Surveys.Find(desk.Surveys.IdAt(place % all));
        return (survey?.Score is null ? survey : null, all);
    }

    private void Touch(Ticket ticket, long time)
    {
        desk.Tickets.Save(ticket with { Updated = time, IsUnread = !ticket.IsUnread });
        desk.Events.Add("ticket-updated", "Ticket", ticket.Id);
    }

    private void Touch(Customer customer, long time)
    {
        desk.Customers.Save(customer with { Updated = time, Note = $"{customer.Note}." });
        desk.Events.Add("customer-updated", "Customer", customer.Id);
    }

    private void Trash(Ticket ticket)
    {
        var now = desk.NextChange();
        desk.Tickets.Save(ticket with { Trashed = now, Updated = now });
        desk.Events.Add("ticket-trashed", "Ticket", ticket.Id);
        desk.Events.Add("ticket-updated", "Ticket", ticket.Id);
    }

    private void Score(Survey survey)
    {
        var now = desk.NextChange();
        desk.Surveys.Save(survey with { Score = 1 + (_scored % 5), BodyText = "Asked later", Sent = survey.Sent ?? now, Scored = now });
        desk.Events.Add("satisfaction-survey-responded", "SatisfactionSurvey", survey.Id);
    }

    private void Create()
    {
        var number = ++_created;
        new TicketChange(desk).Create(BodyReader.Of(System.Text.Encoding.UTF8.GetBytes($$"""
            {"via":"email","channel":"email","subject":"New {{number}}","customer":{"email":"walk.in.{{number}}@mail.example"},
             "messages":[{"channel":"email","via":"email","from_agent":false,"body_text":"Hello, it is me: {{number}}"}]}
            """)));
    }
}
