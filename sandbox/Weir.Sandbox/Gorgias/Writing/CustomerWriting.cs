using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>The forms of a customer: a row of a list, in whole, inside a ticket, and as who wrote a message.</summary>
internal static class CustomerWriting
{
    public static void WriteRow(Utf8JsonWriter json, Customer customer)
    {
        json.WriteStartObject();
        WriteHead(json, customer);
        WriteMiddle(json, customer);
        json.WriteString("note"u8, customer.Note);
        json.WriteFields(customer.CustomFields);
        json.WriteEndObject();
    }

    /// <param name="isStored">An answer to reading it; the answer to creating it lacks the last two members.</param>
    /// <param name="hasExternalData">The answer to merging has only one of the two.</param>
    public static void WriteWhole(
        Utf8JsonWriter json, Customer customer, bool isStored, bool hasExternalData = true)
    {
        json.WriteStartObject();
        WriteHead(json, customer);
        WriteChannels(json, customer);
        WriteMiddle(json, customer);
        json.WriteNull("customer"u8);
        json.WriteJson("integrations"u8, "{}");
        json.WriteString("note"u8, customer.Note);
        json.WriteFields(customer.CustomFields);
        if (isStored)
        {
            if (hasExternalData)
            {
                json.WriteJson("external_data"u8, "{}");
            }

            json.WriteJson("ecommerce_data"u8, "{}");
        }

        json.WriteEndObject();
    }

    /// <summary>As <c>customer</c> and <c>requester</c> of a ticket that is read alone.</summary>
    public static void WriteInTicket(Utf8JsonWriter json, ReadOnlySpan<byte> name, Customer customer)
    {
        json.WriteStartObject(name);
        WritePerson(json, customer);
        WriteChannels(json, customer);
        json.WriteJson("data"u8, customer.Data);
        json.WriteNull("customer"u8);
        json.WriteJson("integrations"u8, "{}");
        json.WriteString("external_id"u8, customer.ExternalId);
        json.WriteString("note"u8, customer.Note);
        json.WriteJson("external_data"u8, "{}");
        json.WriteJson("ecommerce_data"u8, "{}");
        json.WriteEndObject();
    }

    /// <summary>The members of a ticket row's customer and of a message's sender, without the braces.</summary>
    public static void WritePerson(Utf8JsonWriter json, Customer customer)
    {
        json.WriteNumber("id"u8, customer.Id);
        json.WriteString("email"u8, customer.Email);
        WriteNames(json, customer);
        json.WriteJson("meta"u8, customer.Meta);
    }

    private static void WriteHead(Utf8JsonWriter json, Customer customer)
    {
        json.WriteNumber("id"u8, customer.Id);
        json.WriteString("external_id"u8, customer.ExternalId);
        json.WriteBoolean("active"u8, true);
        json.WriteString("email"u8, customer.Email);
        WriteNames(json, customer);
    }

    private static void WriteNames(Utf8JsonWriter json, Customer customer)
    {
        json.WriteString("name"u8, customer.Name);
        json.WriteString("firstname"u8, customer.FirstName);
        json.WriteString("lastname"u8, customer.LastName);
    }

    private static void WriteMiddle(Utf8JsonWriter json, Customer customer)
    {
        json.WriteString("language"u8, customer.Language);
        json.WriteString("timezone"u8, customer.Timezone);
        json.WriteTime("created_datetime"u8, customer.Created);
        json.WriteTime("updated_datetime"u8, customer.Updated);
        json.WriteJson("meta"u8, customer.Meta);
        json.WriteJson("data"u8, customer.Data);
    }

    private static void WriteChannels(Utf8JsonWriter json, Customer customer)
    {
        json.WriteStartArray("channels"u8);
        foreach (var channel in customer.Channels)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, channel.Id);
            json.WriteString("type"u8, channel.Type);
            json.WriteString("address"u8, channel.Address);
            json.WriteBoolean("preferred"u8, channel.Preferred);
            json.WriteTime("created_datetime"u8, channel.Created);
            json.WriteTime("updated_datetime"u8, channel.Created + 4);
            json.WriteNull("deleted_datetime"u8);
            WriteOwner(json, "user"u8, customer);
            WriteOwner(json, "customer"u8, customer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOwner(Utf8JsonWriter json, ReadOnlySpan<byte> name, Customer customer)
    {
        json.WriteStartObject(name);
        json.WriteNumber("id"u8, customer.Id);
        json.WriteString("name"u8, customer.Name);
        json.WriteEndObject();
    }
}
