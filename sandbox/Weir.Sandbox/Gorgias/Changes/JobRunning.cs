using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Runs jobs: each begins a tenth of a second after it was made or is due, and ends a second later, with everything
/// done at once. Called while the desk's gate is held.
/// </summary>
internal static class JobRunning
{
    private const long BeginsAfter = GorgiasTime.Second / 10;
    private const long Takes = GorgiasTime.Second;

    public static void Begin(Desk desk, Job job)
    {
        var due = (job.Scheduled ?? desk.Now) + BeginsAfter;
        desk.Agenda.Add(due, () =>
        {
            // A job that was changed since is on the agenda again; one that was cancelled never begins.
            if (desk.Setup.Jobs.Find(job.Id) is { Started: null, Cancelled: null } now && now.Scheduled == job.Scheduled)
            {
                desk.Setup.Jobs.Save(now with { Status = "running", Started = due });
                desk.Agenda.Add(due + Takes, () => End(desk, job.Id, due + Takes));
            }
        });
    }

    private static void End(Desk desk, int id, long time)
    {
        if (desk.Setup.Jobs.Find(id) is not { Status: "running" } job)
        {
            return;
        }

        try
        {
            var count = Work(desk, job);
            desk.Setup.Jobs.Save(job with { Status = "done", Ended = time, Info = $$"""{"count":{{count}}}""" });
        }
        catch (GorgiasProblem problem)
        {
            var why = JsonEncodedText.Encode(problem.Message);
            desk.Setup.Jobs.Save(job with { Status = "errored", Failed = time, Info = $$"""{"error":"{{why}}"}""" });
        }
    }

    /// <summary>Answers how many tickets it was about.</summary>
    private static int Work(Desk desk, Job job)
    {
        if (job.Type is not ("updateTicket" or "applyMacro" or "deleteTicket"))
        {
            return 0;
        }

        var read = JobReading.ParamsOf(job);
        var tickets = Tickets(desk, read);
        var macro = job.Type == "applyMacro" ? desk.Setup.Macros.Get(read.Int("macro_id") ?? 0) : null;
        foreach (var ticket in tickets)
        {
            switch (job.Type)
            {
                case "updateTicket":
                    var updates = System.Text.Encoding.UTF8.GetBytes(read.Json("updates") ?? "{}");
                    new TicketChange(desk).Update(BodyReader.Of(updates), ticket);
                    break;
                case "deleteTicket":
                    TicketRemoval.Remove(desk, ticket);
                    break;
                default:
                    Apply(desk, macro!, ticket, read.Bool("apply_and_close", false));
                    break;
            }
        }

        if (macro is not null)
        {
            desk.Setup.Macros.Save(macro with { Usage = macro.Usage + tickets.Count });
        }

        return tickets.Count;
    }

    private static List<Ticket> Tickets(Desk desk, BodyReader read)
    {
        if (read.Has("ticket_ids"))
        {
            return [.. read.Ids("ticket_ids", []).Distinct().Select(id => desk.Tickets.Find(id)).OfType<Ticket>()];
        }

        var view = read.Int("view_id") is { } viewId ? desk.Setup.Views.Get(viewId)
            : ViewReading.Read(read.Object("view") ?? read, desk, ViewReading.Fresh);
        var filter = ViewFilter.Of(view.Filters, desk.Owner, View.OfTickets);
        var (start, end) = (read.Time("start_datetime") ?? long.MinValue, read.Time("end_datetime") ?? long.MaxValue);
        return
        [
            .. desk.Tickets.All().Where(ticket => ticket.Created >= start && ticket.Created <= end
                && filter.Takes(path => TicketPaths.ValueOf(desk, ticket, path))),
        ];
    }

    /// <summary>A macro with an answer writes to the customer of every ticket.</summary>
    private static void Apply(Desk desk, Macro macro, Ticket ticket, bool mustClose)
    {
        var tags = desk.TagsOf(ticket).Select(tag => tag.Id).ToList();
        var more = tags.Union(MacroActions.TagsOf(macro).Select(name => desk.TagNamed(name).Id)).ToList();
        desk.CountTags(tags, more);
        var status = mustClose ? "closed" : MacroActions.StatusOf(macro) ?? ticket.Status;
        var changed = TicketChange.Save(desk, ticket with { TagIds = tags }, ticket with
        {
            TagIds = more,
            Status = status,
            Closed = status == ticket.Status ? ticket.Closed : status == "closed" ? desk.Now : null,
        });
        desk.Events.Add("macro-applied", "Macro", macro.Id, $$"""{"ticket_id":{{ticket.Id}}}""");
        if (MacroActions.AnswerOf(macro) is { } answer)
        {
            var messages = new MessageChange(desk);
            using var text = new MemoryStream();
            using (var json = new Utf8JsonWriter(text))
            {
                json.WriteStartObject();
                json.WriteString("channel"u8, ticket.Channel);
                json.WriteString("via"u8, "helpdesk"u8);
                json.WriteBoolean("from_agent"u8, true);
                json.WriteString("body_text"u8, answer);
                json.WriteEndObject();
            }

            messages.Post(messages.Read(BodyReader.Of(text.ToArray()), desk.NextChange()), changed);
        }
    }
}
