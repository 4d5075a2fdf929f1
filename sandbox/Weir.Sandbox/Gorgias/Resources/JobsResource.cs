using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/jobs</c>: work on many records, done in the background.</summary>
internal static class JobsResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/jobs", "a list; status, type", List),
        new("POST", "/api/jobs", "updateTicket, applyMacro, deleteTicket and exports; runs a second later", Create),
        new("GET", "/api/jobs/{id}", "", Get),
        new("PUT", "/api/jobs/{id}", "before it runs", Update),
        new("DELETE", "/api/jobs/{id}", "cancels it, if it has not ended", Cancel),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created);
        var (status, type) = (request.Query.Text("status"), request.Query.Text("type"));
        request.Query.Done();
        var jobs = request.Desk.Setup.Jobs.All.Where(
            job => (status is null || job.Status == status) && (type is null || job.Type == type));
        request.WriteSmallList(jobs, query, Write);
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        Write(request.Reply.Json, request.Read(desk => desk.Setup.Jobs.Get(request.PathId)));
    }

    private static void Create(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        body.Require("type");
        var job = request.Change(
            desk =>
            {
                var fresh = new Job
                {
                    Id = desk.Setup.Jobs.NextId,
                    Type = "",
                    Status = "pending",
                    UserId = desk.Owner.Id,
                    Created = desk.NextChange(),
                };
                return Save(body, desk, fresh, "Failed to create job");
            },
            made => made.Id);
        request.Reply.Status = 201;
        Write(request.Reply.Json, job);
    }

    private static void Update(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        var job = request.Change(
            desk =>
            {
                var before = desk.Setup.Jobs.Get(request.PathId);
                return before.Started is null
                    ? Save(body, desk, before, "Failed to update job")
                    : throw GorgiasProblem.OfBody("Failed to update job", "status", "The job has begun.");
            },
            changed => changed.Id);
        Write(request.Reply.Json, job);
    }

    private static Job Save(BodyReader body, Desk desk, Job before, string failure)
    {
        var read = JobReading.Read(body, desk, before);
        body.Done(failure);
        var job = desk.Setup.Jobs.Save(read);
        JobRunning.Begin(desk, job);
        return job;
    }

    private static void Cancel(GorgiasRequest request)
    {
        request.Query.Done();
        request.Change(request.PathId, desk =>
        {
            var job = desk.Setup.Jobs.Get(request.PathId);
            var now = desk.NextChange();
            if (job.Status is "pending" or "scheduled" or "running")
            {
                desk.Setup.Jobs.Save(job with { Status = "canceled", CancelRequested = now, Cancelled = now });
            }
        });
        request.Reply.Status = 204;
    }

    private static void Write(Utf8JsonWriter json, Job job)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, job.Id);
        json.WriteTime("cancel_requested_datetime"u8, job.CancelRequested);
        json.WriteTime("cancelled_datetime"u8, job.Cancelled);
        json.WriteTime("created_datetime"u8, job.Created);
        json.WriteTime("ended_datetime"u8, job.Ended);
        json.WriteTime("failed_datetime"u8, job.Failed);
        json.WriteJson("info"u8, job.Info);
        json.WriteNull("locked_datetime"u8);
        json.WriteJson("meta"u8, job.Meta);
        json.WriteJson("params"u8, job.Params);
        json.WriteTime("scheduled_datetime"u8, job.Scheduled);
        json.WriteTime("started_datetime"u8, job.Started);
        json.WriteString("status"u8, job.Status);
        json.WriteString("type"u8, job.Type);
        json.WriteNumber("user_id"u8, job.UserId);
        json.WriteString("uri"u8, $"/api/jobs/{job.Id}/");
        json.WriteEndObject();
    }
}
