using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>A ticket with what is written beside it, taken together at one moment.</summary>
internal sealed record TicketView(
    Ticket Ticket, Customer Customer, User? Assignee, Team? Team, IReadOnlyList<Tag> Tags, Survey? Survey)
{
    /// <summary>Only called while the desk's gate is held.</summary>
    public static TicketView Of(Desk desk, Ticket ticket, bool isWhole = false) => new(
        ticket,
        desk.Customers.Find(ticket.CustomerId)!,
        desk.Users.Find(ticket.AssigneeUserId),
        desk.Setup.Teams.Find(ticket.AssigneeTeamId),
        desk.TagsOf(ticket),
        isWhole ? desk.Surveys.OfTicket(ticket.Id) : null);
}

/// <summary>The two forms of a ticket: a row of a list, and in whole.</summary>
internal static class TicketWriting
{
    /// <param name="isInView">An item of a view lacks the summary and the custom fields.</param>
    public static void WriteRow(Utf8JsonWriter json, TicketView view, bool isInView = false)
    {
        var ticket = view.Ticket;
        json.WriteStartObject();
        json.WriteNumber("id"u8, ticket.Id);
        json.WriteString("uri"u8, $"/api/tickets/{ticket.Id}/");
        json.WriteString("external_id"u8, ticket.ExternalId);
        json.WriteString("language"u8, ticket.Language);
        WriteKind(json, ticket);
        json.WriteStartObject("customer"u8);
        CustomerWriting.WritePerson(json, view.Customer);
        json.WriteEndObject();
        UsersResource.WriteAssignee(json, "assignee_user"u8, view.Assignee);
        WriteTeam(json, view.Team);
        json.WriteString("subject"u8, ticket.Subject);
        if (!isInView)
        {
            WriteSummary(json, ticket.Summary);
        }

        json.WriteString("excerpt"u8, ticket.Excerpt);
        WriteIntegrations(json, ticket);
        json.WriteJson("meta"u8, ticket.Meta);
        TagsResource.WriteAll(json, view.Tags);
        json.WriteNumber("messages_count"u8, ticket.MessagesCount);
        json.WriteBoolean("is_unread"u8, ticket.IsUnread);
        json.WriteBoolean("spam"u8, ticket.Spam);
        json.WriteTime("created_datetime"u8, ticket.Created);
        json.WriteTime("opened_datetime"u8, ticket.Opened);
        json.WriteTime("last_received_message_datetime"u8, ticket.LastReceived);
        json.WriteTime("last_message_datetime"u8, ticket.LastMessage);
        json.WriteBoolean("last_sent_message_not_delivered"u8, ticket.IsLastNotDelivered);
        json.WriteTime("updated_datetime"u8, ticket.Updated);
        json.WriteTime("closed_datetime"u8, ticket.Closed);
        json.WriteTime("snooze_datetime"u8, ticket.Snoozed);
        json.WriteTime("trashed_datetime"u8, ticket.Trashed);
        if (!isInView)
        {
            json.WriteFields(ticket.CustomFields);
        }

        json.WriteEndObject();
    }

