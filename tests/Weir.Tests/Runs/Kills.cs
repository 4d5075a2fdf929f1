using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>Runs that are killed at seeded moments: everything under way is torn off, only what was durable is left.</summary>
internal static class Kills
{
    /// <summary>Lives so many lives that end in a kill, then one to the end of the run.</summary>
    public static async Task<Run> LiveAsync(RunRig rig, int seed, int kills, RunTrigger trigger = RunTrigger.Manual)
    {
        var run = await rig.NewAsync(trigger);
        return await LiveAsync(rig, run, new Random(seed), kills);
    }

    public static async Task<Run> LiveAsync(RunRig rig, Run run, Random random, int kills)
    {
        for (var life = 0; life < kills; life++)
        {
            using var kill = new CancellationTokenSource();
            var left = random.Next(5, 90);
            rig.Application.UnderWay = _ => Interlocked.Decrement(ref left) == 0
                ? kill.CancelAsync()
                : Task.CompletedTask;
            try
            {
                return await rig.LiveAsync(run, kill.Token);
            }
            catch (OperationCanceledException)
            {
                run = (await rig.Store.FindAsync(run.Id, default))!;
            }
            finally
            {
                rig.Application.UnderWay = _ => Task.CompletedTask;
            }
        }

        return await rig.LiveAsync(run, default);
    }
}
