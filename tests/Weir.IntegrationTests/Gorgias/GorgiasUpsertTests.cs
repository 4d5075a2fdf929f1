using System.Text.Json;
using Weir.IntegrationTests.Api;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>Upserts through real flows: one record, one ticket or customer, whatever happens.</summary>
public sealed class GorgiasUpsertTests : IAsyncLifetime
{
    private const string Message =
        """[{"channel":"email","via":"api","from_agent":false,"body_text":"hello","sender":{"email":"{{mail}}"},"sent_datetime":"2026-01-01T00:00:00Z"}]""";

    private ApiHost _api = null!;
    private WritesKit _kit = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = 20, RateLimit = false });
        _kit = await WritesKit.MakeAsync(_api);
    }

    public async ValueTask DisposeAsync()
    {
        await _kit.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_is_created_once_and_changed_afterwards()
    {
        var flow = await TicketsAsync("""[{"trace":1,"key":"form-1","mail":"a@mail.example","subject":"First"}]""");
        (await _kit.RunAsync(flow)).MustBeGood();
        (await _kit.RunAsync(flow)).MustBeGood();
        _kit.Give("""[{"trace":1,"key":"form-1","mail":"a@mail.example","subject":"Second"}]""");
        (await _kit.RunAsync(flow)).MustBeGood();

        var ticket = Assert.Single(await TicketsOfAsync("form-1"));
        Assert.Equal(("Second", 1), (ticket.GetProperty("subject").GetString(), ticket.GetProperty("messages_count").GetInt32()));
        Assert.Empty(_kit.Gorgias.Sendings());
    }

    [Fact]
    public async Task Records_of_one_key_that_come_together_make_one()
    {
        var records = string.Join(',', Enumerable.Range(0, 40).Select(i =>
            $$"""{"trace":{{i}},"key":"form-{{i % 3}}","mail":"a@mail.example","subject":"Number {{i}}"}"""));
        (await _kit.RunAsync(await TicketsAsync($"[{records}]"))).MustBeGood();
        foreach (var i in Enumerable.Range(0, 3))
        {
            Assert.Single(await TicketsOfAsync($"form-{i}"));
        }
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(null, true)]
    public async Task A_create_without_an_answer_is_found_and_not_made_twice(int? status, bool reset)
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/tickets", Exact = true, Status = status, Reset = reset, AfterWrite = true, Times = 2 });
        (await _kit.RunAsync(await TicketsAsync(
            """[{"trace":1,"key":"form-1","mail":"a@mail.example","subject":"A"},{"trace":2,"key":"form-2","mail":"b@mail.example","subject":"B"}]"""))).MustBeGood();
        Assert.Single(await TicketsOfAsync("form-1"));
        Assert.Single(await TicketsOfAsync("form-2"));
    }

    [Fact]
    public async Task A_create_that_did_not_arrive_stands_as_unknown_and_a_retry_makes_one()
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/tickets", Exact = true, Reset = true, Times = 1 });
        var flow = await TicketsAsync("""[{"trace":1,"key":"form-1","mail":"a@mail.example","subject":"A"}]""");
        Assert.Equal("outcome_unknown", Assert.Single((await _kit.RunAsync(flow)).Errors).Code);
        Assert.Empty(await TicketsOfAsync("form-1"));
        (await _kit.RetryAsync(flow)).MustBeGood();
        Assert.Single(await TicketsOfAsync("form-1"));
    }

    [Fact]
    public async Task What_somebody_changed_before_it_could_be_looked_for_is_not_created_again()
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/tickets", Exact = true, Status = 500, AfterWrite = true, Times = 1 });
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "GET /api/tickets", Status = 403, Skip = 1 });
        var flow = await _kit.FlowAsync(
            "tickets.create", "{}",
            $$$"""{"external_id":"$.key","via":"api","subject":"$.subject","customer":{"email":"$.mail"},"messages":{{{Message}}} }""",
            """[{"trace":1,"key":"form-1","mail":"a@mail.example","subject":"A"}]""");
        Assert.Equal("outcome_unknown", Assert.Single((await _kit.RunAsync(flow)).Errors).Code);
        _kit.Gorgias.Faults.Clear();
        var made = Assert.Single(await TicketsOfAsync("form-1"));
        await _kit.Account.WriteAsync("tickets.update", $$"""{"id":{{made.GetProperty("id")}} }""", """{"subject":"A, as an agent calls it"}""");

        var error = Assert.Single((await _kit.RetryAsync(flow)).Errors);
        Assert.Equal("outcome_unknown", error.Code);
        Assert.Contains("unlike what was sent", error.Message);
        Assert.Single(await TicketsOfAsync("form-1"));
    }

    [Fact]
    public async Task Several_tickets_of_one_key_are_an_error_and_none_is_changed()
    {
        foreach (var subject in (string[])["One", "Two"])
        {
            await _kit.Account.WriteAsync(
                "tickets.create", "{}",
                $$"""{"via":"api","external_id":"twice","subject":"{{subject}}","messages":{{Message.Replace("{{mail}}", "a@mail.example")}} }""");
        }

        var run = await _kit.RunAsync(await TicketsAsync("""[{"trace":1,"key":"twice","mail":"a@mail.example","subject":"Third"}]"""));
        Assert.Equal("conflict", Assert.Single(run.Errors).Code);
        Assert.Equal(["One", "Two"], (await TicketsOfAsync("twice")).Select(t => t.GetProperty("subject").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_record_without_the_key_is_its_own_error()
    {
        var run = await _kit.RunAsync(await TicketsAsync("""[{"trace":1,"mail":"a@mail.example","subject":"A"}]"""));
        Assert.Equal("mapping", Assert.Single(run.Errors).Code);
    }

    [Fact]
    public async Task A_customer_is_found_by_external_id_or_address_and_else_made()
    {
        var flow = await _kit.FlowAsync("customers.upsert", "{}", """{"external_id":"$.key","email":"$.mail","name":"$.name"}""", """[{"trace":1,"mail":"New@mail.example","name":"One"}]""");
        (await _kit.RunAsync(flow)).MustBeGood();
        _kit.Give("""[{"trace":1,"mail":"new@mail.example","key":"c-1","name":"Two"}]""");
        (await _kit.RunAsync(flow)).MustBeGood();
        _kit.Give("""[{"trace":1,"key":"c-1","name":"Three"}]""");
        (await _kit.RunAsync(flow)).MustBeGood();

        var customer = Assert.Single(await _kit.Account.ListAsync("customers.list", """{"external_id":"c-1"}"""));
        Assert.Equal(("Three", "new@mail.example"), (customer.GetProperty("name").GetString(), customer.GetProperty("email").GetString()));
        Assert.Single(await _kit.Account.ListAsync("customers.list", """{"email":"new@mail.example"}"""));
    }

    [Fact]
    public async Task A_customer_whose_create_did_not_arrive_is_sent_again_because_its_address_is_its_own()
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/customers", Exact = true, Reset = true, Times = 1 });
        (await _kit.WriteAsync("customers.upsert", "{}", """{"email":"$.mail"}""", """[{"trace":1,"mail":"again@mail.example"}]""")).MustBeGood();
        Assert.Single(await _kit.Account.ListAsync("customers.list", """{"email":"again@mail.example"}"""));
    }

    private Task<string> TicketsAsync(string records) => _kit.FlowAsync(
        "tickets.upsert", "{}",
        $$$"""{"external_id":"$.key","via":"api","subject":"$.subject","customer":{"email":"$.mail"},"messages":{{{Message}}} }""",
        records);

    private Task<List<JsonElement>> TicketsOfAsync(string key) =>
        _kit.Account.ListAsync("tickets.list", $$"""{"external_id":"{{key}}"}""");
}
