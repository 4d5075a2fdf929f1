using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>Imports that were saved when their operation asked for less.</summary>
public sealed class OldImportTests
{
    [Fact]
    public async Task An_import_that_lacks_what_its_operation_needs_by_now_is_refused_or_fails_its_run_and_says_which_and_what()
    {
        await using var rig = new ServiceRig();
        var flow = await rig.FlowAsync();
        rig.Application.Opening = _ => throw RefusalException.Invalid(
            "mapping.name", "things.create needs 'name', and the mapping does not give it.", ErrorCodes.Required);

        const string Said =
            "The import 'F out' of step 'write' cannot run any more: things.create needs 'name', and the mapping does not give it.";
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => rig.StartAsync(flow));
        Assert.Equal((ErrorCodes.Required, Said, "mapping.name"), (refusal.Code, refusal.Message, refusal.Problems[0].Field));

        await rig.Runs.TriggerAsync(flow, RunTrigger.Schedule, default);
        var failed = Assert.Single(await rig.AllAsync());
        Assert.Equal((RunStatus.Failed, new RunNote(ErrorCodes.Required, Said)), (failed.Status, failed.Error));
        Assert.Empty(rig.Application.Reads);

        rig.Application.Opening = _ => { };
        await rig.UntilAsync((await rig.Runs.TriggerAsync(flow, RunTrigger.Schedule, default))!.Id, RunStatus.Completed);
        Assert.Equal(5, rig.Application.Sink.Count);
    }
}
