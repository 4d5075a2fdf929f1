using System.Globalization;
using System.Text.Json;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>
/// A write operation of Gorgias and what must be there after it. Texts in brackets (<c>[ticket]</c>) are ids of things that a
/// <see cref="WriteScene"/> makes for this case alone; <c>[n]</c> is its number.
/// </summary>
internal sealed record WriteCase(string Operation)
{
    /// <summary>Of the operation, as JSON.</summary>
    public string Parameters { get; init; } = "{}";

    /// <summary>What is sent, as JSON; null where the parameters say all.</summary>
    public string? Body { get; init; }

    /// <summary>How it is looked at: a lookup, or a list whose records are picked by <see cref="Pick"/>.</summary>
    public required string Look { get; init; }

    public string LookParameters { get; init; } = "{}";

    /// <summary>Of a list: what the record that is meant holds, as JSON.</summary>
    public string? Pick { get; init; }

    /// <summary>What it then holds, as JSON; null: it is gone.</summary>
    public string? Then { get; init; }

    /// <summary>What it does not hold, as JSON.</summary>
    public string? Not { get; init; }

    /// <summary>It is there a little after it was written.</summary>
    public bool Later { get; init; }

    /// <summary>Written twice there are two: the operation has no key that would tell one from the other.</summary>
    public bool Doubles { get; init; }

    /// <summary>Written twice, the second one is refused with this code: why, the application says.</summary>
    public string? Refused { get; init; }

    public override string ToString() => Operation;

    /// <summary>Whether everything in <paramref name="part"/> stands in <paramref name="whole"/>; times by their instant.</summary>
    public static bool IsIn(JsonElement part, JsonElement whole) => part.ValueKind switch
    {
        JsonValueKind.Object => whole.ValueKind is JsonValueKind.Object
            && part.EnumerateObject().All(m => whole.TryGetProperty(m.Name, out var there) && IsIn(m.Value, there)),
        JsonValueKind.Array => whole.ValueKind is JsonValueKind.Array
            && part.EnumerateArray().All(item => whole.EnumerateArray().Any(there => IsIn(item, there))),
        JsonValueKind.String => whole.ValueKind is JsonValueKind.String
            && (part.GetString() == whole.GetString() || (Time(part) is { } time && time == Time(whole))),
        _ => part.GetRawText() == whole.GetRawText(),
    };

    private static DateTimeOffset? Time(JsonElement text) => DateTimeOffset.TryParse(
        text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
