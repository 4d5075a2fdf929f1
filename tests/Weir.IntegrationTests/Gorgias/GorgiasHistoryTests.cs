using System.Text;
using Weir.IntegrationTests.Api;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>History is brought in without a word to anybody.</summary>
public sealed class GorgiasHistoryTests
{
    private const int Messages = 10_000;
    private const int Tickets = 1_000;
    private const int Unanswered = 500;

    [Fact]
    public async Task Ten_thousand_messages_of_a_thousand_tickets_send_no_email_and_come_once_however_often_they_are_loaded()
    {
        await using var api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = Tickets, RateLimit = false });
        await using var kit = await WritesKit.MakeAsync(api);
        var tickets = kit.Gorgias.TicketIds();
        var records = new StringBuilder("[");
        for (var i = 0; i < Messages; i++)
        {
            records.Append(i == 0 ? "" : ",")
                .Append($$"""{"trace":"m-{{i}}","ticket":{{tickets[i % Tickets]}},"text":"old message {{i}}","at":"2019-01-01T00:00:00Z"}""");
        }

        // Some were written, but nobody was told so: they are found, not written again.
        kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/tickets", Status = 500, AfterWrite = true, Every = Unanswered });
        kit.Gorgias.Log.Reset();
        var flow = await kit.FlowAsync(
            "messages.import",
            """{"ticket_id":"{{ticket}}"}""",
            """{"channel":"email","from_agent":true,"body_text":"$.text","external_id":"$.trace","created_datetime":"$.at"}""",
            records.Append(']').ToString());
        (await kit.RunAsync(flow)).MustBeGood();
        Assert.Empty(kit.Gorgias.Sendings());
        Assert.Equal(Messages, kit.Gorgias.Writes().Count);

        // Each ticket is looked at once, and once more for each message that no answer came to.
        Assert.Equal((Tickets + (Messages / Unanswered), Messages), (Count("GET"), Count("POST")));

        (await kit.RunAsync(flow)).MustBeGood();
        Assert.Equal((Messages, Messages), (Count("POST"), kit.Gorgias.Writes().Count));
        Assert.Equal(Messages, kit.Gorgias.Writes().Select(w => w.Id).Distinct().Count());

        long Count(string method) => kit.Gorgias.Log.Read().ByRoute
            .Where(r => r.Key.StartsWith($"{method} /api/tickets/", StringComparison.Ordinal)).Sum(r => r.Value);
    }

    [Fact]
    public async Task A_ticket_of_the_past_that_a_message_opened_again_is_closed_by_loading_it_once_more()
    {
        await using var api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = Tickets, RateLimit = false });
        await using var kit = await WritesKit.MakeAsync(api);
        const string ticket = """
            {"via":"api","external_id":"old-1","status":"closed","created_datetime":"2019-01-01T00:00:00Z","closed_datetime":"2019-01-03T00:00:00Z",
             "customer":{"email":"old@mail.example"},"messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"hello"}]}
            """;
        var load = await kit.FlowAsync("tickets.upsert", "{}", "\"$.body\"", $$"""[{"trace":1,"body":{{ticket}} }]""");

        (await kit.RunAsync(load)).MustBeGood();
        var made = Assert.Single(await kit.Account.ListAsync("tickets.list", """{"external_id":"old-1"}"""));
        (await kit.WriteAsync(
            "messages.import",
            $$"""{"ticket_id":"{{made.GetProperty("id")}}"}""",
            """{"channel":"email","from_agent":false,"body_text":"thanks","created_datetime":"2019-01-02T00:00:00Z"}""",
            """[{"trace":1}]""")).MustBeGood();
        var opened = Assert.Single(await kit.Account.ListAsync("tickets.list", """{"external_id":"old-1"}"""));
        (await kit.RunAsync(load)).MustBeGood();

        var closed = Assert.Single(await kit.Account.ListAsync("tickets.list", """{"external_id":"old-1"}"""));
        Assert.Equal(("open", "closed"), (opened.GetProperty("status").GetString(), closed.GetProperty("status").GetString()));
        Assert.Equal(
            new DateTimeOffset(2019, 1, 3, 0, 0, 0, TimeSpan.Zero), closed.GetProperty("closed_datetime").GetDateTimeOffset());
        Assert.Equal(2, closed.GetProperty("messages_count").GetInt32());
        Assert.Empty(kit.Gorgias.Sendings());
    }
}
