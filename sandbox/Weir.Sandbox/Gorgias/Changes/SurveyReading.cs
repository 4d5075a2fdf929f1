using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Reads a survey from a body that replaces the whole. Called while the desk's gate is held.</summary>
internal static class SurveyReading
{
    private const int BodyMax = 1000;

    public static Survey Read(BodyReader body, Desk desk, Survey before)
    {
        if (before.TicketId == 0)
        {
            body.Require("ticket_id");
            body.Require("customer_id");
        }

        var (ticketId, customerId) = (body.Int("ticket_id", before.TicketId), body.Int("customer_id", before.CustomerId));
        if (body.Has("ticket_id") && (ticketId is null || desk.Tickets.Find(ticketId.Value) is null))
        {
            body.Wrong("ticket_id", "There is no such ticket.");
        }

        if (body.Has("customer_id") && (customerId is null || desk.Customers.Find(customerId.Value) is null))
        {
            body.Wrong("customer_id", "There is no such customer.");
        }

        var score = body.Int("score");
        if (score is < 1 or > 5)
        {
            body.Wrong("score", "Must be greater than or equal to 1 and less than or equal to 5.");
        }

        return before with
        {
            TicketId = ticketId ?? 0,
            CustomerId = customerId ?? 0,
            Score = score,
            BodyText = body.Text("body_text", lengthMax: BodyMax),
            Meta = body.Json("meta", kind: JsonValueKind.Object),
            Created = body.Time("created_datetime", before.Created) ?? before.Created,
            Scored = body.Time("scored_datetime") ?? (score is null ? null : before.Scored ?? desk.NextChange()),
            Sent = body.Time("sent_datetime"),
            ShouldSend = body.Time("should_send_datetime"),
        };
    }

    public static Survey Save(Desk desk, Survey before, Survey after)
    {
        // The place of a survey in the list stays: only a new one may be dated back.
        var kept = desk.Surveys.Find(before.Id) is null ? after : after with { Created = before.Created };
        desk.Surveys.Save(kept);
        SurveySending.Begin(desk, before, kept);
        if (before.Sent is null && kept.Sent is not null)
        {
            desk.Events.Add("satisfaction-survey-sent", "SatisfactionSurvey", kept.Id);
        }

        if (before.Score is null && kept.Score is not null)
        {
            desk.Events.Add("satisfaction-survey-responded", "SatisfactionSurvey", kept.Id);
        }

        return kept;
    }
}
