using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>A message with the people beside it: each a user or a customer.</summary>
internal sealed record MessageView(Message Message, object Sender, object? Receiver)
{
    /// <summary>Only called while the desk's gate is held.</summary>
    public static MessageView Of(Desk desk, Message message) =>
        new(message, Person(desk, message.SenderId)!, Person(desk, message.ReceiverId));

    private static object? Person(Desk desk, int? id) =>
        id is { } known ? desk.Users.Find(known) ?? (object?)desk.CustomerOf(known) : null;
}

/// <summary>The two forms of a message: inside its ticket, and alone, with three members more.</summary>
internal static class MessageWriting
{
    public static void Write(Utf8JsonWriter json, MessageView view, bool isInTicket)
    {
        var message = view.Message;
        json.WriteStartObject();
        json.WriteNumber("id"u8, message.Id);
        json.WriteString("uri"u8, $"/api/tickets/{message.TicketId}/messages/{message.Id}/");
        json.WriteString("message_id"u8, message.MessageId);
        json.WriteNumber("ticket_id"u8, message.TicketId);
        json.WriteString("external_id"u8, message.ExternalId);
        json.WriteBoolean("public"u8, message.Public);
        json.WriteString("channel"u8, message.Channel);
        json.WriteString("via"u8, message.Via);
        json.WriteJson("source"u8, message.Source);
        WritePerson(json, "sender"u8, view.Sender);
        json.WriteNull("auth_customer_identity"u8);
        json.WriteNumberOrNull("integration_id"u8, message.IntegrationId);
        json.WriteJson("intents"u8, "[]");
        json.WriteNull("rule_id"u8);
        json.WriteBoolean("from_agent"u8, message.FromAgent);
        WritePerson(json, "receiver"u8, view.Receiver);
        WriteTexts(json, message);
        json.WriteJson("attachments"u8, message.Attachments);
        if (!isInTicket)
        {
            json.WriteJson("macros"u8, message.Macros ?? "[]");
        }

        json.WriteJson("actions"u8, message.Actions);
        if (!isInTicket)
        {
            json.WriteJson("headers"u8, message.Headers);
        }

        if (message.Imported is { } imported)
        {
            json.WriteBoolean("imported"u8, imported);
        }
        else
        {
            json.WriteNull("imported"u8);
        }

        json.WriteJson("meta"u8, message.Meta);
        WriteTimes(json, message, isInTicket);
        if (message.LastError is { } error)
        {
            json.WriteStartObject("last_sending_error"u8);
            json.WriteString("error"u8, error);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("last_sending_error"u8);
        }

        json.WriteBoolean("is_retriable"u8, true);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, Message message)
    {
        json.WriteString("subject"u8, message.Subject);
        json.WriteString("body_text"u8, message.BodyText);
        json.WriteString("body_html"u8, message.BodyHtml);
        json.WriteString("stripped_text"u8, message.StrippedText);
        json.WriteString(
            "stripped_html"u8, message.StrippedHtml ?? (message.StrippedText is null ? null : message.BodyHtml));
        json.WriteString("stripped_signature"u8, message.StrippedSignature);
    }

    private static void WriteTimes(Utf8JsonWriter json, Message message, bool isInTicket)
    {
        json.WriteTime("created_datetime"u8, message.Created);
        json.WriteTime("processed_datetime"u8, message.Created + 17_974);
        if (!isInTicket)
        {
            json.WriteTime("deleted_datetime"u8, message.Deleted);
        }

        json.WriteTime("sent_datetime"u8, message.Sent);
        json.WriteTime("failed_datetime"u8, message.Failed);
        json.WriteTime("opened_datetime"u8, message.Opened);
    }

    private static void WritePerson(Utf8JsonWriter json, ReadOnlySpan<byte> name, object? person)
    {
        if (person is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        if (person is User user)
        {
            UsersResource.WritePerson(json, user);
        }
        else
        {
            CustomerWriting.WritePerson(json, (Customer)person);
        }

        json.WriteEndObject();
    }
}
