using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/custom-fields</c>: the definitions; a list is of one kind of object only.</summary>
internal static class CustomFieldsResource
{
    private const int LabelMax = 255;
    private const int DescriptionMax = 1024;
    private const int PriorityMax = 5000;

    private static readonly string[] Required = ["object_type", "label", "definition"];

    private static readonly SmallNoun<CustomField> Noun = new(
        "custom-field", "CustomField", desk => desk.Setup.CustomFields, Read, (json, _, field) => Write(json, field));

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/custom-fields", "a list; object_type=Ticket or Customer is required, search, archived", List),
        new("POST", "/api/custom-fields", "object_type, label and definition are required", Noun.Create(Fresh, Required)),
        new("PUT", "/api/custom-fields", "an array of whole fields, each with its id", UpdateMany),
        new("GET", "/api/custom-fields/{id}", "", Noun.Get),
        new("PUT", "/api/custom-fields/{id}", "replaces the whole field; deactivated_datetime puts it away", Noun.Update(Required)),
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

    private static CustomField Fresh(int id, long now) => new()
    {
        Id = id,
        ObjectType = "",
        Label = "",
        Definition = "{}",
        Created = now,
        Updated = now,
    };

    /// <summary>A change replaces the whole: what was not sent is as in a new one.</summary>
    private static CustomField Read(BodyReader body, Desk desk, CustomField field)
    {
        var priority = body.Int("priority") ?? 0;
        if (priority is < 0 or > PriorityMax)
        {
            body.Wrong("priority", $"Must be greater than or equal to 0 and less than or equal to {PriorityMax}.");
        }

        var label = body.Text("label", lengthMax: LabelMax);
        if (label is "")
        {
            body.Wrong("label", $"Length must be between 1 and {LabelMax}.");
        }

        // A managed field stays what it is.
        var managed = body.Text("managed_type", field.ManagedType);
        return field with
        {
            ObjectType = body.Choice(
                "object_type", field.ObjectType, CustomField.OfTickets, CustomField.OfCustomers),
            Label = label ?? "",
            Definition = Definition(body),
            Description = body.Text("description", lengthMax: DescriptionMax),
            ExternalId = body.Text("external_id"),
            Priority = priority,
            Required = body.Bool("required", false),
            RequirementType = body.Choice("requirement_type", "visible", "visible", "conditional", "required"),
            ManagedType = managed,
            Deactivated = body.Time("deactivated_datetime"),
            Updated = desk.NextChange(),
        };
    }

    /// <summary>JSON, kept as it came; only its two kinds are looked at.</summary>
    private static string Definition(BodyReader body)
    {
        if (body.Object("definition", isOpen: true) is { } definition)
        {
            _ = definition.Choice("data_type", "", "text", "number", "boolean");
            _ = definition.Object("input_settings", isOpen: true)?.Choice("input_type", "", "input", "dropdown", "input_number");
        }

        return body.Json("definition") ?? "{}";
    }

    private static void UpdateMany(GorgiasRequest request)
    {
        request.Query.Done();
        var (items, body) = BodyReader.ListOf(request.Incoming.Body);
        var changed = request.Change(
            desk =>
            {
                var read = new List<CustomField>();
                foreach (var item in items)
                {
                    Array.ForEach([.. Required, "id"], item.Require);
                    if (desk.Setup.CustomFields.Find(item.Int("id")) is { } field)
                    {
                        read.Add(Read(item, desk, field));
                    }
                    else
                    {
                        item.Wrong("id", "There is no such custom field.");
                    }
                }

                body.Done("Failed to update custom fields");
                return read.ConvertAll(field => Noun.Save(desk, field, "updated"));
            },
            _ => 0);
        var json = request.Reply.Json;
        json.WriteStartArray();
        changed.ForEach(field => Write(json, field));
        json.WriteEndArray();
    }
}
