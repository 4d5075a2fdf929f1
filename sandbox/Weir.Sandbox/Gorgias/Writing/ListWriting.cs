using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// The envelope around a list. Lists differ in the order of its members and in whether <c>total_resources</c> is there
/// (always null).
/// </summary>
internal static class ListWriting
{
    public static void WriteList<T>(
        this GorgiasRequest request, ListPage<T> page, Action<Utf8JsonWriter, T> writeRow, bool isCounted = false)
        where T : class
    {
        var json = request.Reply.Json;
        json.WriteStartObject();
        if (isCounted)
        {
            json.WriteString("object"u8, "list"u8);
            json.WriteString("uri"u8, request.Uri);
        }

        json.WriteStartArray("data"u8);
        foreach (var row in page.Rows)
        {
            writeRow(json, row);
        }

        json.WriteEndArray();
        if (!isCounted)
        {
            json.WriteString("object"u8, "list"u8);
            json.WriteString("uri"u8, request.Uri);
        }

        json.WriteStartObject("meta"u8);
        json.WriteString("prev_cursor"u8, request.Cursors.Given(page.Previous?.Encode()));
        json.WriteString("next_cursor"u8, request.Cursors.Given(page.Next?.Encode()));
        if (isCounted)
        {
            json.WriteNull("total_resources"u8);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A page of a small list.</summary>
    /// <param name="valueOf">What a row is sorted by in an order other than the time it was made.</param>
    public static void WriteSmallList<T>(
        this GorgiasRequest request,
        IEnumerable<T> rows,
        ListQuery query,
        Action<Utf8JsonWriter, T> writeRow,
        Func<T, string>? valueOf = null,
        bool isCounted = false)
        where T : class, ISmallRow
    {
        lock (request.Desk.Gate)
        {
            var page = ListPage<T>.Read(rows, query, row => (
                query.Order == ListQuery.Created || valueOf is null ? GorgiasTime.ToCursor(row.Created) : valueOf(row),
                row.Id));
            request.WriteList(page, writeRow, isCounted);
        }
    }

    /// <summary>JSON text that is kept as it came; null for none.</summary>
    public static void WriteJson(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(text ?? "null", skipInputValidation: true);
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter json, ReadOnlySpan<byte> name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Keyed by the definition's id: <c>{"319825":{"id":319825,"value":…}}</c>.</summary>
    public static void WriteFields(this Utf8JsonWriter json, IReadOnlyList<FieldValue> fields)
    {
        json.WriteStartObject("custom_fields"u8);
        foreach (var field in fields)
        {
            json.WriteStartObject(field.FieldId.ToString());
            json.WriteNumber("id"u8, field.FieldId);
            json.WriteJson("value"u8, field.Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
