using System.Globalization;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Whether what an application holds can be what was sent to it.</summary>
internal static class SentMatch
{
    /// <summary>Applications cut the fractions of seconds, each in its own way.</summary>
    private static readonly TimeSpan TimeSlack = TimeSpan.FromSeconds(1);

    /// <param name="find">By what it is judged.</param>
    /// <param name="row">What is there and has the key.</param>
    /// <param name="mapped">What was sent.</param>
    /// <param name="sent">When, and what came of others.</param>
    public static SentFit FitOf(this FindDefinition find, JsonElement row, JsonElement mapped, SentCreate sent)
    {
        if ((row.Member(find.Id).ScalarText() is { } id && sent.IsAnothers(id))
            || (find.Created is { } created && !IsSince(row.Member(created), mapped.Member(created), sent.NotBefore)))
        {
            return SentFit.Another;
        }

        return find.Same.All(field => Agrees(mapped.Member(field), row.Member(field))) ? SentFit.Fits : SentFit.Unlike;
    }

    /// <summary>Whether a field of what is there shows what was sent for it: of an object, each of its fields. One without any shows nothing.</summary>
    public static bool Shows(JsonElement there, JsonElement sent) => sent.ValueKind switch
    {
        JsonValueKind.Null => there.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined,
        JsonValueKind.Object => sent.EnumerateObject().Any() && sent.EnumerateObject().All(field => Shows(there.Member(field.Name), field.Value)),
        JsonValueKind.Array => false,
        _ => there.ScalarText() is { } text && there.ValueKind == sent.ValueKind && IsSame(sent.ScalarText()!, text),
    };

    /// <summary>A time that was sent stands there as it was sent; else it is that of the application's clock.</summary>
    private static bool IsSince(JsonElement there, JsonElement sent, DateTimeOffset notBefore) =>
        sent.ScalarText() is { Length: > 0 } given
            ? there.ScalarText() is { } text && IsSame(given, text)
            : there.ScalarText() is { } created && Time(created) >= notBefore;

    /// <summary>Where the application shows the field at all.</summary>
    private static bool Agrees(JsonElement sent, JsonElement there) =>
        sent.ScalarText() is not { } text
        || there.ValueKind is JsonValueKind.Undefined
        || IsSame(text, there.ScalarText() ?? "");

    /// <summary>Applications trim text and fold its spaces, and write times in their own way.</summary>
    private static bool IsSame(string sent, string there) =>
        Words(sent).SequenceEqual(Words(there), StringComparer.Ordinal)
        || (Time(sent) is { } time && (time - Time(there))?.Duration() < TimeSlack);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

/// <summary>Whether something that has the key of what was sent is that.</summary>
internal enum SentFit
{
    /// <summary>Another record made it, or it was there before.</summary>
    Another,

    /// <summary>It came since, and differs: somebody may have changed it, or the application has written it in its own way.</summary>
    Unlike,

    Fits,
}
