namespace Weir.Sandbox.Gorgias;

/// <summary>
/// A request that is answered with an error: <c>{"error":{"msg":"…","data":{field:["…"]}}}</c>, data only for
/// validation.
/// </summary>
internal sealed class GorgiasProblem(
    int status, string message, IReadOnlyDictionary<string, List<string>>? data = null) : Exception(message)
{
    public int Status => status;

    public IReadOnlyDictionary<string, List<string>>? Fields => data;

    public static GorgiasProblem NotFound() => new(404, "Resource not found.");

    public static GorgiasProblem MethodNotAllowed() => new(405, "The specified HTTP method is not allowed.");

    public static GorgiasProblem Exists() => new(409, "The resource already exists.");

    /// <summary>
    /// The body of a refused cursor is not known from outside; it is assumed to be a validation error like the others.
    /// </summary>
    public static GorgiasProblem Cursor() =>
        OfQuery(new Dictionary<string, List<string>>(StringComparer.Ordinal) { ["cursor"] = ["Invalid cursor."] });

    public static GorgiasProblem OfQuery(IReadOnlyDictionary<string, List<string>> fields) =>
        new(400, "Invalid query parameters.", fields);

    /// <summary>A body that is refused for one field.</summary>
    public static GorgiasProblem OfBody(string failure, string field, string message) =>
        new(400, failure, new Dictionary<string, List<string>>(StringComparer.Ordinal) { [field] = [message] });

    public void Write(Reply reply)
    {
        reply.Status = status;
        var json = reply.Json;
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        if (data is not null)
        {
            json.WriteStartObject("data"u8);
            foreach (var (field, messages) in data)
            {
                json.WriteStartArray(field);
                foreach (var text in messages)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteString("msg"u8, Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
