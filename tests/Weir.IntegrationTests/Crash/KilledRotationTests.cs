using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Crash;

/// <summary>The master key is replaced while records flow, and the server killed at it. // Promise 2</summary>
public sealed class KilledRotationTests
{
    private const int Tickets = 6_000;

    [Theory]
    [InlineData(50, DatabaseKind.Sqlite)]
    [InlineData(10, DatabaseKind.Postgres)]
    public async Task Rotations_killed_while_records_flow_leave_every_secret_readable(int rotations, DatabaseKind database)
    {
        await using var work = await RotationAtWork.StartAsync(
            new FlowSetting { Tickets = Tickets, SinkLatencyMs = 20, Database = database });
        var run = await work.Fixture.RunAsync(await work.Fixture.FlowToSinkAsync());
        var dice = new Random(50);
        var (under, halfway) = (new HashSet<string>(StringComparer.Ordinal), 0);
        for (var rotation = 0; rotation < rotations; rotation++)
        {
            if (dice.Next(3) > 0)
            {
                await work.SettledAsync();
            }

            var begun = work.RotateAsync();
            await MomentAsync(work, begun, dice);
            await work.Fixture.Weir.KillAsync();
            await IgnoredAsync(begun);
            var counts = await work.EverySecretMustOpenAsync();
            under.UnionWith(counts.Keys);
            halfway += counts.Count - 1;
            await work.Fixture.Weir.StartAsync();
            await work.EveryConnectionMustWorkAsync();
        }

        await work.SettledAsync();
        await work.EveryConnectionMustWorkAsync();
        var ended = await work.Fixture.EndOfAsync(run);
        Assert.True(ended.GetProperty("status").ValueEquals("completed"), ended.GetRawText());
        Assert.All(ended.GetProperty("steps").EnumerateArray(), step => Assert.Equal(0, step.GetProperty("error").GetInt32()));
        RunAssert.AllTickets(work.Fixture.Desk, new SinkDeliveries(work.Fixture.Sink).Tickets);
        RunAssert.Note($"{under.Count} master keys were met, two at once after {halfway} of {rotations} kills; "
            + $"the run resumed {ended.GetProperty("resumes").GetInt32()} times");
        Assert.InRange(halfway, rotations / 5, rotations);
        Assert.InRange(under.Count, rotations / 2, rotations + 1);
    }

    [Fact]
    public async Task Rotations_while_records_flow_are_seen_by_nobody()
    {
        await using var work = await RotationAtWork.StartAsync(new FlowSetting { Tickets = 2_000, SinkLatencyMs = 5 });
        var first = (await work.KeysAsync()).GetProperty("masterKeyId").GetString();
        var run = await work.Fixture.RunAsync(await work.Fixture.FlowToSinkAsync());
        var seen = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await work.RotateAsync();
            await work.EveryConnectionMustWorkAsync();
            await work.SettledAsync();
            var keys = await work.KeysAsync();
            Assert.Equal(keys.GetProperty("masterKeyId").GetString(), keys.GetProperty("rotation").GetProperty("to").GetString());
            seen.Add(keys.GetProperty("masterKeyId").GetString()!);
            var now = await work.Fixture.Api.GetAsync($"/v1/runs/{run}");
            Assert.True(i > 0 || now.GetProperty("endedAt").ValueKind == JsonValueKind.Null, "The run had ended before the rotation.");
        }

        RunAssert.CompletedAfter(0, 2_000, await work.Fixture.EndOfAsync(run));
        Assert.Equal(2_000, work.Fixture.Sink.Delivered);
        Assert.Equal(3, seen.Append(first!).Distinct(StringComparer.Ordinal).Count() - 1);
        await work.Fixture.Weir.StopAsync();
        Assert.Equal([seen[^1]], (await work.EverySecretMustOpenAsync()).Keys);
    }

    /// <summary>Lets a rotation come so far: some moments in the life of its files, of its data keys, and just time.</summary>
    private static async Task MomentAsync(RotationAtWork work, Task begun, Random dice)
    {
        var next = Path.Combine(work.Fixture.Data, "master.key.next");
        switch (dice.Next(6))
        {
            case 0:
                await Moment.UntilAsync(() => File.Exists(next) || begun.IsCompleted);
                break;
            case 1:
                await begun;
                break;
            case 2:
                await begun;
                await Moment.UntilAsync(() => !File.Exists(next));
                break;
            default:
                await begun;
                var share = dice.NextDouble();
                await Moment.UntilAsync(async () => (await work.KeysAsync()).GetProperty("rotation") is not { ValueKind: JsonValueKind.Object } r
                    || !r.GetProperty("state").ValueEquals("running")
                    || (r.GetProperty("total").GetInt32() > 0 && r.GetProperty("done").GetInt32() >= share * r.GetProperty("total").GetInt32()));
                break;
        }
    }

    // The server may be gone before it has answered.
    private static async Task IgnoredAsync(Task begun)
    {
        try
        {
            await begun;
        }
        catch (HttpRequestException)
        {
        }
    }
}
