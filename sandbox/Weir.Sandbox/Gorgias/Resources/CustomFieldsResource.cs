using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/custom-fields</c>: the definitions; a list is of one kind of object only.</summary>
internal static class CustomFieldsResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/custom-fields", "a list; object_type=Ticket or Customer is required, search, archived", List),
        new("GET", "/api/custom-fields/{id}", "", Get),
    ];

    public static void Write(Utf8JsonWriter json, CustomField field)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, field.Id);
        json.WriteString("external_id"u8, field.ExternalId);
        json.WriteString("object_type"u8, field.ObjectType);
        json.WriteString("label"u8, field.Label);
        json.WriteString("description"u8, field.Description);
        json.WriteNumber("priority"u8, field.Priority);
        json.WriteBoolean("required"u8, field.Required);
        json.WriteString("requirement_type"u8, field.RequirementType);
        json.WriteString("managed_type"u8, field.ManagedType);
        json.WriteJson("definition"u8, field.Definition);
        json.WriteTime("created_datetime"u8, field.Created);
        json.WriteTime("updated_datetime"u8, field.Updated);
        json.WriteTime("deactivated_datetime"u8, field.Deactivated);
        json.WriteEndObject();
    }

    private static void List(GorgiasRequest request)
    {
        var read = request.Query;
        var query = ListQuery.Read(read, "priority");
        var objectType = read.Text("object_type");
        var search = read.Text("search");
        var isArchived = read.Bool("archived");
        if (objectType is null)
        {
            read.Wrong("object_type", "Missing data for required field.");
        }
        else if (objectType is not (CustomField.OfTickets or CustomField.OfCustomers))
        {
            read.Wrong("object_type", "Not a valid choice.");
        }

        read.Done();
        var fields = request.Desk.Setup.CustomFields.All.Where(field => field.ObjectType == objectType
            && (search is null || field.Label.Contains(search, StringComparison.OrdinalIgnoreCase))
            && (isArchived is null || isArchived == field.Deactivated is not null));
        request.WriteSmallList(fields, query, Write, field => $"{field.Priority:D10}", isCounted: true);
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        Write(request.Reply.Json, request.Read(desk => desk.Setup.CustomFields.Get(request.PathId)));
    }
}
