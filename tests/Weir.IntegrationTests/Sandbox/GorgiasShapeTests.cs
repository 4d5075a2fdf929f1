using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>
/// What the sandbox serves beside what was recorded from live accounts: the same members, kinds and nulls.
/// </summary>
public sealed class GorgiasShapeTests
{
    private static readonly string[] Compared =
    [
        "account.get.json", "custom-fields.list.json", "customer.create.json", "customer.get.json", "customers.list.json",
        "customers.merge.json", "error.400-validation-docs.json", "error.403-missing-scope.json", "error.404-docs.json",
        "error.409-docs.json", "events.list.json", "integration.http-docs-example.json", "job.get.json",
        "macro.get.json", "satisfaction-surveys.list.json", "search.customer.json", "tag.get.json", "team.get.json",
        "ticket-custom-fields.list.json", "ticket-message.create.json", "ticket.create-response.json",
        "ticket.get-2026.json", "tickets.list-2026.json", "user.get.json", "view-items.list.json", "view.get.json",
    ];

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
    public Task A_list_of_events_looks_as_recorded() =>
        CompareAsync("events.list.json", KnownDifferences.Events, async desk =>
        {
            await desk.SendAsync("PUT", $"/tickets/{desk.Sandbox.TicketIds()[0]}", """{"assignee_team":{"id":4333}}""");
            return await PagesAsync(desk, "/events", "types[]=none");
        });

    [Fact]
    public Task The_items_of_a_view_look_as_recorded() =>
        CompareAsync("view-items.list.json", KnownDifferences.ViewItems, async desk =>
        [
            await desk.GetAsync("/views/1177163/items?limit=100"),
            (await desk.SendAsync(
                "PUT", "/views/0/items", """{"view":{"filters":"eq(ticket.subject, 'nothing like it')"}}""")).Json,
        ]);

    [Fact]
    public Task A_view_looks_as_recorded() =>
        CompareAsync("view.get.json", KnownDifferences.None, desk => EachAsync(desk, "/views"));

    [Fact]
    public Task A_macro_looks_as_recorded() =>
        CompareAsync("macro.get.json", KnownDifferences.Macro, desk => EachAsync(desk, "/macros"));

    [Fact]
    public Task A_job_looks_as_recorded() =>
        CompareAsync("job.get.json", KnownDifferences.Job, desk => EachAsync(desk, "/jobs"));

    [Fact]
    public Task A_team_looks_as_recorded() =>
        CompareAsync("team.get.json", KnownDifferences.Team, desk => EachAsync(desk, "/teams"));

    [Fact]
    public Task A_list_of_custom_fields_looks_as_recorded() =>
        CompareAsync("custom-fields.list.json", KnownDifferences.CustomFields, async desk =>
        [
            await desk.GetAsync("/custom-fields?object_type=Ticket&limit=100"),
            await desk.GetAsync("/custom-fields?object_type=Ticket&search=nothing like it"),
        ]);

    [Fact]
    public Task The_custom_fields_of_a_ticket_look_as_recorded() =>
        CompareAsync("ticket-custom-fields.list.json", KnownDifferences.None, async desk =>
        {
            var id = desk.Sandbox.TicketIds()[0];
            await desk.SendAsync("PUT", $"/tickets/{id}", """{"custom_fields":[{"id":319825,"value":"Updated"}]}""");
            await desk.SendAsync("PUT", "/custom-fields/319825", """
                {"object_type":"Ticket","label":"x","description":"Test field","deactivated_datetime":"2026-08-26T18:40:00",
                 "definition":{"data_type":"text","input_settings":{"input_type":"input"}}}
                """);
            return [await desk.GetAsync($"/tickets/{id}/custom-fields")];
        });

    [Fact]
    public Task A_list_of_surveys_looks_as_recorded() =>
        CompareAsync("satisfaction-surveys.list.json", KnownDifferences.None, async desk =>
        [
            await desk.GetAsync("/satisfaction-surveys?limit=100"),
        ]);

    [Fact]
    public Task An_HTTP_integration_looks_as_documented() =>
        CompareAsync("integration.http-docs-example.json", KnownDifferences.Integration, desk =>
            EachAsync(desk, "/integrations?type=http"));

    [Fact]
    public Task A_search_for_a_customer_looks_as_recorded() =>
        CompareAsync("search.customer.json", KnownDifferences.None, async desk =>
        {
            await desk.SendAsync("POST", "/customers", """{"name":"Desk Writer","email":"support@mail.example"}""");
            return [(await desk.SendAsync("POST", "/search", """{"type":"customer","query":"support"}""")).Json];
        });

    [Fact]
    public Task Merged_customers_look_as_recorded() =>
        CompareAsync("customers.merge.json", KnownDifferences.None, async desk =>
        {
            var target = (await desk.SendAsync("POST", "/customers", """{"name":"A B","email":"t@mail.example"}""")).Json;
            var source = (await desk.SendAsync("POST", "/customers", """{"name":"C D"}""")).Json;
            var query = $"source_id={source.GetProperty("id")}&target_id={target.GetProperty("id")}";
            return [(await desk.SendAsync("PUT", $"/customers/merge?{query}", """{"name":"E"}""")).Json];
        });

    [Fact]
    public Task What_is_not_allowed_is_refused_as_recorded() =>
        CompareAsync("error.403-missing-scope.json", KnownDifferences.None, async desk =>
        {
            desk.Sandbox.Faults.Add(new FaultRule { Status = 403 });
            return [(await desk.SendAsync("PUT", "/macros/unarchive", """{"ids":[]}""")).Json];
        });

    [Fact]
    public void Every_recorded_answer_is_compared()
    {
        Assert.SkipUnless(Directory.Exists(Folder()), $"The recorded answers are not here: {Folder()}");

        var recorded = Directory.EnumerateFiles(Folder(), "*.json").Select(Path.GetFileName);

        Assert.Equal(Compared.Order(StringComparer.Ordinal), recorded.Order(StringComparer.Ordinal));
    }

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
        Assert.Contains(file, Compared);
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

    private static async Task<List<JsonElement>> PagesAsync(Desk desk, string list, string nothing = "external_id=none")
    {
        var first = await desk.GetAsync($"{list}?limit=100");
        var cursor = first.GetProperty("meta").GetProperty("next_cursor").GetString()!;
        return
        [
            first,
            await desk.GetAsync($"{list}?limit=100&cursor={Uri.EscapeDataString(cursor)}"),
            await desk.GetAsync($"{list}?{nothing}"),
        ];
    }

    private static async Task<List<JsonElement>> EachAsync(Desk desk, string list)
    {
        var all = new List<JsonElement>();
        foreach (var row in await desk.WalkAsync($"{list}{(list.Contains('?', StringComparison.Ordinal) ? "&" : "?")}limit=100"))
        {
            all.Add(await desk.GetAsync($"{list.Split('?')[0]}/{row.GetProperty("id").GetInt32()}"));
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
