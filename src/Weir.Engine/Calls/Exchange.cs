using System.Text.Json.Serialization;
using Weir.Engine.Documents;

namespace Weir.Engine.Calls;

/// <summary>One request on the wire and what came back, for people: every secret of the connection is masked. // Promise 5</summary>
/// <param name="At">When it began.</param>
/// <param name="Ms">Until the answer's end, in milliseconds.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Response">Null when no answer came.</param>
/// <param name="Code">Why no whole answer came: a code of the registry. Null when one came, whatever it says.</param>
public sealed record Exchange(
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset At,
    long Ms,
    ShownRequest Request,
    ShownResponse? Response,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code)
{
    /// <summary>About how many bytes of memory it takes.</summary>
    [JsonIgnore]
    public long Bytes =>
        512 + (2L * (Request.Url.Length + CharsOf(Request.Headers, Request.Body) + CharsOf(Response?.Headers, Response?.Body)));

    private static long CharsOf(IReadOnlyDictionary<string, string>? headers, string? body) =>
        (body?.Length ?? 0) + (headers?.Sum(h => 64L + h.Key.Length + h.Value.Length) ?? 0);
}

/// <summary>A request for people.</summary>
/// <param name="Method">GET, POST, …; APPEND for rows that go into a file.</param>
/// <param name="Url">The whole address; the name of a file.</param>
/// <param name="Headers">Values of one name are joined by commas.</param>
/// <param name="Body">As <see cref="ShownBody"/> shows it; null when there is none.</param>
public sealed record ShownRequest(
    string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? Body);

/// <summary>An answer for people.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Values of one name are joined by commas.</param>
/// <param name="Body">As <see cref="ShownBody"/> shows it; null when there is none, or it was not read to its end.</param>
public sealed record ShownResponse(int Status, IReadOnlyDictionary<string, string> Headers, string? Body);
