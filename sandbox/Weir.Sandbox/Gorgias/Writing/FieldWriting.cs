using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>The values of custom fields, each with the definition of its field: <c>{"data":[{"field":{…},"value":…}]}</c>.</summary>
internal static class FieldWriting
{
    public static void WriteWithDefinitions(Utf8JsonWriter json, Desk desk, IReadOnlyList<FieldValue> values)
    {
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var value in values)
        {
            if (desk.Setup.CustomFields.Find(value.FieldId) is { } field)
            {
                json.WriteStartObject();
                json.WritePropertyName("field"u8);
                CustomFieldsResource.Write(json, field);
                json.WriteNull("prediction"u8);
                json.WriteJson("value"u8, value.Value);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
