using System.Text.Json;
using Weir.IntegrationTests.Gorgias;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Templates;

/// <summary>Each of the ready flows, applied as its README says, run, and run again after something has changed.</summary>
public sealed class TemplateTests : IAsyncLifetime
{
    private TemplateKit _kit = null!;

    public static TheoryData<string> Templates =>
    [
        .. Repository.Files.Where(f => f.StartsWith("templates/", StringComparison.Ordinal) && f.Count(c => c == '/') > 1)
            .Select(f => f.Split('/')[1]).Distinct(),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _kit = await TemplateKit.StartAsync(new GorgiasSandboxOptions { Tickets = 300, RateLimit = false, Rows = 120 });

    public ValueTask DisposeAsync() => _kit.DisposeAsync();

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task As_it_stands_a_template_is_understood_and_its_connections_are_told_to_be_looked_after(string template)
    {
        var shown = await _kit.CommandAsync("apply", Repository.Full($"templates/{template}"));

        Assert.True(shown.ExitCode == 2, shown.Output + shown.Error);
        Assert.Contains(" to create.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("+ flow ", shown.Output, StringComparison.Ordinal);
        Assert.Contains($"({template}/)", Repository.Text("templates/README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_in_files_and_then_what_has_changed()
    {
        (string Flow, string File, string Operation)[] lists =
        [
            ("Tickets", "tickets", "tickets.list"), ("Messages", "messages", "messages.list"),
            ("Customers", "customers", "customers.list"), ("Surveys", "surveys", "satisfaction-surveys.list"),
            ("Users", "users", "users.list"), ("Tags", "tags", "tags.list"),
        ];
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        var asked = await AskAsync(account, surveys: 2);
        await _kit.ApplyAsync("gorgias-to-files");
        foreach (var (flow, file, operation) in lists)
        {
            await _kit.RunAsync($"{flow} to files");
            var written = Assert.Single(await _kit.FilesAsync("gorgias", file));
            Assert.Equal((await account.ListAsync(operation)).Select(Id).Order(), written.Select(Id).Order());
        }

        _kit.Gorgias.Change(new DeskChange { Tickets = 7, Customers = 3, Created = 2 });
        await ScoreAsync(account, asked[0], 5);
        await account.WriteAsync("tags.create", "{}", """{"name":"made between the runs"}""");
        foreach (var (flow, _, _) in lists)
        {
            await _kit.RunAsync($"{flow} to files");
        }

        Assert.Equal(9, await ChangedAsync("tickets"));
        Assert.Equal(2, await ChangedAsync("messages"));
        Assert.True(await ChangedAsync("customers") >= 3);
        Assert.Equal(1, await ChangedAsync("surveys"));
        Assert.Equal(1, await ChangedAsync("tags"));
        Assert.Single(await _kit.FilesAsync("gorgias", "users"));

        async Task<int> ChangedAsync(string file)
        {
            var files = await _kit.FilesAsync("gorgias", file);
            Assert.Equal(2, files.Count);
            return files[1].Count;
        }
    }

    [Fact]
    public async Task A_low_score_is_told_once_with_the_ticket_it_is_about()
    {
        await using var chat = await AnswerServer.StartAsync(Stop);
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        await _kit.ApplyAsync("low-scores-to-a-webhook", ("https://hooks.example.com/services", $"{chat.Address}"), ("2026-01-01", "2000-01-01"));
        var asked = await AskAsync(account, surveys: 3);
        var low = (await account.ListAsync("satisfaction-surveys.list")).Count(s => ScoreOf(s) <= 2);
        Assert.NotEqual(0, low);

        await _kit.RunAsync("Low scores to a webhook");
        Assert.Equal(low, chat.SentTo("/your-channel").Count);
        await _kit.RunAsync("Low scores to a webhook");
        Assert.Equal(low, chat.SentTo("/your-channel").Count);

        await ScoreAsync(account, asked[0], 2);
        await ScoreAsync(account, asked[1], 5);
        await _kit.RunAsync("Low scores to a webhook");
        await _kit.RunAsync("Low scores to a webhook");

        var told = Assert.Single(chat.SentTo("/your-channel").Skip(low)).GetProperty("text").GetString();
        Assert.StartsWith("2 of 5 for “", told, StringComparison.Ordinal);
        Assert.Contains($"(ticket {asked[0].GetProperty("ticket_id")}, ", told, StringComparison.Ordinal);
        Assert.EndsWith(": So, so", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customers_are_changed_or_created_with_their_data_and_fields()
    {
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        var field = Id((await account.ListAsync("custom-fields.list", """{"object_type":"Customer"}""")).First(f =>
            f.GetProperty("definition").GetProperty("input_settings").GetProperty("input_type").GetString() == "input"
            && f.GetProperty("definition").GetProperty("data_type").GetString() == "text"));
        var known = (await account.ListAsync("customers.list")).First(c => c.GetProperty("email").ValueKind == JsonValueKind.String);
        await using var shop = await ListServer.StartAsync("/customers", Stop);
        shop.Records.Add(Shopper(1, known.GetProperty("email").GetString()!, orders: 3));
        shop.Records.Add(Shopper(2, "never.seen@shop.example", orders: 0));
        var before = (await account.ListAsync("customers.list")).Count;
        await _kit.ApplyAsync(
            "customers-to-gorgias", ("https://shop.example.com/api", shop.Address), ("1001", $"{field}"));

        await _kit.RunAsync("Customers to Gorgias");
        var writes = _kit.Gorgias.Writes().Count;
        await _kit.RunAsync("Customers to Gorgias");
        Assert.Equal(writes, _kit.Gorgias.Writes().Count);

        shop.Records[1] = Shopper(2, "never.seen@shop.example", orders: 1);
        await _kit.RunAsync("Customers to Gorgias");

        Assert.Equal(before + 1, (await account.ListAsync("customers.list")).Count);
        Assert.Equal(3, (await OrdersAsync("shop-1", Id(known))));
        Assert.Equal(1, (await OrdersAsync("shop-2", null)));

        async Task<int> OrdersAsync(string externalId, long? id)
        {
            var customer = Assert.Single(await account.ListAsync("customers.list", $$"""{"external_id":"{{externalId}}"}"""));
            Assert.Equal(id ?? Id(customer), Id(customer));
            var one = $$"""{"id":{{Id(customer)}} }""";
            Assert.Contains(
                (await account.LookUpAsync("customers.customFields", one, default)).EnumerateArray(),
                v => Id(v.GetProperty("field")) == field && v.GetProperty("value").GetString() == "gold");
            return (await account.LookUpAsync("customers.data", one, default)).GetProperty("shop").GetProperty("orders").GetInt32();
        }
    }

    [Fact]
    public async Task A_submission_that_comes_again_is_one_ticket_and_nobody_is_written_to()
    {
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        await using var form = await ListServer.StartAsync("/submissions", Stop);
        form.Records.AddRange([Submission(1, "Where is it?"), Submission(2, "")]);
        await _kit.ApplyAsync("form-to-gorgias", ("https://forms.example.com/api", form.Address));

        // The first create arrives, and its answer does not.
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/tickets", Exact = true, Times = 1, Reset = true, AfterWrite = true });
        await _kit.RunAsync("Form to Gorgias");
        form.Records[0] = Submission(1, "Where is it now?");
        form.Records.Add(Submission(3, "Thanks"));
        await _kit.RunAsync("Form to Gorgias");

        foreach (var (id, subject) in new[] { (1, "Where is it now?"), (2, "A message from the form"), (3, "Thanks") })
        {
            var ticket = Assert.Single(await account.ListAsync("tickets.list", $$"""{"external_id":"form-{{id}}"}"""));
            Assert.Equal(subject, ticket.GetProperty("subject").GetString());
            Assert.Single(await account.ListAsync("messages.list", $$"""{"ticket_id":"{{Id(ticket)}}"}"""));
        }

        Assert.Empty(_kit.Gorgias.Sendings());
    }

    [Fact]
    public async Task What_has_no_id_is_an_error_and_not_all_of_it_one_ticket()
    {
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        await using var form = await ListServer.StartAsync("/submissions", Stop);
        form.Records.AddRange([
            .. Enumerable.Range(1, 3).Select(n => Submission(n, "x").Replace($"\"id\":{n},", "", StringComparison.Ordinal)), Submission(4, "y"),
        ]);
        await _kit.ApplyAsync("form-to-gorgias", ("https://forms.example.com/api", form.Address));

        Assert.Equal(3, await _kit.ErrorsOfAsync("Form to Gorgias"));
        Assert.Empty(await account.ListAsync("tickets.list", """{"external_id":"form-"}"""));
        Assert.Single(await account.ListAsync("tickets.list", """{"external_id":"form-4"}"""));
    }

    [Fact]
    public async Task History_is_loaded_from_files_twice_and_then_with_more()
    {
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        await _kit.ApplyAsync("history-to-gorgias");
        List<string> customers = [.. Enumerable.Range(1, 3).Select(n => $$"""{"id":{{n}},"email":"old.{{n}}@mail.example","name":"Old {{n}}"}""")];
        List<string> tickets = [.. Enumerable.Range(1, 3).Select(n => Past(n, n < 3 ? "closed" : "open"))];
        List<string> messages = [.. Enumerable.Range(1, 9).Select(PastMessage)];
        await LoadAsync();
        await LoadAsync();
        Assert.Equal(3 + 3 + 9, _kit.Gorgias.Writes().Count(w => w.Method == "POST"));

        customers[0] = """{"id":1,"email":"old.1@mail.example","name":"Another name"}""";
        tickets.Add(Past(4, "closed"));
        messages.AddRange([PastMessage(10), """{"id":11,"ticket":99,"agent":true,"text":"whose?","at":"2019-01-02T00:00:00Z"}""", """{"id":12,"agent":true,"text":"?","at":"2019-01-02T00:00:00Z"}"""]);
        await PutAsync();
        await _kit.RunAsync("History 1: customers");
        await _kit.RunAsync("History 2: tickets");
        Assert.Equal(2, await _kit.ErrorsOfAsync("History 3: messages"));
        await _kit.RunAsync("History 2: tickets");

        Assert.Equal("Another name", Assert.Single(await account.ListAsync("customers.list", """{"external_id":"old-1"}""")).GetProperty("name").GetString());
        foreach (var (ticket, status, held) in new[] { (1, "closed", 4), (2, "closed", 4), (3, "open", 4), (4, "closed", 2) })
        {
            var loaded = Assert.Single(await account.ListAsync("tickets.list", $$"""{"external_id":"old-{{ticket}}"}"""));
            Assert.Equal((status, held), (loaded.GetProperty("status").GetString(), loaded.GetProperty("messages_count").GetInt32()));
            Assert.Equal(2019, loaded.GetProperty("created_datetime").GetDateTimeOffset().Year);
        }

        Assert.Empty(_kit.Gorgias.Sendings());

        async Task LoadAsync()
        {
            await PutAsync();
            foreach (var flow in (string[])["1: customers", "2: tickets", "3: messages", "2: tickets"])
            {
                await _kit.RunAsync($"History {flow}");
            }
        }

        async Task PutAsync()
        {
            await _kit.PutAsync("history/customers.jsonl", customers);
            await _kit.PutAsync("history/tickets.jsonl", tickets);
            await _kit.PutAsync("history/messages.jsonl", messages);
        }
    }

    private static string Past(int id, string status) =>
        $$"""
        {"id":{{id}},"email":"old.{{((id - 1) % 3) + 1}}@mail.example","subject":"Old {{id}}","status":"{{status}}","at":"2019-01-01T00:00:00Z","closed_at":{{(status == "closed" ? "\"2019-01-03T00:00:00Z\"" : "null")}},"text":"hello"}
        """;

    /// <summary>Three of each ticket, the second of the customer.</summary>
    private static string PastMessage(int id) =>
        $$"""{"id":{{id}},"ticket":{{((id - 1) / 3) + 1}},{{(id % 3 == 2 ? $"\"agent\":false,\"sender\":{{\"email\":\"old.{((id - 1) / 3) + 1}@mail.example\"}}" : "\"agent\":true")}},"text":"old {{id}}","at":"2019-01-02T00:00:00Z"}""";

    private static string Shopper(int id, string email, int orders) =>
        $$"""
        {"id":{{id}},"email":"{{email}}","first_name":"Ann","last_name":"Example ","language":{{(id == 1 ? "\"fr\"" : "null")}},
         "orders_count":{{orders}},"total_spent":"12.50","last_order_at":null,"tier":"gold","updated_at":"{{Now}}"}
        """;

    private static string Submission(int id, string subject) =>
        $$"""
        {"id":{{id}},"email":"writer.{{id}}@mail.example","subject":"{{subject}}","message":"Hello\nthere","submitted_at":"{{Now}}"}
        """;

    private static string Now => TimeProvider.System.GetUtcNow().ToString("O");

    /// <summary>Surveys of tickets that had none, made now and without a score.</summary>
    private static async Task<List<JsonElement>> AskAsync(GorgiasAccount account, int surveys)
    {
        var taken = (await account.ListAsync("satisfaction-surveys.list")).Select(s => s.GetProperty("ticket_id").GetInt64()).ToHashSet();
        List<JsonElement> asked = [];
        foreach (var ticket in (await account.ListAsync("tickets.list")).Where(t => !taken.Contains(Id(t))).Take(surveys))
        {
            asked.Add(await account.WriteAsync(
                "satisfaction-surveys.create",
                "{}",
                $$"""{"ticket_id":{{Id(ticket)}},"customer_id":{{Id(ticket.GetProperty("customer"))}} }"""));
        }

        return asked;
    }

    private static Task<JsonElement> ScoreAsync(GorgiasAccount account, JsonElement survey, int score) => account.WriteAsync(
        "satisfaction-surveys.update",
        $$"""{"id":{{Id(survey)}} }""",
        $$"""
        {"ticket_id":{{survey.GetProperty("ticket_id")}},"customer_id":{{survey.GetProperty("customer_id")}},
         "score":{{score}},"body_text":"So, so"}
        """);

    private static int? ScoreOf(JsonElement survey) =>
        survey.GetProperty("score") is { ValueKind: JsonValueKind.Number } score ? score.GetInt32() : null;

    private static long Id(JsonElement record) => record.GetProperty("id").GetInt64();
}
