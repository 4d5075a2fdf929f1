using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>
/// What the sandbox serves beside what was recorded from live accounts: the same members, kinds and nulls.
/// </summary>
public sealed class GorgiasShapeTests
{
    private const string Mail = """{"email":"shape@mail.example"}""";

    [Fact]
    public Task The_account_looks_as_recorded() =>
        CompareAsync("account.get.json", KnownDifferences.None, async desk => [await desk.GetAsync("/account")]);

    [Fact]
    public Task A_list_of_customers_looks_as_recorded() =>
        CompareAsync("customers.list.json", KnownDifferences.CustomerRow, desk => PagesAsync(desk, "/customers"));

    [Fact]
    public Task A_customer_looks_as_recorded() =>
        CompareAsync("customer.get.json", KnownDifferences.Customer, desk => EachAsync(desk, "/customers"));

    [Fact]
    public Task A_created_customer_looks_as_recorded() =>
        CompareAsync("customer.create.json", KnownDifferences.None, async desk =>
        [
            (await desk.SendAsync(
                "POST", "/customers", Recorded("customer.create.json").GetProperty("request").GetRawText())).Json,
        ]);

    [Fact]
    public Task A_list_of_tickets_looks_as_recorded() =>
        CompareAsync("tickets.list-2026.json", KnownDifferences.TicketRow, desk => PagesAsync(desk, "/tickets"));

    [Fact]
    public Task A_ticket_looks_as_recorded() =>
        CompareAsync("ticket.get-2026.json", KnownDifferences.Ticket, desk => EachAsync(desk, "/tickets"));

    [Fact]
    public Task A_created_ticket_looks_as_recorded() =>
        CompareAsync("ticket.create-response.json", KnownDifferences.CreatedTicket, async desk =>
        [
            (await desk.SendAsync("POST", "/tickets", $$"""
                {"via":"api","customer":{{Mail}},"messages":[
                  {"channel":"phone","via":"api","from_agent":false,"external_id":"message123","body_text":"Hello","body_html":"<div>Hello</div>",
                   "sender":{{Mail}},"attachments":[{"url":"https://files.example/1.png","name":"1.png","size":1024,"content_type":"image/png","public":true}]},
                  {"channel":"phone","via":"api","from_agent":false,"body_text":"Again"}]}
                """)).Json,
        ]);

    [Fact]
    public Task A_created_message_looks_as_recorded() =>
        CompareAsync("ticket-message.create.json", KnownDifferences.None, async desk =>
        {
            var id = desk.Sandbox.TicketIds()[0];
            await desk.SendAsync("POST", "/customers", """{"name":"Desk Writer","email":"support@gorgias.com"}""");
            var request = Recorded("ticket-message.create.json").GetProperty("request").GetRawText();
            return [(await desk.SendAsync("POST", $"/tickets/{id}/messages", request)).Json];
        });

    [Fact]
    public Task A_tag_looks_as_recorded() =>
        CompareAsync("tag.get.json", KnownDifferences.Tag, desk => EachAsync(desk, "/tags"));

    [Fact]
    public Task A_user_looks_as_recorded() =>
        CompareAsync("user.get.json", KnownDifferences.User, desk => EachAsync(desk, "/users"));

    [Fact]
    public Task What_is_not_there_is_refused_as_recorded() =>
        CompareAsync("error.404-docs.json", KnownDifferences.None, async desk =>
        [
            (await desk.SendAsync("GET", "/tickets/1")).Json,
        ]);

    [Fact]
    public Task A_second_customer_with_an_address_is_refused_as_recorded() =>
        CompareAsync("error.409-docs.json", KnownDifferences.None, async desk =>
        {
            await desk.SendAsync("POST", "/customers", Mail);
            return [(await desk.SendAsync("POST", "/customers", Mail)).Json];
        });

    [Fact]
    public Task A_ticket_that_lacks_something_is_refused_as_recorded() =>
        CompareAsync("error.400-validation-docs.json", KnownDifferences.None, async desk =>
        [
            (await desk.SendAsync("POST", "/tickets", """{"via":"api","messages":[{}]}""")).Json,
        ]);

    private static async Task CompareAsync(
        string file, IReadOnlyDictionary<string, string> known, Func<Desk, Task<List<JsonElement>>> serve)
    {
        Assert.SkipUnless(Directory.Exists(Folder()), $"The recorded answers are not here: {Folder()}");
        var recorded = Recorded(file);
        recorded = recorded.TryGetProperty("response", out var response) ? response : recorded;
        await using var desk = await Desk.StartAsync(new GorgiasSandboxOptions { Tickets = 600, RateLimit = false });

        var differences = Shape.Of(await serve(desk)).DifferencesFrom(Shape.Of(recorded)).ToList();

        var unknown = differences.Except(known.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var gone = known.Keys.Except(differences, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.True(
            !unknown.Any() && !gone.Any(),
            $"Not as recorded: mend it or give it a reason.\n{string.Join('\n', unknown)}\n"
            + $"No difference any more, take its reason out:\n{string.Join('\n', gone)}");
    }

    private static async Task<List<JsonElement>> PagesAsync(Desk desk, string list)
    {
        var first = await desk.GetAsync($"{list}?limit=100");
        var cursor = first.GetProperty("meta").GetProperty("next_cursor").GetString()!;
        return
        [
            first,
            await desk.GetAsync($"{list}?limit=100&cursor={Uri.EscapeDataString(cursor)}"),
            await desk.GetAsync($"{list}?external_id=none"),
        ];
    }

    private static async Task<List<JsonElement>> EachAsync(Desk desk, string list)
    {
        var all = new List<JsonElement>();
        foreach (var row in (await desk.GetAsync($"{list}?limit=100")).GetProperty("data").EnumerateArray())
        {
            all.Add(await desk.GetAsync($"{list}/{row.GetProperty("id").GetInt32()}"));
        }

        return all;
    }

    private static JsonElement Recorded(string file) =>
        JsonElement.Parse(File.ReadAllText(Path.Combine(Folder(), file)));

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Weir.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No Weir.slnx above the tests.");
        }

        return Path.Combine(folder.Parent!.FullName, "shared", "facts", "gorgias-examples");
    }
}
