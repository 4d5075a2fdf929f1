using System.Text.Json;

namespace Weir.Commands;

/// <summary>Problem details as one sentence for a terminal.</summary>
internal static class ApiProblem
{
    private const int FieldsMax = 5;

    /// <summary>Null when the body is no problem details.</summary>
    public static string? Sentence(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var detail = document.RootElement.GetProperty("detail").GetString()!;
            var fields = Fields(document.RootElement);
            return fields switch
            {
                [] => detail,
                [var (field, message)] when message == detail => field.Length == 0 ? detail : $"{field}: {detail}",
                _ => string.Join(' ', fields.Take(FieldsMax).Select(f => $"{f.Field}: {f.Message}").Prepend(Before(detail, fields))).Trim(),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with which field; empty when the body is no problem details, or tells none.</summary>
    public static IReadOnlyList<(string Field, string Message)> Fields(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Fields(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    private static List<(string Field, string Message)> Fields(JsonElement problem) =>
    [
        .. problem.GetProperty("errors").EnumerateArray()
            .Select(e => (Field: e.GetProperty("field").GetString()!, Message: e.GetProperty("message").GetString()!)),
    ];

    /// <summary>The detail repeats the first problem where nothing else is to be said.</summary>
    private static string Before(string detail, List<(string Field, string Message)> fields) =>
        detail == fields[0].Message ? "" : detail;
}
