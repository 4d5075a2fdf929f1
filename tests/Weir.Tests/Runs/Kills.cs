using Weir.Model;
using Weir.Tests.Fakes;

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

    /// <summary>
    /// One life that ends in a kill, the n-th time that this moment comes: from then on nothing is written, and what was about to
    /// leave may or may not.
    /// </summary>
    /// <param name="rig">The rig.</param>
    /// <param name="run">As it stands in the store.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="nth">From 1.</param>
    /// <param name="cancel">A person cancels it.</param>
    /// <returns>The run as it stands then.</returns>
    public static async Task<Run> LifeAsync(RunRig rig, Run run, KillMoment moment, int nth, CancellationToken cancel = default)
    {
        using var kill = new CancellationTokenSource();
        var left = nth;
        var says = rig.Application.Says;
        rig.Store.At = KillAt;
        rig.Application.Says = (step, body) =>
        {
            KillAt(KillMoment.Arrived);
            return says(step, body);
        };
        await Assert.ThrowsAnyAsync<Exception>(
            () => cancel.CanBeCanceled ? rig.CancelledAsync(run, cancel) : rig.LiveAsync(run, kill.Token));
        Assert.True(rig.Store.IsDown, "The moment did not come.");
        rig.Application.Says = says;
        rig.Store.At = _ => { };
        rig.Store.IsDown = false;
        return (await rig.Store.FindAsync(run.Id, default))!;

        void KillAt(KillMoment now)
        {
            if (now == moment && Interlocked.Decrement(ref left) == 0)
            {
                rig.Store.IsDown = true;
                _ = kill.CancelAsync();
            }
        }
    }
}
