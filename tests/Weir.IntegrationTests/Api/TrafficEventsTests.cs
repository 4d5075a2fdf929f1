using System.Text.Json;

namespace Weir.IntegrationTests.Api;

public sealed class TrafficEventsTests : ApiTest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traffic_has_the_fields_of_the_contract()
    {
        var traffic = (await Api.GetAsync($"{await Api.ConnectionAsync()}/traffic")).MustBe(200).Json;

        Assert.Equal(
            [
                "pool", "level", "inFlight", "waiting", "peakInFlight", "requests", "pausedUntil", "pauseReason", "byFlow",
                "borrowers", "budget",
            ],
            traffic.EnumerateObject().Select(f => f.Name));
        Assert.Equal(
            ["key", "used", "size", "pausedUntil"], traffic.GetProperty("budget").EnumerateObject().Select(f => f.Name));
    }

    [Fact]
    public async Task The_stream_begins_with_what_is_now_and_tells_each_change()
    {
        var id = await Api.ConnectionAsync("A", ",\"concurrencyLevel\":3");
        await using var stream = await Api.Http.GetStreamAsync(new Uri($"{id}/traffic/events", UriKind.Relative), Stop);
        using var lines = new StreamReader(stream);

        Assert.Equal(3, (await NextAsync(lines)).GetProperty("level").GetInt32());
        await Api.PatchAsync(id, """{"concurrencyLevel":4}""");
        Assert.Equal(4, (await NextAsync(lines)).GetProperty("level").GetInt32());
    }

    [Fact]
    public async Task The_stream_ends_when_the_connection_is_deleted()
    {
        var id = await Api.ConnectionAsync();
        await using var stream = await Api.Http.GetStreamAsync(new Uri($"{id}/traffic/events", UriKind.Relative), Stop);
        using var lines = new StreamReader(stream);
        await NextAsync(lines);

        (await Api.DeleteAsync(id)).MustBe(204);

        Assert.Null(await lines.ReadLineAsync(Stop));
    }

    private static async Task<JsonElement> NextAsync(StreamReader lines)
    {
        Assert.Equal("event: traffic", await lines.ReadLineAsync(Stop));
        var data = await lines.ReadLineAsync(Stop);
        Assert.Equal("", await lines.ReadLineAsync(Stop));
        return JsonDocument.Parse(data!["data: ".Length..]).RootElement;
    }
}
