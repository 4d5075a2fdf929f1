using System.Globalization;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>
/// Runs that are killed again and again, each round another setting of a new seed, until the time is over:
/// <c>./test --soak MINUTES</c>. A seed that fails is named, and <c>SOAK_SEED</c> begins with it. // Promises 1 and 2
/// </summary>
public sealed class SoakTests
{
    private const int Window = 400;

    /// <summary>How long; unset skips.</summary>
    private const string Minutes = "SOAK_MINUTES";

    /// <summary>The first seed; unset begins with 1.</summary>
    private const string Seed = "SOAK_SEED";

    [Fact]
    public async Task Seeded_kills_lose_nothing_until_the_time_is_over()
    {
        var minutes = Number(Minutes) ?? 0;
        Assert.SkipWhen(minutes == 0, $"A long test: ./test --soak MINUTES, or {Minutes}.");
        var start = TimeProvider.System.GetTimestamp();
        var (seed, kills, again, unknown) = (Number(Seed) ?? 1, 0, 0, 0);
        for (; TimeProvider.System.GetElapsedTime(start).TotalMinutes < minutes; seed++)
        {
            var round = SoakRound.Of(seed);
            try
            {
                var (sentAgain, leftUnknown) = await RunAsync(round);
                (kills, again, unknown) = (kills + round.Kills, again + sentAgain, unknown + leftUnknown);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"{round}: {e}");
            }
        }

        RunAssert.Note($"Rounds up to seed {seed - 1}: {kills} kills, {again} sent again with the same key, {unknown} outcomes unknown");
        Assert.True(kills > 0, "The time was over before the first kill.");
    }

    /// <summary>Seeds that have failed in a soak.</summary>
    /// <param name="seed">6: a null and then a number in the same prepared statement of PostgreSQL.</param>
    [Theory]
    [InlineData(6)]
    public async Task A_seed_that_has_failed_once_passes(int seed) => await RunAsync(SoakRound.Of(seed));

    private static async Task<(int Again, int Unknown)> RunAsync(SoakRound round)
    {
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting
        {
            Tickets = round.Tickets,
            SinkLatencyMs = round.LatencyMs,
            Level = round.Level,
            Database = round.Database,
        });
        // A batch that is refused once and taken when it comes again was halved in between: it is another one, with another key.
        // What an application refuses for its content it refuses again.
        if (round is { RefusesEvery: { } every, Kind: not "batch" })
        {
            fixture.Sink.Faults.Add(new FaultRule { Status = 422, Every = every });
        }

        var flow = await fixture.FlowAsync(await fixture.ConnectSinkAsync("Sink"), round.Import);
        var run = await fixture.RunAsync(flow);
        var dice = new Random(round.Seed);
        await fixture.KillAsync(
            KillMoments.Of(round.Seed, round.Kills, round.Tickets * 3 / 4),
            () => fixture.Sink.Delivered,
            kill => AfterAsync(TimeSpan.FromMicroseconds(dice.Next(20_000)), kill));
        var ended = await fixture.EndOfAsync(run);

        RunAssert.CompletedAfter(round.Kills, round.Tickets, ended);
        var errors = await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open");
        var failed = errors.Select(e => e.GetProperty("traceKey").GetString()!).ToList();
        var unknown = errors.Count(e => e.GetProperty("code").ValueEquals("outcome_unknown"));
        var deliveries = fixture.Sink.Deliveries().ToList();
        var again = deliveries.Count - deliveries.DistinctBy(d => d.Id, StringComparer.Ordinal).Count();
        RunAssert.AllTickets(
            fixture.Desk, deliveries.Select(d => d.Id.Split('/')[1]).Union(failed, StringComparer.Ordinal));
        Assert.Equal(failed.Count, ended.GetProperty("steps")[1].GetProperty("error").GetInt32());
        Assert.All(
            deliveries.GroupBy(d => d.Id, StringComparer.Ordinal),
            d => Assert.Single(d.Select(one => one.IdempotencyKey).Distinct(StringComparer.Ordinal)));
        Assert.InRange(again, 0, round.IsNever ? 0 : Window * round.Kills);
        Assert.True(round.IsNever || unknown == 0, $"{unknown} outcomes are unknown.");
        return (again, unknown);
    }

    private static async Task AfterAsync(TimeSpan wait, Func<Task> kill)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Moment.UntilAsync(() => TimeProvider.System.GetElapsedTime(start) >= wait);
        await kill();
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What one round of a soak does: the same for the same seed.</summary>
internal sealed record SoakRound(
    int Seed, DatabaseKind Database, int Tickets, int Kills, int Level, int LatencyMs, int? RefusesEvery, string Kind)
{
    public bool IsNever => Kind == "never";

    /// <summary>The fields of the import that this round is about.</summary>
    public Dictionary<string, object> Import => Kind switch
    {
        "never" => new(StringComparer.Ordinal) { ["repeat"] = "never" },
        "batch" => new(StringComparer.Ordinal) { ["batchSize"] = 30 },
        "order" => new(StringComparer.Ordinal) { ["order"] = "key", ["orderKey"] = "{{customer.id}}" },
        _ => new(StringComparer.Ordinal) { ["repeat"] = "always" },
    };

    public static SoakRound Of(int seed)
    {
        var dice = new Random(seed);
        string[] imports = ["always", "never", "batch", "order"];
        return new SoakRound(
            seed,
            dice.Next(2) == 0 ? DatabaseKind.Sqlite : DatabaseKind.Postgres,
            Tickets: dice.Next(10, 60) * 100,
            Kills: dice.Next(1, 7),
            Level: dice.Next(1, 26),
            LatencyMs: dice.Next(0, 6),
            RefusesEvery: dice.Next(2) == 0 ? null : dice.Next(20, 200),
            imports[dice.Next(imports.Length)]);
    }
}
