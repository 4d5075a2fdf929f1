using System.Text.Json;

namespace Weir.Benchmarks.Compare;

/// <summary>The twelve fields of a ticket that both sides send, as a mapping and as the code a person writes instead.</summary>
internal static class TicketFields
{
    /// <summary>For Weir.</summary>
    public const string Mapping = """
        {
          "id": "$.id",
          "subject": "$.subject",
          "status": "$.status",
          "priority": "$.priority",
          "channel": "$.channel",
          "customerId": "$.customer.id",
          "customerEmail": "$.customer.email",
          "assignee": "$.assignee_user.email",
          "tags": "$.tags[*].name",
          "messages": "$.messages_count",
          "createdAt": "$.created_datetime",
          "updatedAt": "$.updated_datetime"
        }
        """;

    /// <summary>For the raw loop: what is not there is left out.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement ticket)
    {
        json.WriteStartObject();
        Copy(json, "id"u8, ticket, "id"u8);
        Copy(json, "subject"u8, ticket, "subject"u8);
        Copy(json, "status"u8, ticket, "status"u8);
        Copy(json, "priority"u8, ticket, "priority"u8);
        Copy(json, "channel"u8, ticket, "channel"u8);
        if (ticket.TryGetProperty("customer"u8, out var customer) && customer.ValueKind == JsonValueKind.Object)
        {
            Copy(json, "customerId"u8, customer, "id"u8);
            Copy(json, "customerEmail"u8, customer, "email"u8);
        }

        if (ticket.TryGetProperty("assignee_user"u8, out var assignee) && assignee.ValueKind == JsonValueKind.Object)
        {
            Copy(json, "assignee"u8, assignee, "email"u8);
        }

        json.WriteStartArray("tags"u8);
        foreach (var tag in ticket.GetProperty("tags"u8).EnumerateArray())
        {
            tag.GetProperty("name"u8).WriteTo(json);
        }

        json.WriteEndArray();
        Copy(json, "messages"u8, ticket, "messages_count"u8);
        Copy(json, "createdAt"u8, ticket, "created_datetime"u8);
        Copy(json, "updatedAt"u8, ticket, "updated_datetime"u8);
        json.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement from, ReadOnlySpan<byte> field)
    {
        if (from.TryGetProperty(field, out var value))
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
