using Weir.Model;

namespace Weir.Tests.Previews;

public sealed class StepPreviewTests
{
    [Fact]
    public async Task A_lookup_is_asked_and_its_answer_put_into_the_record()
    {
        using var rig = await RigAsync();

        var preview = await rig.StepAsync("find", """{"id":1,"customer":{"id":7}}""");

        Assert.Equal("""{"id":1,"customer":{"id":7,"found":{"ok":true}}}""", preview.Record?.GetRawText());
        Assert.Single(preview.Exchanges);
        Assert.Empty(preview.Requests);
        Assert.Empty(preview.Errors);
        Assert.False(preview.Skipped);
    }

    [Fact]
    public async Task A_secret_that_an_answer_repeats_is_masked_in_the_record()
    {
        using var rig = await RigAsync();
        rig.Application.Says = (_, _) => $$"""{"token":"{{PreviewRig.Token}}"}""";

        var preview = await rig.StepAsync("find", """{"id":1}""");

        Assert.Equal("""{"id":1,"customer":{"found":{"token":"***"}}}""", preview.Record?.GetRawText());
    }

    [Fact]
    public async Task A_lookup_that_is_refused_leaves_the_record_and_tells_why()
    {
        using var rig = await RigAsync();
        rig.Application.SendFault = (_, _) => (
            new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.NotFound, Message = "No such customer." }, false);

        var preview = await rig.StepAsync("find", """{"id":1}""");

        Assert.Equal("""{"id":1}""", preview.Record?.GetRawText());
        Assert.Equal((0, "not_found", "No such customer."), (preview.Errors[0].Index, preview.Errors[0].Code, preview.Errors[0].Message));
        Assert.Single(preview.Exchanges);
    }

    [Fact]
    public async Task An_import_is_shown_and_not_sent()
    {
        using var rig = await RigAsync();

        var preview = await rig.StepAsync("write", """{"id":1}""");

        Assert.Equal("""{"n":1}""", Assert.Single(preview.Requests).Body);
        Assert.Empty(preview.Exchanges);
        Assert.Empty(rig.Application.Sink);
        Assert.Equal("""{"id":1}""", preview.Record?.GetRawText());
    }

    [Fact]
    public async Task A_record_that_the_steps_own_rule_leaves_out_is_skipped()
    {
        using var rig = await RigAsync();

        var preview = await rig.StepAsync("write", """{"id":1,"closed":true}""");

        Assert.True(preview.Skipped);
        Assert.Empty(preview.Requests);
    }

    [Fact]
    public async Task A_step_inside_a_branch_is_previewed_and_a_branch_says_which_cases_take_the_record()
    {
        using var rig = await RigAsync();

        Assert.Single((await rig.StepAsync("deep", """{"id":1}""")).Requests);
        Assert.Equal([0], (await rig.StepAsync("route", "{}")).Cases!);
    }

    [Fact]
    public async Task An_import_is_sent_once_where_that_is_asked_for()
    {
        using var rig = await RigAsync();

        var preview = await rig.StepAsync("write", """{"id":1}""", ""","send":true""");

        Assert.Equal("""{"n":1}""", Assert.Single(rig.Application.Sink).Body);
        Assert.Single(preview.Exchanges);
        Assert.Single(preview.Requests);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("nobody")]
    public async Task What_is_no_step_of_the_flow_is_not_found(string step)
    {
        using var rig = await RigAsync();

        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<RefusalException>(() => rig.StepAsync(step, "{}"))).Code);
    }

    private static async Task<PreviewRig> RigAsync()
    {
        var rig = new PreviewRig();
        await rig.StoreAsync(ResourceKind.Export, "exp_1", """{"name":"Find","connection":"conn_fake"}""");
        await rig.StoreAsync(
            ResourceKind.Import, "imp_1", """{"name":"Write","connection":"conn_fake","mapping":{"n":"$.id"}}""");
        await rig.StoreAsync(
            ResourceKind.Flow,
            "flow_1",
            """
            {"name":"F","sources":[{"id":"rows","export":"exp_1"}],"steps":[
              {"id":"find","lookup":"exp_1","into":"customer.found"},
              {"id":"route","branch":{"mode":"first","cases":[{"name":"all","steps":[{"id":"deep","import":"imp_1"}]}]}},
              {"id":"write","import":"imp_1","enabled":false,"when":{"!":[{"var":"closed"}]}}]}
            """);
        return rig;
    }
}
