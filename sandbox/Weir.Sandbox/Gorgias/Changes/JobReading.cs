using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Reads a job from a body. Called while the desk's gate is held.</summary>
internal static class JobReading
{
    private const long AheadMax = GorgiasTime.Hour;

    private static readonly string[] Types =
    [
        "applyMacro", "deleteTicket", "exportTicket", "exportMacro", "importMacro", "updateTicket",
        "exportTicketDrilldown", "exportConvertCampaignSalesDrilldown",
    ];

    public static Job Read(BodyReader body, Desk desk, Job before)
    {
        var type = body.Choice("type", before.Type, Types);
        var scheduled = body.Time("scheduled_datetime", before.Scheduled);
        if (scheduled is { } time && time > desk.Now + AheadMax)
        {
            body.Wrong("scheduled_datetime", "At most 60 minutes ahead.");
        }

        var job = before with
        {
            Type = type,
            Scheduled = scheduled,
            Status = scheduled is null ? "pending" : "scheduled",
            Meta = body.Json("meta", before.Meta, JsonValueKind.Object),
            Params = body.Json("params", before.Params, JsonValueKind.Object) ?? "{}",
        };
        if (type is "updateTicket" or "applyMacro" or "deleteTicket")
        {
            CheckParams(body, desk, job);
        }

        return job;
    }

    /// <summary>The parts of the parameters that a job on tickets needs.</summary>
    public static BodyReader ParamsOf(Job job) => BodyReader.Of(System.Text.Encoding.UTF8.GetBytes(job.Params));

    private static void CheckParams(BodyReader body, Desk desk, Job job)
    {
        var read = ParamsOf(job);
        if (!read.Has("ticket_ids") && !read.Has("view_id") && !read.Has("view"))
        {
            body.Wrong("params", "One of ticket_ids, view_id and view is needed.");
        }

        if (read.Has("view_id") && desk.Setup.Views.Find(read.Int("view_id"))?.Type != View.OfTickets)
        {
            body.Wrong("params", "There is no such view of tickets.");
        }

        if (read.Object("view") is { } view)
        {
            // What is wrong with the view is wrong with the parameters.
            _ = ViewReading.Read(view, desk, ViewReading.Fresh);
            if (view.FirstProblem() is { } problem)
            {
                body.Wrong("params", problem);
            }
        }

        if (job.Type == "updateTicket" && !read.Has("updates"))
        {
            body.Wrong("params", "updates is needed.");
        }

        if (job.Type == "applyMacro" && desk.Setup.Macros.Find(read.Int("macro_id")) is null)
        {
            body.Wrong("params", "There is no such macro.");
        }
    }
}
