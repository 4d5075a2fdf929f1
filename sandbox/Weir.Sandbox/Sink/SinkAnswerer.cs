using System.Text.Json;

namespace Weir.Sandbox;

/// <summary>
/// Accepts every body that is JSON and notes what was in it; answers everything that only reads with
/// <c>{"ok":true}</c>.
/// </summary>
internal sealed class SinkAnswerer(DeliveryJournal journal, string idField, TimeProvider time) : IAnswerer
{
    private readonly string[] _idPath = idField.Split('.');

    public void Recognise(Incoming request)
    {
        var end = request.Path.IndexOf('/', 1);
        request.Route = $"{request.Method} {(end < 0 ? request.Path : request.Path[..end])}";
        var ids = Ids(request.Body);
        request.SubjectIds = ids ?? [];
        request.IsReadable = ids is not null;
    }

    public void Answer(Incoming request, Reply reply)
    {
        if (request.Method is "GET" or "HEAD" or "OPTIONS")
        {
            reply.Text("""{"ok":true}""");
        }
        else if (!request.IsReadable)
        {
            reply.Status = 400;
            reply.Text("""{"ok":false,"error":"The body holds no JSON."}""");
        }
        else
        {
            var key = request.Request.Headers.TryGetValue("Idempotency-Key", out var keys) ? keys.ToString() : null;
            var at = time.GetUtcNow();
            var last = request.SubjectIds.Aggregate(0L, (_, id) => journal.Add(id, key, at));
            var json = reply.Json;
            json.WriteStartObject();
            json.WriteBoolean("ok"u8, true);
            json.WriteNumber("id"u8, last);
            json.WriteEndObject();
        }
    }

    public void WriteError(Reply reply, int status)
    {
        var json = reply.Json;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, false);
        json.WriteString("error"u8, $"The sink was told to answer {status}.");
        json.WriteEndObject();
    }

    public void RefuseCursor(Reply reply) => reply.Status = 400;

    public void AddHeaders(Reply reply)
    {
    }

    public void Move(DeskChange change)
    {
    }

    private List<string>? Ids(byte[] body)
    {
        try
        {
            var ids = new List<string>(1);
            var reader = new Utf8JsonReader(body);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    ids.Add(IdOf(ref reader, 0));
                }
            }
            else
            {
                ids.Add(IdOf(ref reader, 0));
            }

            // What stands behind the value makes it no JSON.
            reader.Read();
            return ids;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads one value to its end and answers the id that it holds, or an empty text.</summary>
    private string IdOf(ref Utf8JsonReader reader, int depth)
    {
        if (depth == _idPath.Length)
        {
            return Scalar(ref reader);
        }

        var id = "";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return id;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals(_idPath[depth]);
            reader.Read();
            if (wanted)
            {
                id = IdOf(ref reader, depth + 1);
            }
            else
            {
                reader.Skip();
            }
        }

        return id;
    }

    private static string Scalar(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                return "";
            case JsonTokenType.Null:
                return "";
            default:
                return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
