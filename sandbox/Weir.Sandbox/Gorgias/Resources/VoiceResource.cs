using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/phone/…</c>: calls, their steps and what was recorded, newest first; none of the lists can be sorted.
/// </summary>
internal static class VoiceResource
{
    private const int AccountId = 40_311;

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/phone/voice-calls", "a list; ticket_id", request => List(
            request, "ticket_id", desk => desk.Voice.Calls, (desk, id) => desk.Voice.CallsOf(id), WriteCall)),
        new("GET", "/api/phone/voice-calls/{id}", "", request => Get(request, desk => desk.Voice.Calls, WriteCall)),
        new("GET", "/api/phone/voice-call-events", "a list; call_id", request => List(
            request, "call_id", desk => desk.Voice.Events, (desk, id) => desk.Voice.EventsOf(id), WriteEvent)),
        new("GET", "/api/phone/voice-call-events/{id}", "", request => Get(request, desk => desk.Voice.Events, WriteEvent)),
        new("GET", "/api/phone/voice-call-recordings", "a list; call_id", request => List(
            request, "call_id", desk => desk.Voice.Recordings, (desk, id) => desk.Voice.RecordingsOf(id), WriteRecording)),
        new("GET", "/api/phone/voice-call-recordings/{id}", "", request => Get(
            request, desk => desk.Voice.Recordings, WriteRecording)),
        new("DELETE", "/api/phone/voice-call-recordings/{id}", "stays in the list, with the time and without its url", DeleteRecording),
    ];

    private static void List<T>(
        GorgiasRequest request,
        string owner,
        Func<Desk, SeededTable<T>> table,
        Func<Desk, int, KeysetIndex> ofOwner,
        Action<Utf8JsonWriter, T> write)
        where T : class, IDeskRecord
    {
        var query = ListQuery.Read(request.Query);
        var ownerId = request.Query.Int(owner);
        request.Query.Done();
        var page = request.Read(desk => ListPage<T>.Read(
            ownerId is { } id ? ofOwner(desk, id) : table(desk).By(ListQuery.Created),
            query,
            each => table(desk).Find((int)each)));
        request.WriteList(page, write);
    }

    private static void Get<T>(
        GorgiasRequest request, Func<Desk, SeededTable<T>> table, Action<Utf8JsonWriter, T> write)
        where T : class, IDeskRecord
    {
        request.Query.Done();
        var found = request.Read(desk => table(desk).Find(request.PathId)) ?? throw GorgiasProblem.NotFound();
        write(request.Reply.Json, found);
    }

    private static void DeleteRecording(GorgiasRequest request)
    {
        request.Query.Done();
        request.Change(request.PathId, desk =>
        {
            var recording = desk.Voice.Recordings.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
            if (recording.Deleted is null)
            {
                desk.Voice.Recordings.Save(recording with { Deleted = desk.NextChange(), DeletedBy = desk.Owner.Id });
            }
        });
        request.Reply.Status = 204;
    }

    private static void WriteCall(Utf8JsonWriter json, VoiceCall call)
    {
        const string deskNumber = "+33170000000";
        json.WriteStartObject();
        json.WriteNumber("id"u8, call.Id);
        json.WriteNumber("integration_id"u8, 126_649);
        json.WriteNumber("ticket_id"u8, call.TicketId);
        json.WriteNumber("customer_id"u8, call.CustomerId);
        json.WriteNumber("phone_number_id"u8, 456);
        json.WriteString("external_id"u8, call.ExternalId);
        json.WriteString("provider"u8, "twilio"u8);
        json.WriteString("status"u8, call.Status);
        json.WriteString("direction"u8, call.IsInbound ? "inbound" : "outbound");
        json.WriteString("phone_number_source"u8, call.IsInbound ? call.CustomerNumber : deskNumber);
        json.WriteString("country_source"u8, "FR"u8);
        json.WriteString("phone_number_destination"u8, call.IsInbound ? deskNumber : call.CustomerNumber);
        json.WriteString("country_destination"u8, "FR"u8);
        json.WriteNumber("duration"u8, call.Duration);
        json.WriteTime("started_datetime"u8, call.Created);
        json.WriteTime("created_datetime"u8, call.Created);
        json.WriteTime("updated_datetime"u8, call.Updated);
        json.WriteNumberOrNull("initiated_by_agent_id"u8, call.IsInbound ? null : call.AgentId);
        json.WriteNumberOrNull("last_answered_by_agent_id"u8, call.IsInbound ? call.AgentId : null);
        json.WriteNumberOrNull("last_rang_agent_id"u8, call.AgentId);
        json.WriteNull("last_monitoring_agent_id"u8);
        json.WriteNull("monitoring_status"u8);
        json.WriteNull("answered_by_external_customer_id"u8);
        json.WriteNull("answered_by_external_number"u8);
        json.WriteNull("queue_id"u8);
        json.WriteNull("status_in_queue"u8);
        json.WriteBoolean("has_voicemail"u8, call.HasVoicemail);
        json.WriteBoolean("has_call_recording"u8, call.HasRecording);
        json.WriteStartArray("summaries"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, VoiceCallEvent step)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, step.Id);
        json.WriteNumber("account_id"u8, AccountId);
        json.WriteNumber("call_id"u8, step.CallId);
        json.WriteString("type"u8, step.Type);
        json.WriteNumber("customer_id"u8, step.CustomerId);
        json.WriteNumberOrNull("user_id"u8, step.UserId);
        json.WriteJson("meta"u8, "{}");
        json.WriteTime("created_datetime"u8, step.Created);
        json.WriteEndObject();
    }

    private static void WriteRecording(Utf8JsonWriter json, VoiceRecording recording)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, recording.Id);
        json.WriteNumber("call_id"u8, recording.CallId);
        json.WriteString("external_id"u8, recording.ExternalId);
        json.WriteString(
            "url"u8, recording.Deleted is null ? $"https://uploads.example/phone-{recording.ExternalId}.mp3" : null);
        json.WriteNumber("duration"u8, recording.Duration);
        json.WriteString("type"u8, recording.Type);
        json.WriteString("transcription_status"u8, "completed"u8);
        json.WriteTime("created_datetime"u8, recording.Created);
        json.WriteTime("deleted_datetime"u8, recording.Deleted);
        json.WriteNumberOrNull("deleted_by_user_id"u8, recording.DeletedBy);
        json.WriteNull("error_code"u8);
        json.WriteEndObject();
    }
}
