using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>Makes what a case writes to, each thing for it alone, and puts the ids into its texts.</summary>
internal sealed partial class WriteScene(GorgiasAccount account)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private string _number = "";

    /// <summary>The case with ids in the place of brackets.</summary>
    public async Task<WriteCase> SetAsync(WriteCase asked, int number)
    {
        _ids.Clear();
        _number = number.ToString();
        var texts = new List<string?>();
        foreach (var text in (string?[])[asked.Parameters, asked.Body, asked.LookParameters, asked.Pick, asked.Then, asked.Not])
        {
            texts.Add(text is null ? null : await FilledAsync(text));
        }

        return asked with
        {
            Parameters = texts[0]!,
            Body = texts[1],
            LookParameters = texts[2]!,
            Pick = texts[3],
            Then = texts[4],
            Not = texts[5],
        };
    }

    private async Task<string> FilledAsync(string text)
    {
        foreach (var name in Bracket().Matches(text).Select(m => m.Groups["name"].Value).Distinct().ToList())
        {
            if (!_ids.TryGetValue(name, out var id))
            {
                _ids[name] = id = name == "n" ? _number : await MakeAsync(name.TrimEnd('2'));
            }

            text = text.Replace($"[{name}]", id, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>A thing with text in it that no other has.</summary>
    private async Task<string> MakeAsync(string what)
    {
        var mark = $"{what} {_number} {_ids.Count}";
        var mail = $"{what}-{_number}-{_ids.Count}@mail.example";
        return what switch
        {
            "ticket" => await CreateAsync("tickets", $$"""
                {"via":"api","subject":"{{mark}}","customer":{"email":"{{mail}}"},"tags":[{"name":"old {{_number}}"}],
                 "messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"first","sender":{"email":"{{mail}}"} }]}
                """),
            "customer" => await CreateAsync("customers", $$"""{"name":"{{mark}}","email":"{{mail}}"}"""),
            "message" => Id(await account.WriteAsync(
                "messages.addNote", $$"""{"ticket_id":{{await NeedAsync("ticket")}}}""", $$"""{"body_text":"{{mark}}"}""")),
            "tag" => await CreateAsync("tags", $$"""{"name":"{{mark}}"}"""),
            "user" => await CreateAsync("users", $$"""{"name":"{{mark}}","email":"{{mail}}","role":{"name":"agent"} }"""),
            "team" => await CreateAsync("teams", $$"""{"name":"{{mark}}"}"""),
            "view" => await CreateAsync("views", $$"""{"name":"{{mark}}","type":"ticket-list"}"""),
            "rule" => await CreateAsync("rules", $$"""{"name":"{{mark}}","code":"if (true) {}"}"""),
            "macro" => await CreateAsync("macros", $$"""{"name":"{{mark}}","actions":[]}"""),
            "archived" => await ArchivedAsync(mark),
            "widget" => await CreateAsync("widgets", """{"type":"custom","template":{"type":"wrapper","widgets":[]}}"""),
            "integration" => await CreateAsync("integrations", Integration(mark)),
            "survey" => await CreateAsync(
                "satisfaction-surveys", $$"""{"ticket_id":{{await NeedAsync("ticket")}},"customer_id":{{await NeedAsync("customer")}}}"""),
            "job" => await CreateAsync("jobs", $$$"""
                {"type":"updateTicket","params":{"ticket_ids":[{{{await NeedAsync("ticket")}}}],"updates":{"status":"closed"}},
                 "scheduled_datetime":"{{{TimeProvider.System.GetUtcNow().AddMinutes(50):yyyy-MM-dd'T'HH:mm:ss'Z'}}}"}
                """),
            "field" => await CreateAsync("custom-fields", Field("Ticket", mark)),
            "personal" => await CreateAsync("custom-fields", Field("Customer", mark)),
            "setting" => Id(await account.WriteAsync(
                "account.createSetting", "{}", $$"""{"type":"made-{{_number}}","data":{"a":1} }""")),
            "recording" => Id((await account.ListAsync("voice-call-recordings.list")).First(IsThere)),
            _ => throw new ArgumentException($"Nobody knows how to make '{what}'.", nameof(what)),
        };
    }

    private async Task<string> NeedAsync(string name) =>
        _ids.TryGetValue(name, out var id) ? id : _ids[name] = await MakeAsync(name);

    private async Task<string> ArchivedAsync(string mark)
    {
        var id = await CreateAsync("macros", $$"""{"name":"{{mark}}","actions":[]}""");
        await account.WriteAsync("macros.archive", "{}", $$"""{"ids":[{{id}}]}""");
        return id;
    }

    private async Task<string> CreateAsync(string resource, string body) =>
        Id(await account.WriteAsync($"{resource}.create", "{}", body));

    /// <summary>Nothing makes a recording: the calls of the account have some.</summary>
    private static bool IsThere(JsonElement recording) => recording.GetProperty("deleted_datetime").ValueKind is JsonValueKind.Null;

    private static string Id(JsonElement made) => made.GetProperty("id").GetRawText();

    private static string Field(string of, string label) =>
        $$$"""{"object_type":"{{{of}}}","label":"{{{label}}}","definition":{"data_type":"text","input_settings":{"input_type":"input"}} }""";

    private static string Integration(string name) => $$"""
        {"name":"{{name}}","type":"http","http":{"url":"https://example.com/hook","method":"POST",
         "request_content_type":"application/json","response_content_type":"application/json"} }
        """;

    [GeneratedRegex(@"\[(?<name>[a-z]+2?)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Bracket();
}
