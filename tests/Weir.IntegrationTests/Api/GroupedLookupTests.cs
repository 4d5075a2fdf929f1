namespace Weir.IntegrationTests.Api;

/// <summary>Lookups that the application answers several at a time, from outside.</summary>
public sealed class GroupedLookupTests : ApiTest
{
    [Fact]
    public async Task The_tickets_of_a_page_are_looked_up_in_one_request_and_each_record_gets_its_own()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var run = await RunAsync(kit, """ "parameters":{"ticket_ids":"{{id}}"} """);

        Assert.Equal("10/10/0/0", FlowKit.CountsOf(run, "again"));
        Assert.Equal(1, RequestsOf(run));
        var delivered = kit.Sink.Deliveries().Select(d => d.Id).ToList();
        Assert.Equal(10, delivered.Distinct().Count());
        Assert.DoesNotContain(delivered, string.IsNullOrEmpty);
    }

    [Fact]
    public async Task Fewer_are_asked_for_together_where_the_answer_holds_fewer()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var run = await RunAsync(kit, """ "parameters":{"ticket_ids":"{{id}}"},"pageSize":4 """);

        Assert.Equal("10/10/0/0", FlowKit.CountsOf(run, "again"));
        Assert.Equal(3, RequestsOf(run));
        Assert.Equal(10, kit.Sink.Deliveries().Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_ticket_that_is_not_there_is_an_empty_list_and_no_others_ticket()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var run = await RunAsync(kit, """ "parameters":{"ticket_ids":"{{subtract id 1}}"} """);

        Assert.Equal("10/10/0/0", FlowKit.CountsOf(run, "again"));
        Assert.Equal(10, kit.Sink.Delivered);
        Assert.DoesNotContain(kit.Sink.Deliveries(), d => d.Id is { Length: > 0 });
    }

    private static long RequestsOf(System.Text.Json.JsonElement run) => run.GetProperty("steps").EnumerateArray()
        .Single(s => s.GetProperty("id").GetString() == "again").GetProperty("requests").GetInt64();

    /// <summary>A flow that looks each ticket up again and delivers what it found.</summary>
    private async Task<System.Text.Json.JsonElement> RunAsync(FlowKit kit, string lookup)
    {
        var again = await kit.CreateAsync(
            "exports", $$"""{"name":"Again","connection":"{{FlowKit.IdOf(kit.Gorgias)}}","operation":"tickets.list",{{lookup}}}""");
        var found = await kit.CreateAsync(
            "imports",
            $$$"""
            {"name":"Found","connection":"{{{FlowKit.IdOf(kit.SinkConnection)}}}","request":{"method":"POST","path":"/things"},
             "mapping":{"id":"$.again[0].id"}}
            """);
        (await Api.PatchAsync(
            kit.Flow,
            $$"""
            {"steps":[{"id":"again","lookup":"{{FlowKit.IdOf(again)}}","into":"again"},{"id":"write","import":"{{FlowKit.IdOf(found)}}"}]}
            """)).MustBe(200);
        return await kit.RunAsync();
    }
}
