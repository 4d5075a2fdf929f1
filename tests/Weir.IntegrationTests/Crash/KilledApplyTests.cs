using System.Text;
using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Crash;

/// <summary>A server that is killed while a configuration is applied has all of it or nothing. // Promise 10</summary>
public sealed class KilledApplyTests
{
    private const int Exports = 300;
    private const int Kills = 6;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_kill_in_the_middle_leaves_all_of_it_or_nothing(int seed)
    {
        using var folder = new TestFolder();
        await using var weir = await WeirProcess.ServeAsync(folder);
#pragma warning disable CA5394 // A seed makes the moments of the kills, and a failing one can be given again.
        var random = new Random(seed);
        var (before, applied) = (await ReadAsync(weir), 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            var after = Configuration($"{seed}-{kill}");
            var applying = weir.Http.PostAsync("/v1/configuration?prune=true", new StringContent(after, Encoding.UTF8, "application/json"), Stop);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 500)), TimeProvider.System, Stop);
#pragma warning restore CA5394
            await weir.KillAsync();
            var isAnswered = await IsAnsweredAsync(applying);
            await weir.StartAsync();

            var found = await ReadAsync(weir);
            var isApplied = Names(found).SequenceEqual(Names(after));
            Assert.True(isApplied || found == before, $"After kill {kill} it is neither as before nor as applied: {found}");
            Assert.True(isApplied || !isAnswered, "What was answered must be there.");
            applied += isApplied ? 1 : 0;
            before = found;
        }

        RunAssert.Note($"{Kills} kills: {applied} were applied, {Kills - applied} were not");
    }

    private static async Task<bool> IsAnsweredAsync(Task<HttpResponseMessage> applying)
    {
        try
        {
            using var response = await applying;
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> ReadAsync(WeirProcess weir) => await weir.Http.GetStringAsync("/v1/configuration", Stop);

    /// <summary>The names of the exports, in order.</summary>
    private static IEnumerable<string> Names(string configuration) =>
        JsonDocument.Parse(configuration).RootElement.GetProperty("exports").EnumerateArray()
            .Select(e => e.GetProperty("name").GetString()!).Order(StringComparer.Ordinal);

    private static string Configuration(string tag) =>
        $$"""
        {"connections":[{"name":"Sink {{tag}}","application":"http","settings":{"baseUri":"http://127.0.0.1:9","auth":"bearer","token":{"$secret":"s{{tag}}"} } }],
         "exports":[{{string.Join(',', Enumerable.Range(0, Exports).Select(i =>
             $$"""{"name":"Export {{tag}} {{i}}","connection":"Sink {{tag}}","request":{"path":"/x"} }"""))}}]}
        """;
}