    public static void WriteWhole(
        Utf8JsonWriter json, TicketView view, IReadOnlyList<MessageView> messages, bool hasFields)
    {
        var ticket = view.Ticket;
        json.WriteStartObject();
        json.WriteNumber("id"u8, ticket.Id);
        json.WriteString("uri"u8, $"/api/tickets/{ticket.Id}/");
        json.WriteString("external_id"u8, ticket.ExternalId);
        json.WriteJson("events"u8, "[]");
        WriteKind(json, ticket);
        json.WriteBoolean("spam"u8, ticket.Spam);
        json.WriteNull("imported"u8);
        CustomerWriting.WriteInTicket(json, "customer"u8, view.Customer);
        UsersResource.WriteAssignee(json, "assignee_user"u8, view.Assignee);
        json.WriteNumberOrNull("assignee_user_id"u8, view.Assignee?.Id);
        WriteTeam(json, view.Team);
        json.WriteNumberOrNull("assignee_team_id"u8, view.Team?.Id);
        json.WriteString("language"u8, ticket.Language);
        json.WriteString("subject"u8, ticket.Subject);
        WriteSummary(json, ticket.Summary);
        json.WriteJson("meta"u8, ticket.Meta);
        TagsResource.WriteAll(json, view.Tags);
        if (hasFields)
        {
            json.WriteFields(ticket.CustomFields);
        }

        json.WriteStartArray("messages"u8);
        foreach (var message in messages)
        {
            MessageWriting.Write(json, message, isInTicket: true);
        }

        json.WriteEndArray();
        WriteTimes(json, ticket);
        json.WritePropertyName("satisfaction_survey"u8);
        if (view.Survey is { } survey)
        {
            SurveysResource.WriteValue(json, survey);
        }
        else
        {
            json.WriteNullValue();
        }

        WriteReplyOptions(json, ticket);
        CustomerWriting.WriteInTicket(json, "requester"u8, view.Customer);
        json.WriteBoolean("is_unread"u8, ticket.IsUnread);
        json.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter json, Ticket ticket)
    {
        json.WriteString("status"u8, ticket.Status);
        json.WriteString("priority"u8, ticket.Priority);
        json.WriteString("channel"u8, ticket.Channel);
        json.WriteString("via"u8, ticket.Via);
        json.WriteBoolean("from_agent"u8, ticket.FromAgent);
    }

    private static void WriteTimes(Utf8JsonWriter json, Ticket ticket)
    {
        json.WriteTime("created_datetime"u8, ticket.Created);
        json.WriteTime("processed_datetime"u8, ticket.Created + 69_752);
        json.WriteTime("opened_datetime"u8, ticket.Opened);
        json.WriteTime("last_received_message_datetime"u8, ticket.LastReceived);
        json.WriteTime("last_message_datetime"u8, ticket.LastMessage);
        json.WriteTime("updated_datetime"u8, ticket.Updated);
        json.WriteTime("closed_datetime"u8, ticket.Closed);
        json.WriteTime("trashed_datetime"u8, ticket.Trashed);
        json.WriteTime("snooze_datetime"u8, ticket.Snoozed);
    }

    private static void WriteTeam(Utf8JsonWriter json, Team? team)
    {
        if (team is null)
        {
            json.WriteNull("assignee_team"u8);
            return;
        }

        json.WriteStartObject("assignee_team"u8);
        json.WriteNumber("id"u8, team.Id);
        json.WriteString("name"u8, team.Name);
        json.WriteJson("decoration"u8, team.Decoration);
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, Summary? summary)
    {
        if (summary is null)
        {
            json.WriteNull("summary"u8);
            return;
        }

        json.WriteStartObject("summary"u8);
        json.WriteString("content"u8, summary.Content);
        json.WriteTime("created_datetime"u8, summary.Created);
        json.WriteTime("updated_datetime"u8, summary.Created);
        json.WriteNumber("triggered_by"u8, TeamSeed.FirstUserId);
        json.WriteEndObject();
    }

    private static void WriteIntegrations(Utf8JsonWriter json, Ticket ticket)
    {
        json.WriteStartArray("integrations"u8);
        if (ticket.Channel == "email")
        {
            json.WriteStartObject();
            json.WriteString("name"u8, "Desk support"u8);
            json.WriteString("address"u8, $"desk-inbox@{Desk.Domain}.example");
            json.WriteString("type"u8, "email"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReplyOptions(Utf8JsonWriter json, Ticket ticket)
    {
        json.WriteStartObject("reply_options"u8);
        foreach (var channel in new[] { "email", "internal-note", ticket.Channel }.Distinct(StringComparer.Ordinal))
        {
            json.WriteStartObject(channel);
            json.WriteBoolean("answerable"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
