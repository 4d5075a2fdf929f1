using System.Text;
using Weir.IntegrationTests.Api;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>History is brought in without a word to anybody.</summary>
public sealed class GorgiasHistoryTests
{
    private const int Messages = 10_000;
    private const int Tickets = 200;

    [Fact]
    public async Task Ten_thousand_messages_of_the_past_send_no_email_and_come_once()
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
        kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/tickets", Status = 500, AfterWrite = true, Every = 500 });
        var run = await kit.WriteAsync(
            "messages.import",
            """{"ticket_id":"{{ticket}}"}""",
            """{"channel":"email","from_agent":true,"body_text":"$.text","external_id":"$.trace","created_datetime":"$.at"}""",
            records.Append(']').ToString());

        run.MustBeGood();
        Assert.Empty(kit.Gorgias.Sendings());
        Assert.Equal(Messages, kit.Gorgias.Writes().Count);
        Assert.Equal(Messages, kit.Gorgias.Writes().Select(w => w.Id).Distinct().Count());
    }
}
