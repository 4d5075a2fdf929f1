using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/satisfaction-surveys</c>: one for a ticket at most; a score comes later and changes no time but its own.</summary>
internal static class SurveysResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/satisfaction-surveys", "a list", List),
        new("POST", "/api/satisfaction-surveys", "ticket_id and customer_id are required; 409 for a second one of a ticket", Create),
        new("GET", "/api/satisfaction-surveys/{id}", "", Get),
        new("PUT", "/api/satisfaction-surveys/{id}", "replaces the whole survey", Update),
    ];

    /// <summary>The survey as an object of its own and inside its ticket.</summary>
    public static void WriteValue(Utf8JsonWriter json, Survey survey)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, survey.Id);
        json.WriteString("body_text"u8, survey.BodyText);
        json.WriteTime("created_datetime"u8, survey.Created);
        json.WriteNumber("customer_id"u8, survey.CustomerId);
        json.WriteJson("meta"u8, survey.Meta);
        json.WriteNumberOrNull("score"u8, survey.Score);
        json.WriteTime("scored_datetime"u8, survey.Scored);
        json.WriteTime("sent_datetime"u8, survey.Sent);
        json.WriteTime("should_send_datetime"u8, survey.ShouldSend);
        json.WriteNumber("ticket_id"u8, survey.TicketId);
        json.WriteString("uri"u8, $"/api/satisfaction-surveys/{survey.Id}/");
        json.WriteEndObject();
    }

    private static void Create(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        var survey = request.Change(
            desk =>
            {
                var fresh = new Survey { Id = desk.Surveys.NextId, TicketId = 0, CustomerId = 0, Created = desk.NextChange() };
                var read = SurveyReading.Read(body, desk, fresh);
                body.Done("Failed to create satisfaction survey");
                if (desk.Surveys.OfTicket(read.TicketId) is not null)
                {
                    throw GorgiasProblem.Exists();
                }

                return SurveyReading.Save(desk, fresh, read);
            },
            made => made.Id);
        request.Reply.Status = 201;
        WriteValue(request.Reply.Json, survey);
    }

    private static void Update(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        var survey = request.Change(
            desk =>
            {
                var before = desk.Surveys.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
                var read = SurveyReading.Read(body, desk, before);
                body.Done("Failed to update satisfaction survey");
                return SurveyReading.Save(desk, before, read);
            },
            changed => changed.Id);
        WriteValue(request.Reply.Json, survey);
    }

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, ListQuery.Created);
        request.Query.Done();
        var page = request.Read(desk => ListPage<Survey>.Read(
            desk.Surveys.ByCreated(), query, id => desk.Surveys.Find((int)id)));
        request.WriteList(page, WriteValue);
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        var survey = request.Read(desk => desk.Surveys.Find(request.PathId)) ?? throw GorgiasProblem.NotFound();
        WriteValue(request.Reply.Json, survey);
    }
}
