using Weir.IntegrationTests.Api;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>What runs for changes deliver of an account whose records move.</summary>
public sealed class GorgiasChangesTests : IAsyncLifetime
{
    private const string IdAndChange = "{{id}}@{{updated_datetime}}";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.StartAsync(
        new GorgiasSandboxOptions { Tickets = 1000, RateLimit = false, Rows = 130 });

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Ten_changed_tickets_of_a_thousand_cost_two_requests()
    {
        await using var kit = await ChangesKit.MakeAsync(_api, "tickets.list", IdAndChange);
        Assert.Equal(1000, (await kit.RunAsync()).Delivered.Count);
        kit.Gorgias.Touch(10);

        var run = await kit.RunAsync();

        Assert.Equal(("completed", 2, 10), (run.Status, run.Requests, run.Delivered.Count));
        Assert.Empty((await kit.RunAsync()).Delivered);
    }

    /// <summary>
    /// Tickets that change, tie, appear, go to the trash or vanish between runs and while pages are read, changes that are seen
    /// late, cursors that are refused, and runs that fail.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_is_missed_and_nothing_is_delivered_twice(int seed)
    {
        var random = new Random(seed);
        await using var kit = await ChangesKit.MakeAsync(_api, "tickets.list", IdAndChange, pageSize: 25, overlapSeconds: 60);
        var (failed, restarts) = (0, 0);
        for (var n = 0; n < 8; n++)
        {
            kit.Gorgias.Faults.Clear();
            if (n < 7)
            {
                Disturb(kit.Gorgias, random, n);
            }

            var run = await kit.RunAsync();
            failed += run.Status == "failed" ? 1 : 0;
            restarts += run.Restarts;
            Assert.True(run.Status is "failed" or "completed", run.Error);
        }

        var delivered = await kit.DeliveredAsync();
        Assert.Empty((await kit.TicketsAsync()).Except(delivered));
        Assert.Empty(delivered.GroupBy(d => d).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.True(failed > 0 && restarts > 0, $"{failed} runs failed, {restarts} walks began again");
    }

    [Fact]
    public async Task Everything_is_read_though_tickets_change_meanwhile()
    {
        var sandbox = await GorgiasAccount.StartAsync(new GorgiasSandboxOptions { Tickets = 1000, RateLimit = false });
        await using (sandbox)
        {
            sandbox.Sandbox.Faults.Add(new FaultRule { Match = "/api/tickets", Touch = 40 });
            var read = await sandbox.ListAsync("tickets.list", pageSize: 50);
            Assert.Equal(sandbox.Sandbox.TicketIds().Order(), read.Select(t => t.GetProperty("id").GetInt32()).Order());
        }
    }

    [Fact]
    public async Task A_changed_customer_comes_once()
    {
        await using var kit = await ChangesKit.MakeAsync(_api, "customers.list", IdAndChange);
        var all = await kit.RunAsync();
        kit.Gorgias.Change(new DeskChange { Customers = 7, SameTime = true });

        var run = await kit.RunAsync();

        Assert.Equal((7, 2), (run.Delivered.Count, run.Requests));
        Assert.Empty(run.Delivered.Intersect(all.Delivered));
        Assert.Empty((await kit.RunAsync()).Delivered);
    }

    [Fact]
    public async Task A_score_is_delivered_when_it_comes()
    {
        await using var kit = await ChangesKit.MakeAsync(_api, "satisfaction-surveys.list", "{{id}}={{score}}");
        await kit.RunAsync();
        await using var account = GorgiasAccount.At(_api.Gorgias);
        var rated = (await account.ListAsync("satisfaction-surveys.list")).Select(s => s.GetProperty("ticket_id").GetInt64()).ToHashSet();
        var ticket = (await account.ListAsync("tickets.list")).First(t => !rated.Contains(t.GetProperty("id").GetInt64()));
        var survey = $$"""
            "ticket_id":{{ticket.GetProperty("id")}},"customer_id":{{ticket.GetProperty("customer").GetProperty("id")}}
            """;
        var id = (await account.WriteAsync("satisfaction-surveys.create", "{}", $"{{{survey}}}")).GetProperty("id");
        var made = await kit.RunAsync();
        await account.WriteAsync("satisfaction-surveys.update", $$"""{"id":{{id}} }""", $"{{{survey},\"score\":4}}");

        var scored = await kit.RunAsync();

        Assert.Equal([$"{id}=", $"{id}=4"], made.Delivered.Concat(scored.Delivered));
        Assert.Empty((await kit.RunAsync()).Delivered);
    }

    [Fact]
    public async Task Deletions_and_changes_come_from_the_events()
    {
        await using var all = await ChangesKit.MakeAsync(_api, "events.list", "{{type}} {{object_id}} {{id}}");
        var first = await all.RunAsync();
        var before = _api.Gorgias.TicketIds();
        _api.Gorgias.Change(new DeskChange { Deleted = 3, Tickets = 2 });
        var gone = before.Except(_api.Gorgias.TicketIds()).ToList();

        var run = await all.RunAsync();

        Assert.Equal("completed", run.Status);
        Assert.Equal(
            gone.Order(),
            run.Delivered.Where(d => d.StartsWith("ticket-deleted ", StringComparison.Ordinal)).Select(d => int.Parse(d.Split(' ')[1])).Order());
        Assert.Empty(run.Delivered.Intersect(first.Delivered));
        Assert.Empty((await all.RunAsync()).Delivered);
    }

    [Theory]
    [InlineData("tags.list")]
    [InlineData("users.list")]
    [InlineData("views.items")]
    [InlineData("custom-fields.list")]
    [InlineData("account.settings")]
    public async Task What_has_no_time_of_change_comes_when_it_has_become_another(string operation)
    {
        await using var kit = await ChangesKit.MakeAsync(_api, operation, "{{record.view_id}}/{{id}}");
        var first = await kit.RunAsync();
        var second = await kit.RunAsync();

        Assert.Equal(("completed", "completed"), (first.Status, second.Status));
        Assert.NotEmpty(first.Delivered);
        Assert.Empty(second.Delivered);
    }

    private static void Disturb(GorgiasSandbox gorgias, Random random, int round)
    {
        gorgias.Change(new DeskChange { Tickets = random.Next(1, 60), SameTime = random.Next(2) == 0 });
        gorgias.Change(new DeskChange { Tickets = random.Next(1, 20), SecondsAgo = random.Next(1, 25) });
        gorgias.Change(new DeskChange { Created = random.Next(1, 5), Trashed = random.Next(3), Deleted = random.Next(3) });

        // Of several faults the first one hits.
        if (round % 2 == 0)
        {
            gorgias.Faults.Add(new FaultRule { Match = "/api/tickets", Skip = random.Next(2), ExpiredCursor = true, Times = 1 });
        }

        if (round % 3 == 1)
        {
            gorgias.Faults.Add(new FaultRule { Match = "/api/tickets", Skip = random.Next(1, 3), Status = 403, Times = 1 });
        }

        gorgias.Faults.Add(new FaultRule { Match = "/api/tickets", Touch = random.Next(1, 15) });
    }
}
