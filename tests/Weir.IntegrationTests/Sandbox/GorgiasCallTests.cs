using System.Text;
using System.Text.Json;
using Weir.Sandbox;
using Weir.Sandbox.Gorgias;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>HTTP integrations of the account really call, as long as it is this machine that they call.</summary>
public sealed class GorgiasCallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_calls_what_was_made_for_it_once_for_each_trigger()
    {
        await using var desk = await Desk.StartAsync();
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        var integration = await MakeAsync(desk, sink.BaseUri + "hooks/{{ticket.id}}", "ticket-created", "ticket-message-created");

        var ticket = await TicketAsync(desk, "one@mail.example");
        await Eventually.IsSoAsync(() => desk.Sandbox.Calls().Count == 2, "both calls are made");
        await desk.SendAsync("PUT", $"/tickets/{ticket}", """{"status":"closed"}""");
        var again = await TicketAsync(desk, "two@mail.example");
        await Eventually.IsSoAsync(() => desk.Sandbox.Calls().Count == 4, "the calls of the second ticket are made");

        Assert.All(desk.Sandbox.Calls(), call => Assert.Equal((integration, 1, 200), (call.IntegrationId, call.Attempts, call.Status)));
        Assert.Equal(
            [("ticket-created", ticket), ("ticket-message-created", ticket), ("ticket-created", again), ("ticket-message-created", again)],
            desk.Sandbox.Calls().Select(call => (call.Trigger, call.TicketId)));
        using var http = new HttpClient(new SocketsHttpHandler());
        var text = await http.GetStringAsync(new Uri(sink.BaseUri, "control/deliveries"), Stop);
        Assert.Equal(2, text.Split($"{ticket} one@mail.example Hello").Length - 1);
        Assert.Equal(4, (await desk.GetAsync("/control/calls")).GetArrayLength());
    }

    [Fact]
    public async Task A_call_that_fails_is_tried_again()
    {
        await using var desk = await Desk.StartAsync();
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        var id = await MakeAsync(desk, $"{sink.BaseUri}x", "ticket-status-updated");
        sink.Faults.Add(new FaultRule { Status = 500, Times = 2 });
        var ticket = desk.Sandbox.TicketIds()[0];
        var status = (await desk.GetAsync($"/tickets/{ticket}")).GetProperty("status").GetString() == "open" ? "closed" : "open";

        await desk.SendAsync("PUT", $"/tickets/{ticket}", $$"""{"status":"{{status}}"}""");
        await Eventually.IsSoAsync(() => desk.Sandbox.Calls().Count == 1, "the third attempt succeeds");

        Assert.Equal((3, 200), (desk.Sandbox.Calls()[0].Attempts, desk.Sandbox.Calls()[0].Status));
        Assert.Equal(JsonValueKind.Null, (await desk.GetAsync($"/integrations/{id}")).GetProperty("deactivated_datetime").ValueKind);
    }

    [Fact]
    public async Task A_hundred_calls_in_a_row_that_fail_put_the_integration_away()
    {
        var time = new ImpatientTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 200, RateLimit = false, Time = time });
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        sink.Faults.Add(new FaultRule { Status = 500 });
        var id = await MakeAsync(desk, $"{sink.BaseUri}x", "ticket-updated");

        for (var i = 0; i < 100; i++)
        {
            desk.Sandbox.Touch(1);
        }

        await Eventually.IsSoAsync(() => desk.Sandbox.Calls().Count == 100, "every call has failed");
        desk.Sandbox.Touch(1);

        Assert.All(desk.Sandbox.Calls(), call => Assert.Equal((3, 500), (call.Attempts, call.Status)));
        Assert.Equal(JsonValueKind.String, (await desk.GetAsync($"/integrations/{id}")).GetProperty("deactivated_datetime").ValueKind);
        Assert.Single(await desk.WalkAsync("/events?types[]=integration-deactivated"));
        Assert.Equal(300, sink.Log.Read().Requests);
    }

    [Fact]
    public async Task Nothing_that_points_elsewhere_is_called()
    {
        await using var desk = await Desk.StartAsync();
        await MakeAsync(desk, "http://shop.example/hook", "ticket-created");
        await MakeAsync(desk, "http://localhost.shop.example/hook", "ticket-created");
        await using var sink = await HttpSink.StartAsync(new HttpSinkOptions(), Stop);
        await MakeAsync(desk, sink.BaseUri.ToString(), "ticket-created");

        await TicketAsync(desk, "one@mail.example");
        await Eventually.IsSoAsync(() => desk.Sandbox.Calls().Count == 1, "the call to this machine is made");

        Assert.Equal(1, sink.Delivered);
        Assert.Single(desk.Sandbox.Calls());
    }

    [Fact]
    public void A_call_is_filled_in_and_signed()
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["ticket"] = JsonElement.Parse("""{"id":7,"subject":"a \"b\" & c","customer":{"email":null}}"""),
        };
        var call = new HttpCall
        {
            Id = 1,
            Url = "",
            Method = "POST",
            RequestContentType = "application/json",
            ResponseContentType = "application/json",
            Headers = """{"X-Ticket":"{{ticket.id}}"}""",
            Form = """{"s":"{{ticket.subject}}","e":"{{ ticket.customer.email }}","n":[1,"{{nothing.here}}"]}""",
            Secret = "secret",
        };

        var json = PreparedCall.Of(call, new Uri("http://127.0.0.1/x"), values);
        var form = PreparedCall.Of(
            call with { RequestContentType = "application/x-www-form-urlencoded" }, new Uri("http://127.0.0.1/x"), values);

        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""{"s":"a \"b\" & c","e":"","n":[1,""]}"""), JsonElement.Parse(json.Body!)));
        Assert.Equal("7", json.Headers["X-Ticket"]);
        Assert.StartsWith("s=a%20%22b%22%20%26%20c&e=&n=", Encoding.UTF8.GetString(form.Body!), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", json.Signature!);
        Assert.NotEqual(json.Signature, form.Signature);
    }

    private static async Task<int> MakeAsync(Desk desk, string url, params string[] triggers)
    {
        var on = string.Join(',', triggers.Select(trigger => $"\"{trigger}\":true"));
        var made = await desk.SendAsync("POST", "/integrations", $$$$"""
            {"name":"Hook","type":"http","http":{"url":"{{{{url}}}}","method":"POST","request_content_type":"application/json",
             "response_content_type":"application/json","hmac_secret":"s","triggers":TRIGGERS,
             "form":{"id":"{{ticket.id}} {{ticket.customer.email}} Hello"}}}
            """.Replace("TRIGGERS", $"{{{on}}}", StringComparison.Ordinal));
        Assert.True(made.Status == 201, made.Text);
        return made.Json.GetProperty("id").GetInt32();
    }

    private static async Task<int> TicketAsync(Desk desk, string email) => (await desk.SendAsync("POST", "/tickets", $$$"""
        {"via":"api","customer":{"email":"{{{email}}}"},"messages":[{"channel":"email","via":"api","from_agent":false}]}
        """)).Json.GetProperty("id").GetInt32();

    /// <summary>What is waited for is over at once.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
