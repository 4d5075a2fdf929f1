using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Reads a JSON object as a change: each field is asked for by name together with the value that holds when it was not
/// sent. What is wrong is collected, nested objects included, under the field's own name; <see cref="Done"/> refuses
/// the request for it, and for every field that nobody asked for.
/// </summary>
internal sealed class BodyReader
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    private readonly JsonElement _object;
    private readonly SortedDictionary<string, List<string>> _wrong;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<BodyReader> _nested = [];

    private BodyReader(JsonElement value, SortedDictionary<string, List<string>> wrong) =>
        (_object, _wrong) = (value, wrong);

    /// <summary>The body of a request that may have none.</summary>
    public static BodyReader OfOptional(byte[] body) => body.Length == 0 ? new BodyReader(Empty, new(StringComparer.Ordinal)) : Of(body);

    public static BodyReader Of(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new BodyReader(json.RootElement.Clone(), new(StringComparer.Ordinal))
                : throw new GorgiasProblem(400, "The body is not a JSON object.");
        }
        catch (JsonException)
        {
            throw new GorgiasProblem(400, "The body is not valid JSON.");
        }
    }

    /// <summary>A body that is a bare list of objects, and one on which to end reading it.</summary>
    public static (IReadOnlyList<BodyReader> Items, BodyReader Whole) ListOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Array || !json.RootElement.EnumerateArray().All(IsObject))
            {
                throw new GorgiasProblem(400, "The body is not a list of JSON objects.");
            }

            var whole = new BodyReader(Empty, new(StringComparer.Ordinal));
            return ([.. json.RootElement.Clone().EnumerateArray().Select(whole.Nest)], whole);
        }
        catch (JsonException)
        {
            throw new GorgiasProblem(400, "The body is not valid JSON.");
        }
    }

    public bool Has(string name) => Get(name) is not null;

    /// <summary>Notes a field that was not sent, or sent as null.</summary>
    public void Require(string name)
    {
        if (Get(name) is not { } value)
        {
            Wrong(name, "Missing data for required field.");
        }
        else if (value.ValueKind == JsonValueKind.Null)
        {
            Wrong(name, "Field may not be null.");
        }
    }

    /// <summary>A text that has to be there and to say something.</summary>
    public string Needed(string name)
    {
        Require(name);
        var text = Text(name);
        if (text is "")
        {
            Wrong(name, "Shorter than minimum length 1.");
        }

        return text ?? "";
    }

    /// <summary>Fields that may be sent and change nothing.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _asked.Add(name);
        }
    }

    public string? Text(string name, string? otherwise = null, int lengthMax = int.MaxValue)
    {
        switch (Get(name))
        {
            case null:
                return otherwise;
            case { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.String } value when TryText(value, out var text):
                if (text.Length > lengthMax)
                {
                    Wrong(name, $"Longer than maximum length {lengthMax}.");
                }

                return text;
            default:
                Wrong(name, "Not a valid string.");
                return otherwise;
        }
    }

    /// <summary>A text that is one of a few, or what it was before; null counts as not sent.</summary>
    public string Choice(string name, string otherwise, params ReadOnlySpan<string> choices)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (!choices.Contains(text) && (text != otherwise || text.Length == 0))
        {
            Wrong(name, "Not a valid choice.");
        }

        return text;
    }

    public bool Bool(string name, bool otherwise)
    {
        switch (Get(name)?.ValueKind)
        {
            case null or JsonValueKind.Null:
                return otherwise;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                Wrong(name, "Not a valid boolean.");
                return otherwise;
        }
    }

    public int? Int(string name, int? otherwise = null)
    {
        switch (Get(name))
        {
            case null:
                return otherwise;
            case { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number):
                return number;
            default:
                Wrong(name, "Not a valid integer.");
                return otherwise;
        }
    }

    public long? Time(string name, long? otherwise = null)
    {
        if (!Has(name))
        {
            return otherwise;
        }

        var text = Text(name);
        var time = 0L;
        if (text is not null && !GorgiasTime.TryParse(text, out time))
        {
            Wrong(name, "Not a valid datetime.");
        }

        return text is null ? null : time;
    }

    /// <summary>Any JSON, kept as it came; null for null.</summary>
    public string? Json(string name, string? otherwise = null, JsonValueKind? kind = null)
    {
        switch (Get(name))
        {
            case null:
                return otherwise;
            case { ValueKind: JsonValueKind.Null }:
                return null;
            case { } value when kind is null || value.ValueKind == kind:
                return value.GetRawText();
            default:
                Wrong(name, kind == JsonValueKind.Array ? "Not a valid list." : "Not a valid mapping type.");
                return otherwise;
        }
    }

    /// <summary>A nested object; null where none was sent.</summary>
    /// <param name="name">Of the field.</param>
    /// <param name="isOpen">Fields that nobody asks for may be in it.</param>
    public BodyReader? Object(string name, bool isOpen = false)
    {
        switch (Get(name))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.Object } value:
                return isOpen ? new BodyReader(value, _wrong) : Nest(value);
            default:
                Wrong(name, "Invalid input type.");
                return null;
        }
    }

    /// <summary>A list of objects, which replaces the list that was there; null where none was sent.</summary>
    public IReadOnlyList<BodyReader>? Objects(string name)
    {
        switch (Get(name))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(IsObject):
                return [.. list.EnumerateArray().Select(Nest)];
            default:
                Wrong(name, "Not a valid list of objects.");
                return null;
        }
    }

    /// <summary>
    /// Ids, each alone or as <c>{"id":…}</c>: a list that replaces the one that was there. Null counts as empty.
    /// </summary>
    public IReadOnlyList<int> Ids(string name, IReadOnlyList<int> otherwise)
    {
        switch (Get(name))
        {
            case null:
                return otherwise;
            case { ValueKind: JsonValueKind.Null }:
                return [];
            case { ValueKind: JsonValueKind.Array } list:
                var ids = new List<int>();
                foreach (var item in list.EnumerateArray())
                {
                    var value = IsObject(item) && item.TryGetProperty("id"u8, out var inner) ? inner : item;
                    if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id))
                    {
                        ids.Add(id);
                    }
                    else
                    {
                        Wrong(name, "Not a valid integer.");
                    }
                }

                return ids;
            default:
                Wrong(name, "Not a valid list.");
                return otherwise;
        }
    }

    /// <summary>Texts: a list that replaces the one that was there. Null counts as empty.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        switch (Get(name))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return [];
            case { ValueKind: JsonValueKind.Array } list
                when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && TryText(item, out _)):
                return [.. list.EnumerateArray().Select(item => item.GetString()!)];
            default:
                Wrong(name, "Not a valid list of strings.");
                return [];
        }
    }

    public void Wrong(string name, string message)
    {
        if (!_wrong.TryGetValue(name, out var messages))
        {
            _wrong[name] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>The first thing that was wrong so far; null where nothing was.</summary>
    public string? FirstProblem() => _wrong.Values.Select(messages => messages[0]).FirstOrDefault();

    /// <param name="failure">What could not be done, e.g. <c>Failed to create ticket</c>.</param>
    public void Done(string failure)
    {
        NoteUnknown();
        if (_wrong.Count > 0)
        {
            throw new GorgiasProblem(400, failure, _wrong);
        }
    }

    private static bool IsObject(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    private static bool TryText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            text = "";
            return false;
        }
    }

    private JsonElement? Get(string name)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out var value) ? value : null;
    }

    private BodyReader Nest(JsonElement value)
    {
        var nested = new BodyReader(value, _wrong);
        _nested.Add(nested);
        return nested;
    }

    private void NoteUnknown()
    {
        foreach (var field in _object.EnumerateObject().Where(field => !_asked.Any(field.NameEquals)))
        {
            Wrong(field.Name, "Unknown field.");
        }

        _nested.ForEach(nested => nested.NoteUnknown());
    }
}
