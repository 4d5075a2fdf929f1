using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/jobs</c>: work on many records, done in the background.</summary>
internal static class JobsResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/jobs", "a list; status, type", List),
        new("GET", "/api/jobs/{id}", "", Get),
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
