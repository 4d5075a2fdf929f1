using System.Text;
using System.Text.Json;

namespace Weir.IntegrationTests.Hostile;

/// <summary>A body that must be refused.</summary>
/// <param name="What">What is wrong with it, for the message of a failing test.</param>
/// <param name="Bytes">As it is sent.</param>
/// <param name="Field">The field that the answer must name; null where the body cannot be read so far.</param>
/// <param name="ContentType">As it is sent.</param>
internal sealed record WrongBody(string What, byte[] Bytes, string? Field, string ContentType = "application/json")
{
    private const string Unknown = "zzz_unknown";

    /// <summary>Made from one that is accepted: cut, doubled, stretched, with members that nobody knows or of other types.</summary>
    public static IEnumerable<WrongBody> From(Endpoint endpoint, GoodBody good) =>
    [
        .. Unreadable(good.Body).Concat(Members(endpoint, JsonDocument.Parse(good.Body).RootElement))
            .Where(wrong => !good.Free.Contains(wrong.What)),
        .. good.Wrong.Select(wrong => With(good.Body, wrong.Member, wrong.Value, wrong.Field)),
    ];

    /// <summary>The good one with another member.</summary>
    internal static WrongBody With(string good, string member, string value, string field) =>
        With(JsonDocument.Parse(good).RootElement, $"{member} is {value}", member, value) with { Field = field };

    private static IEnumerable<WrongBody> Unreadable(string good) =>
    [
        new("no body", [], null),
        new("half a body", Encoding.UTF8.GetBytes(good[..(good.Length / 2)]), null),
        new("two bodies", Encoding.UTF8.GetBytes(good + good), null),
        new("a comment", Encoding.UTF8.GetBytes("/* hello */" + good), null),
        new("a trailing comma", Encoding.UTF8.GetBytes(good.TrimEnd()[..^1] + ",}"), null),
        new("bytes that are no UTF-8", [.. Encoding.UTF8.GetBytes(good.TrimEnd()[..^1]), (byte)',', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'], null),
        new("UTF-16", Encoding.Unicode.GetBytes(good), null),
        new("another media type", Encoding.UTF8.GetBytes(good), null, "text/plain"),
        new("a form", "name=a&settings=b"u8.ToArray(), null, "application/x-www-form-urlencoded"),
        new("a list", "[]"u8.ToArray(), ""),
        new("a text", "\"text\""u8.ToArray(), ""),
        new("null", "null"u8.ToArray(), ""),
        new("a number too deep", Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 5000) + new string(']', 5000) + "}"), null),
        new("more than a body may be", Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 3 * 1024 * 1024) + "\"}"), null),
    ];

    private static IEnumerable<WrongBody> Members(Endpoint endpoint, JsonElement good)
    {
        yield return With(good, "an unknown field", Unknown, "1");
        foreach (var member in good.EnumerateObject())
        {
            yield return new WrongBody(
                $"{member.Name} twice",
                Encoding.UTF8.GetBytes($"{{\"{member.Name}\":{member.Value.GetRawText()},{good.GetRawText().TrimStart()[1..]}"),
                member.Name);
            foreach (var value in Others(endpoint.TypesOf(member.Name)))
            {
                yield return With(good, $"{member.Name} is {value[..Math.Min(20, value.Length)]}", member.Name, value);
            }
        }

        foreach (var needed in Needed(endpoint.Schema))
        {
            yield return Without(good, needed);
            if (endpoint.TypesOf(needed).Count > 0)
            {
                yield return With(good, $"{needed} is null", needed, "null");
            }
        }
    }

    private static IEnumerable<string> Needed(JsonElement schema) =>
        schema.TryGetProperty("required", out var needed) ? needed.EnumerateArray().Select(n => n.GetString()!) : [];

    /// <summary>Values that a member of these types cannot have.</summary>
    private static List<string> Others(IReadOnlySet<string> types)
    {
        if (types.Count == 0)
        {
            return [];
        }

        var others = new List<string>();
        if (types.Contains("enum"))
        {
            return ["\"no such word\"", "5", "{}", "[]"];
        }

        if (!types.Contains("string"))
        {
            others.Add("\"text\"");
        }
        else
        {
            others.Add($"\"{new string('x', 300_000)}\"");
            others.Add("\"\\u0000\"");
            others.Add("\"\\ud800\"");
        }

        others.AddRange(types.Contains("integer") ? ["1.5", "1e99", "-1", "123456789012345678901234567890"] : ["5"]);
        others.Add(types.Contains("boolean") ? "0" : "true");
        others.Add(types.Contains("array") ? "[5,{}]" : "[]");
        others.Add(types.Contains("object") ? $"{{\"{Unknown}\":{{}}}}" : "{}");
        return others;
    }

    private static WrongBody With(JsonElement good, string what, string member, string value) => new(
        what,
        Encoding.UTF8.GetBytes(Text(good.EnumerateObject()
            .Where(m => m.Name != member).Select(m => (m.Name, m.Value.GetRawText())).Append((member, value)))),
        member);

    private static WrongBody Without(JsonElement good, string member) => new(
        $"{member} is missing",
        Encoding.UTF8.GetBytes(Text(good.EnumerateObject()
            .Where(m => m.Name != member).Select(m => (m.Name, m.Value.GetRawText())))),
        member);

    private static string Text(IEnumerable<(string Name, string Value)> members) =>
        "{" + string.Join(',', members.Select(m => $"{JsonSerializer.Serialize(m.Name)}:{m.Value}")) + "}";
}
