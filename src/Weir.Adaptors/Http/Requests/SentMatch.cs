using System.Globalization;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Whether what an application holds can be what was sent to it.</summary>
internal static class SentMatch
{
    /// <param name="find">By what it is judged.</param>
    /// <param name="row">What is there and has the key.</param>
    /// <param name="mapped">What was sent.</param>
    /// <param name="sent">When, and what came of others.</param>
    public static bool MayBe(this FindDefinition find, JsonElement row, JsonElement mapped, SentCreate sent) =>
        !(row.Member(find.Id).ScalarText() is { } id && sent.IsAnothers(id))
        && find.Same.All(field => Agrees(mapped.Member(field), row.Member(field)))
        && (find.Created is not { } created || IsSince(row.Member(created), mapped.Member(created), sent.NotBefore));

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
        Words(sent).SequenceEqual(Words(there), StringComparer.Ordinal) || (Time(sent) is { } time && time == Time(there));

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
