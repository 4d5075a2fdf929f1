using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Flows;
using Weir.Model;

namespace Weir.Tests.Flows;

public sealed class FlowServiceTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task A_flow_without_sources_and_steps_can_be_stored()
    {
        var flow = await _workshop.FlowAsync("""{"name":"F","schedule":null,"runNext":[]}""");

        Assert.Equal((true, null), (flow.Enabled, flow.Integration));
        Assert.Empty(flow.Sources);
        Assert.Empty(flow.Steps);
    }

    [Fact]
    public async Task Ids_that_are_left_out_are_given_and_stay()
    {
        var flow = await _workshop.FlowAsync(
            $$"""{"name":"F","sources":[{"export":"{{await _workshop.TicketsAsync()}}"}],"steps":[{"import":"{{await _workshop.SinkAsync()}}"}]}""");

        var renamed = await _workshop.Flows.ChangeAsync(
            new FlowId(flow.Id), Body.Parse("""{"name":"G"}"""), null, Workshop.By, default);

        Assert.Equal(flow.Sources, renamed.Sources);
        Assert.Equal(flow.Steps[0].Id, renamed.Steps[0].Id);
    }

    [Fact]
    public async Task A_step_that_comes_anew_never_has_the_id_of_one_that_went()
    {
        var sink = await _workshop.SinkAsync();
        var flow = await _workshop.FlowAsync($$"""{"name":"F","steps":[{"import":"{{sink}}"}]}""");

        var id = new FlowId(flow.Id);
        await _workshop.Flows.ChangeAsync(id, Body.Parse("""{"steps":[]}"""), null, Workshop.By, default);
        var again = await _workshop.Flows.ChangeAsync(
            id, Body.Parse($$"""{"steps":[{"import":"{{sink}}"}]}"""), null, Workshop.By, default);

        Assert.NotEqual(flow.Steps[0].Id, again.Steps[0].Id);
    }

    [Fact]
    public async Task Reading_gives_what_was_saved()
    {
        var body =
            $$"""
            {"name":"F","enabled":false,"sources":[{"id":"tickets","export":"{{await _workshop.TicketsAsync()}}"}],
             "steps":[
               {"id":"customer","name":"Customer","enabled":true,"lookup":"{{await _workshop.CustomerAsync()}}","when":null,"into":"customer.all","onError":"continue"},
               {"id":"route","name":null,"enabled":true,"branch":{"mode":"all","cases":[
                 {"name":"open","when":{"==":[{"var":"status"},"open"]},"steps":[
                   {"id":"inner","name":null,"enabled":true,"import":"{{await _workshop.SinkAsync("Inner")}}","when":null,"into":null,"onError":"stop"}]},
                 {"name":"rest","when":null,"steps":[]}]},"when":null,"into":null,"onError":"stop"},
               {"id":"write","name":null,"enabled":false,"import":"{{await _workshop.SinkAsync()}}","when":{"!":[{"var":"spam"}]},"into":null,"onError":"stop"}]}
            """;
        var saved = await _workshop.FlowAsync(body);

        var read = JsonSerializer.SerializeToElement(
            await _workshop.Flows.ReadAsync(new FlowId(saved.Id), default), FlowJson.Default.FlowView);

        foreach (var sent in JsonDocument.Parse(body).RootElement.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(sent.Value, read.GetProperty(sent.Name)), read.GetRawText());
        }
    }

    [Theory]
    [InlineData("""{"sources":[]}""", "name required")]
    [InlineData("""{"name":"F","integration":"int_none"}""", "integration validation")]
    [InlineData("""{"name":"F","sources":[{}]}""", "sources[0].export required")]
    [InlineData("""{"name":"F","sources":[{"export":"exp_none"}]}""", "sources[0].export validation")]
    [InlineData("""{"name":"F","sources":[{"export":"CUSTOMER"}]}""", "sources[0].export validation")]
    [InlineData("""{"name":"F","sources":[{"id":"a","export":"TICKETS"}],"steps":[{"id":"a","import":"SINK"}]}""", "steps[0].id validation")]
    [InlineData("""{"name":"F","steps":[{}]}""", "steps[0].import required")]
    [InlineData("""{"name":"F","steps":[{"lookup":"CUSTOMER","import":"SINK"}]}""", "steps[0].lookup validation")]
    [InlineData("""{"name":"F","steps":[{"lookup":"exp_none"}]}""", "steps[0].lookup validation")]
    [InlineData("""{"name":"F","steps":[{"lookup":"SINK"}]}""", "steps[0].lookup validation")]
    [InlineData("""{"name":"F","steps":[{"import":"imp_none"}]}""", "steps[0].import validation")]
    [InlineData("""{"name":"F","steps":[{"import":"SINK","when":{"nope":1}}]}""", "steps[0].when.nope expression")]
    [InlineData("""{"name":"F","steps":[{"import":"SINK","into":"a..b"}]}""", "steps[0].into validation")]
    [InlineData("""{"name":"F","steps":[{"import":"FILE","into":"a"}]}""", "steps[0].into validation")]
    [InlineData("""{"name":"F","steps":[{"import":"SINK","onError":"ignore"}]}""", "steps[0].onError validation")]
    [InlineData("""{"name":"F","steps":[{"import":"SINK","colour":1}]}""", "steps[0].colour unknown_field")]
    [InlineData("""{"name":"F","steps":[{"branch":{"mode":"some"}}]}""", "steps[0].branch.mode validation")]
    [InlineData("""{"name":"F","steps":[{"import":"SINK","branch":{}}]}""", "steps[0].branch validation")]
    [InlineData("""{"name":"F","steps":[{"branch":{},"into":"a"}]}""", "steps[0].into validation")]
    [InlineData("""{"name":"F","steps":[{"branch":{"cases":[{"colour":1}]}}]}""", "steps[0].branch.cases[0].colour unknown_field")]
    [InlineData("""{"name":"F","steps":[{"branch":{"cases":[{"name":"a"},{"name":"A"}]}}]}""", "steps[0].branch.cases[1].name validation")]
    [InlineData("""{"name":"F","steps":[{},{"branch":{"cases":[{"when":{"nope":1}}]}}]}""", "steps[0].import required")]
    [InlineData("""{"name":"F","steps":[{"import":"SINK"},{"branch":{"cases":[{"when":{"nope":1}}]}}]}""", "steps[1].branch.cases[0].when.nope expression")]
    [InlineData("""{"name":"F","steps":[{"branch":{"cases":[{"steps":[{"import":"SINK","when":{"nope":1}}]}]}}]}""", "steps[0].branch.cases[0].steps[0].when.nope expression")]
    [InlineData("""{"name":"F","steps":[{"id":"a","import":"SINK"},{"branch":{"cases":[{"steps":[{"id":"a","import":"SINK"}]}]}}]}""", "steps[1].branch.cases[0].steps[0].id validation")]
    public async Task What_is_wrong_is_refused_with_its_field(string body, string expected)
    {
        body = body
            .Replace("TICKETS", await _workshop.TicketsAsync(), StringComparison.Ordinal)
            .Replace("CUSTOMER", await _workshop.CustomerAsync(), StringComparison.Ordinal)
            .Replace("SINK", await _workshop.SinkAsync(), StringComparison.Ordinal)
            .Replace("FILE", await _workshop.FileAsync(), StringComparison.Ordinal);

        Assert.Equal(expected, await Workshop.RefusedAsync(() => _workshop.FlowAsync(body)));
    }

    [Theory]
    [InlineData("""{"cron":"0 0/15 * * * ?"}""", null, null)]
    [InlineData("""{"cron":"0 0 9 ? * MON-FRI","timezone":"Europe/Paris","missed":"skip"}""", null, null)]
    [InlineData("{}", "schedule.cron required", null)]
    [InlineData("""{"cron":"0 0 25 * * ?"}""", "schedule.cron expression", 4)]
    [InlineData("""{"cron":"0 0 12 * * FUNDAY"}""", "schedule.cron expression", 11)]
    [InlineData("""{"cron":"0 0 12 1 * MON"}""", "schedule.cron expression", 0)]
    [InlineData("""{"cron":"*/5 * * * *"}""", "schedule.cron expression", 0)]
    [InlineData("""{"cron":"0 0 0 30 2 ?"}""", "schedule.cron expression", 0)]
    [InlineData("""{"cron":"0 0 0 * * ? 2020"}""", "schedule.cron expression", 0)]
    [InlineData("""{"cron":"0 0 * * * ?","timezone":"Mars/Base"}""", "schedule.timezone validation", null)]
    [InlineData("""{"cron":"0 0 * * * ?","missed":"all"}""", "schedule.missed validation", null)]
    [InlineData("""{"cron":"0 0 * * * ?","colour":1}""", "schedule.colour unknown_field", null)]
    [InlineData("[]", "schedule validation", null)]
    public async Task A_schedule_is_understood_when_it_is_saved(string schedule, string? expected, int? position)
    {
        var body = $$"""{"name":"F","schedule":{{schedule}}}""";
        if (expected is null)
        {
            Assert.True(JsonElement.DeepEquals(Body.Parse(schedule), (await _workshop.FlowAsync(body)).Schedule!.Value));
            return;
        }

        var problem = await Workshop.ProblemAsync(() => _workshop.FlowAsync(body));
        Assert.Equal((expected, position), ($"{problem.Field} {problem.Code}", problem.Position));
    }

    [Fact]
    public async Task Branches_stand_at_most_eight_deep_and_steps_are_counted_wherever_they_are()
    {
        static string Deep(int depth, string steps) => depth == 0
            ? steps
            : $$$"""[{"branch":{"cases":[{"steps":{{{Deep(depth - 1, steps)}}}}]}}]""";

        await _workshop.FlowAsync($$"""{"name":"F","steps":{{Deep(8, "[]")}}}""");
        var tooDeep = await Workshop.ProblemAsync(() => _workshop.FlowAsync($$"""{"name":"G","steps":{{Deep(9, "[]")}}}"""));
        Assert.EndsWith("steps[0].branch", tooDeep.Field, StringComparison.Ordinal);

        var many = string.Join(',', Enumerable.Repeat("""{"branch":{}}""", 200));
        Assert.Equal("steps validation", await Workshop.RefusedAsync(
            () => _workshop.FlowAsync($$"""{"name":"H","steps":{{Deep(1, $"[{many}]")}}}""")));
    }

    [Fact]
    public async Task Steps_inside_branches_are_given_ids_and_count_as_uses()
    {
        var sink = await _workshop.SinkAsync();
        var flow = await _workshop.FlowAsync(
            $$$"""{"name":"F","steps":[{"branch":{"cases":[{"steps":[{"import":"{{{sink}}}"}]}]}}]}""");

        Assert.StartsWith("step-", flow.Steps[0].Branch!.Cases[0].Steps[0].Id, StringComparison.Ordinal);
        Assert.Equal(" in_use", await Workshop.RefusedAsync(() => _workshop.Imports.DeleteAsync(new ImportId(sink), null, Workshop.By, default)));
    }

    [Fact]
    public async Task A_list_may_be_looked_up_in() => await _workshop.FlowAsync(
        $$"""{"name":"F","steps":[{"lookup":"{{await _workshop.TicketsAsync()}}","into":"tickets"}]}""");

    [Fact]
    public async Task Saving_registers_the_connections_that_it_uses_with_its_integration()
    {
        var integration = await _workshop.IntegrationAsync("I");

        var flow = await _workshop.FlowAsync(
            $$"""
            {"name":"F","integration":"{{integration.Id}}","sources":[{"export":"{{await _workshop.TicketsAsync()}}"}],
             "steps":[{"lookup":"{{await _workshop.CustomerAsync()}}"},{"import":"{{await _workshop.FileAsync()}}"}]}
            """);

        var read = await _workshop.Integrations.ReadAsync(new IntegrationId(integration.Id), default);
        Assert.Equal([Workshop.Gorgias, Workshop.Files], read.Connections);
        Assert.Equal([flow.Id], read.Flows);
    }

    [Fact]
    public async Task A_flow_is_not_deleted_while_a_run_of_it_is_active()
    {
        var id = new FlowId((await _workshop.FlowAsync("""{"name":"F"}""")).Id);
        var run = new Run
        {
            Id = new RunId("run_1"),
            Flow = id,
            Status = RunStatus.Running,
            Trigger = RunTrigger.Manual,
            Versions = new Dictionary<string, int>(StringComparer.Ordinal),
            StartedAt = default,
        };
        await _workshop.FlowRuns.InsertAsync(run, default);

        Assert.Equal(" conflict", await Workshop.RefusedAsync(() => _workshop.Flows.DeleteAsync(id, null, Workshop.By, default)));

        await _workshop.FlowRuns.UpdateAsync(run with { Status = RunStatus.Completed }, default);
        await _workshop.Flows.DeleteAsync(id, null, Workshop.By, default);
        Assert.Equal(" not_found", await Workshop.RefusedAsync(() => _workshop.Flows.ReadAsync(id, default)));
    }

    public void Dispose() => _workshop.Dispose();
}
