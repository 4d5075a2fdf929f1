namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Sends a survey at its <c>should_send_datetime</c>, unless it was sent, answered or put off meanwhile. It counts as an
/// e-mail to the customer; one that cannot be reached stays unsent. Called while the desk's gate is held.
/// </summary>
internal static class SurveySending
{
    private const string Channel = "satisfaction-survey";

    public static void Begin(Desk desk, Survey before, Survey after)
    {
        if (IsNeeded(after) && after.ShouldSend is { } due && due != before.ShouldSend)
        {
            desk.Agenda.Add(due, () => End(desk, after.Id, due));
        }
    }

    private static bool IsNeeded(Survey survey) => survey is { Sent: null, Score: null };

    private static void End(Desk desk, int id, long due)
    {
        if (desk.Surveys.Find(id) is not { } survey || !IsNeeded(survey) || survey.ShouldSend != due
            || desk.Tickets.Find(survey.TicketId) is null)
        {
            return;
        }

        var to = desk.CustomerOf(survey.CustomerId)?.Email;
        var failure = MessageSending.WhyNot(to);
        desk.Sendings.Add(new SandboxSending(desk.Sendings.Count + 1, 0, survey.TicketId, Channel, true, to, failure));
        if (failure is null)
        {
            desk.Surveys.Save(survey with { Sent = Math.Max(due, survey.Created) });
            desk.Events.Add("satisfaction-survey-sent", "SatisfactionSurvey", survey.Id);
        }
    }
}
