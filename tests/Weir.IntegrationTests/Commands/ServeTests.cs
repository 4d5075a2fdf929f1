using System.Text.Json;
using Weir.IntegrationTests.Api;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Commands;

public sealed class ServeTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stops_in_time_while_a_request_hangs_and_goes_on_with_the_run_after_the_next_start()
    {
        using var folder = new TestFolder();
        await using var gorgias = await GorgiasSandbox.StartAsync(
            new GorgiasSandboxOptions { Tickets = 50, RateLimit = false }, Stop);
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        await using var weir = await WeirProcess.ServeAsync(folder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Weir__Applications__gorgias__BaseUri"] = gorgias.BaseUri.ToString(),
        });
        var flow = await weir.FlowAsync(gorgias, sink);
        sink.Faults.Add(new FaultRule { Skip = 20, Hang = true });
        var run = (await weir.SendAsync(HttpMethod.Post, $"flows/{flow}/runs")).GetProperty("id").GetString();
        await Wait.UntilAsync(() => sink.Log.Read().UnderWay > 0 && sink.Delivered == 20, Bound, Stop);

        Assert.Equal(0, await weir.StopAsync());

        sink.Faults.Clear();
        await weir.StartAsync();
        var ended = default(JsonElement);
        await Wait.UntilAsync(
            async () => (ended = await weir.SendAsync(HttpMethod.Get, $"runs/{run}")).GetProperty("status").GetString() == "completed",
            Bound,
            Stop);
        Assert.Equal(1, ended.GetProperty("resumes").GetInt32());
        Assert.Equal("50/50/0/0", FlowKit.CountsOf(ended, "write"));
        Assert.InRange(sink.Delivered, 50, 70);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1")]
    public async Task An_address_that_is_none_is_wrong_usage(string urls)
    {
        using var folder = new TestFolder();

        var refused = await WeirProgram.RunAsync(["serve", "--data", folder["data"], "--urls", urls]);

        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("is not an address", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_one_sentence()
    {
        using var folder = new TestFolder();
        await using var first = await WeirProcess.ServeAsync(folder);

        var second = await WeirProgram.RunAsync(
            ["serve", "--data", folder["other"], "--urls", first.Address.GetLeftPart(UriPartial.Authority)]);

        Assert.Equal((1, ""), (second.ExitCode, second.Output));
        Assert.Contains("is in use by another program", second.Error, StringComparison.Ordinal);
    }
}
