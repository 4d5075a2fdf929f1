namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Custom fields in a body: <c>[{"id":319614,"value":"Return"}]</c>. The list replaces all that were there.
/// </summary>
internal static class FieldChange
{
    public static IReadOnlyList<FieldValue> Read(
        BodyReader body, Desk desk, string objectType, IReadOnlyList<FieldValue> otherwise)
    {
        if (body.Objects("custom_fields") is not { } list)
        {
            return otherwise;
        }

        var values = new Dictionary<int, FieldValue>();
        foreach (var field in list)
        {
            field.Require("id");
            var id = field.Int("id") ?? 0;
            if (field.Has("id") && desk.Setup.CustomFields.Find(id)?.ObjectType != objectType)
            {
                field.Wrong("custom_fields", $"There is no custom field {id}.");
            }

            var value = field.Json("value");
            if (value is ['{' or '[', ..])
            {
                field.Wrong("value", "Not a valid value.");
            }
            else if (value is not null)
            {
                values[id] = new FieldValue(id, value);
            }
        }

        return [.. values.Values];
    }
}
