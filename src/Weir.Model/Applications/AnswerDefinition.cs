using System.Text.Json;

namespace Weir.Model;

/// <summary>An answer with a good status whose body says that the request failed.</summary>
public sealed record FailureDefinition
{
    /// <summary>A filter over the body, or over what stands at <see cref="At"/>: true says failure.</summary>
    public required JsonElement When { get; init; }

    /// <summary>Path of what the filter sees; left out, the whole body. Where it is not in the body nothing failed.</summary>
    public string? At { get; init; }

    /// <summary>What happens next; left out, the record is refused for good.</summary>
    public FailureKind Kind { get; init; }

    /// <summary>Path of the sentence in the body; left out, it is found as in any error answer.</summary>
    public string? Message { get; init; }
}

/// <summary>What a failure in a body means for what happens next.</summary>
public enum FailureKind
{
    /// <summary>Refused for good: the record goes to the errors.</summary>
    Rejected,

    /// <summary>Asked to wait: the account pauses.</summary>
    Throttled,

    /// <summary>May pass by itself: it is tried again.</summary>
    Transient,
}

/// <summary>How an import takes several records in one request.</summary>
public sealed record BatchDefinition
{
    /// <summary>The most records in one request.</summary>
    public int Max { get; init; } = 1000;

    /// <summary>Path in the body where the list of records stands: <c>$.customers</c>; left out, the body is the list.</summary>
    public string? Items { get; init; }

    /// <summary>Path in the answer of the list that speaks of single records; left out, the answer names none.</summary>
    public string? Results { get; init; }

    /// <summary>A filter over one result: true says that its record failed; left out, every result is a failure.</summary>
    public JsonElement Failed { get; init; }

    /// <summary>Path of the sentence in a result.</summary>
    public string? Message { get; init; }

    /// <summary>Path in a result of the record's number in the request, from 0.</summary>
    public string? Index { get; init; }

    /// <summary>Path in a result of the record's key; with <see cref="RecordKey"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Path of the same key in the record as it is sent.</summary>
    public string? RecordKey { get; init; }

    /// <summary>The names of a path like <c>$.data.customers</c>; null where it is anything else.</summary>
    public static IReadOnlyList<string>? NamesOf(string path)
    {
        var names = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..].Split('.') : [];
        return names.Length == 0 || path.AsSpan().ContainsAny("[]*") || names.Contains("") ? null : names;
    }

    /// <summary>Members that do not go together, by their name; each path is checked by itself.</summary>
    public IEnumerable<Problem> Problems()
    {
        if (Results is null && (Failed.ValueKind != JsonValueKind.Undefined || (Message ?? Index ?? Key ?? RecordKey) is not null))
        {
            yield return Of("results", "'results' is missing: the path of the list that speaks of single records");
        }

        if ((Key is null) != (RecordKey is null))
        {
            yield return Of(Key is null ? "key" : "recordKey", "'key' and 'recordKey' belong together");
        }

        if (Key is not null && Index is not null)
        {
            yield return Of("index", "a result names its record by 'index' or by 'key', not by both");
        }

        if (Results is not null && Failed.ValueKind == JsonValueKind.Undefined && Key is null && Index is null)
        {
            yield return Of("failed", "'failed' is missing: without it every result is a failure, and it must name its record by 'index' or 'key'");
        }

        if (Items is not null && NamesOf(Items) is null)
        {
            yield return Of("items", "'items' must name a field of the body, like $.customers");
        }

        static Problem Of(string field, string message) => new(field, ErrorCodes.Validation, message);
    }
}
