using System.Text;
using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

public sealed class HttpSinkTests
{
    [Fact]
    public async Task What_arrives_is_remembered_in_order_with_its_key()
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), default);
        using var http = new HttpClient(new SocketsHttpHandler());

        var first = await PostAsync(http, sink, """{"subject":"x","id":17}""", "k-1");
        var second = await PostAsync(http, sink, """{"id":"ü-2","nested":{"id":5}}""", null);

        Assert.Equal("""{"ok":true,"id":1}""", await first.Content.ReadAsStringAsync());
        Assert.Equal("""{"ok":true,"id":2}""", await second.Content.ReadAsStringAsync());
        Assert.Equal(
            [(1L, "17", "k-1"), (2L, "ü-2", null)], sink.Deliveries().Select(d => (d.Number, d.Id, d.IdempotencyKey)));
    }

    [Fact]
    public async Task A_batch_counts_each_of_its_records()
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions { IdField = "ticket.id" }, default);
        using var http = new HttpClient(new SocketsHttpHandler());

        await PostAsync(http, sink, """[{"ticket":{"x":[1,{}],"id":1}},{"ticket":{"id":2}},{"ticket":null},5]""", "b");

        Assert.Equal(["1", "2", "", ""], sink.Deliveries().Select(d => d.Id));
        Assert.Equal(4, sink.Delivered);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":1")]
    [InlineData("{\"id\":1} x")]
    public async Task What_is_no_JSON_is_refused(string body)
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), default);
        using var http = new HttpClient(new SocketsHttpHandler());

        var answer = await PostAsync(http, sink, body, null);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(0, sink.Delivered);
    }

    [Fact]
    public async Task Reading_is_answered_and_delivers_nothing()
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), default);
        using var http = new HttpClient(new SocketsHttpHandler());

        Assert.Equal("""{"ok":true}""", await http.GetStringAsync(sink.BaseUri));
        Assert.Equal(0, sink.Delivered);
    }

    [Fact]
    public async Task A_record_may_be_refused_always_and_requests_now_and_then()
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), default);
        using var http = new HttpClient(new SocketsHttpHandler());
        sink.Faults.Add(new FaultRule { Ids = ["3"], Status = 422, Body = """{"ok":false,"error":"no threes"}""" });
        sink.Faults.Add(new FaultRule { Every = 2, Status = 500, AfterWrite = true, Times = 1 });

        var statuses = new List<int>();
        foreach (var id in (int[])[1, 2, 3, 4, 3])
        {
            statuses.Add((int)(await PostAsync(http, sink, $$"""{"id":{{id}}}""", null)).StatusCode);
        }

        Assert.Equal([200, 500, 422, 200, 422], statuses);
        Assert.Equal(["1", "2", "4"], sink.Deliveries().Select(d => d.Id));
    }

    [Fact]
    public async Task Requests_at_once_are_counted()
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), default);
        using var http = new HttpClient(new SocketsHttpHandler());
        sink.Faults.Add(new FaultRule { Hang = true, Times = 3 });
        using var stop = new CancellationTokenSource();
        List<Task> hanging = [.. Enumerable.Range(0, 3).Select(id => PostAsync(http, sink, "{}", null, stop.Token))];
        await Eventually.IsSoAsync(() => sink.Log.Read().UnderWay == 3, "three requests are under way");

        var stats = JsonElement.Parse(await http.GetStringAsync(new Uri(sink.BaseUri, "control/stats")));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(hanging));
        await Eventually.IsSoAsync(() => sink.Log.Read().UnderWay == 0, "requests whose client went are over");

        Assert.Equal(3, stats.GetProperty("peak").GetInt32());
        var levels = sink.Log.Read().Concurrency;
        Assert.Equal([0, 1, 2, 3], levels.Select(level => level.Level).Take(4));
        Assert.Equal(1, levels.Sum(level => level.ShareOfBusy), 6);
    }

    [Fact]
    public async Task The_control_address_gives_the_deliveries_a_line_each_and_forgets_them()
    {
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), default);
        using var http = new HttpClient(new SocketsHttpHandler());
        await PostAsync(http, sink, """{"id":1}""", "k");
        var address = new Uri(sink.BaseUri, "control/deliveries");

        var line = Assert.Single(
            (await http.GetStringAsync(address)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await http.DeleteAsync(address);

        Assert.Equal("k", JsonElement.Parse(line).GetProperty("idempotencyKey").GetString());
        Assert.Equal(0, sink.Delivered);
        Assert.Empty(await http.GetStringAsync(address));
    }

    [Fact]
    public void More_than_a_page_of_deliveries_is_kept()
    {
        var journal = new DeliveryJournal();
        for (var i = 0; i < 20_000; i++)
        {
            journal.Add(
                $"id-{i}", i % 2 == 0 ? null : new string('k', i % 100), DateTimeOffset.UnixEpoch.AddSeconds(i));
        }

        journal.Add(new string('é', 50_000), "", DateTimeOffset.UnixEpoch);

        var all = journal.Read().ToList();
        Assert.Equal(20_001, all.Count);
        var (number, id, key, at) = all[19_999];
        Assert.Equal((20_000L, "id-19999", 99, 19_999L), (number, id, key!.Length, at.ToUnixTimeSeconds()));
        Assert.Null(all[4].IdempotencyKey);
        Assert.StartsWith("éééé", all[^1].Id, StringComparison.Ordinal);
        Assert.Equal("", all[^1].IdempotencyKey);
    }

    [Fact]
    public async Task As_a_process_it_says_where_it_is_and_stops_when_told()
    {
        using var stop = new CancellationTokenSource();
        using var output = new SignallingWriter();
        var run = HttpSink.RunAsync(["--latency", "0", "--id-field", "key"], output, TextWriter.Null, stop.Token);

        using var ready = JsonDocument.Parse(await output.FirstLine);
        using var http = new HttpClient(new SocketsHttpHandler());
        await http.GetStringAsync(ready.RootElement.GetProperty("baseUri").GetString());
        await stop.CancelAsync();

        Assert.Equal(0, await run);
        Assert.Equal(2, await HttpSink.RunAsync(["--speed"], TextWriter.Null, TextWriter.Null, default));
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient http, HttpSink sink, string body, string? key, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sink.BaseUri, "sink"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await http.SendAsync(request, ct);
    }

    private sealed class SignallingWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _first = new();

        public Task<string> FirstLine => _first.Task;

        public override Task WriteLineAsync(string? value)
        {
            _first.TrySetResult(value!);
            return Task.CompletedTask;
        }
    }
}
