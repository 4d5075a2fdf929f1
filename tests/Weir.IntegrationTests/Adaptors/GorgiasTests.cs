using System.Text.Json;
using Weir.Adaptors.Http;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Adaptors;

/// <summary>The shipped definition against the account that runs on this machine.</summary>
public sealed class GorgiasTests : IAsyncLifetime
{
    private readonly HttpAdaptor _adaptor = new(new HttpOptions(), TimeProvider.System);
    private GorgiasSandbox _sandbox = null!;
    private ApplicationDefinition _gorgias = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await GorgiasSandbox.StartAsync(new() { Tickets = 250, RateLimit = false }, Cancel);
        _gorgias = ApplicationCatalogue.Load(
            [ApplicationCatalogue.ShippedFolder],
            new Dictionary<string, string> { ["gorgias"] = _sandbox.BaseUri.ToString() }).Find("gorgias")!;
    }

    public async ValueTask DisposeAsync()
    {
        _adaptor.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_test_says_as_whom_it_is_signed_in()
    {
        var reading = await TestAsync(_sandbox.Password);

        Assert.StartsWith("Signed in to ", reading.Says);
    }

    [Fact]
    public async Task A_test_with_a_wrong_password_is_unauthorized()
    {
        var reading = await TestAsync("wrong-password");

        Assert.Equal((FaultKind.Unauthorized, ErrorCodes.Unauthorized), (reading.Fault!.Kind, reading.Fault.Code));
        Assert.DoesNotContain("wrong-password", reading.Fault.Message);
    }

    [Fact]
    public async Task Every_ticket_is_listed_once_and_its_customer_is_found()
    {
        var connection = Connection(_sandbox.Password);
        var source = _adaptor.OpenSource(Spec("tickets.list", "{}"));
        var lookup = _adaptor.OpenLookup(Spec("customers.get", """{"id":"{{customer.id}}"}"""));
        var ids = new List<int>();
        var pages = 0;

        for (var state = source.First; state is not null; pages++)
        {
            using var call = source.Prepare(state, Variables.None);
            using var answer = await SendAsync(connection, call);
            var reading = source.Read(state, answer);
            using var page = reading.Page!;
            ids.AddRange(page.Records.Select(r => r.GetProperty("id").GetInt32()));
            await LookUpAsync(connection, lookup, page.Records[0]);
            state = reading.Next;
        }

        Assert.Equal(3, pages);
        Assert.Equal(_sandbox.TicketIds().Order(), ids.Order());
    }

    [Fact]
    public async Task A_refusal_comes_back_in_the_applications_own_words()
    {
        var import = (IRecordCall)_adaptor.OpenDestination(new DestinationSpec(_gorgias, _gorgias.Operations["tickets.create"], new Import
        {
            Id = new ImportId("imp_1"),
            Name = "I",
            Connection = new ConnectionId("conn_1"),
            Operation = "tickets.create",
        }, null));
        using var call = import.Prepare(
            Json("{}"), """{"via":"api","messages":[]}"""u8, Variables.None, "key");

        using var answer = await SendAsync(Connection(_sandbox.Password), call);

        Assert.Equal((FaultKind.Rejected, ErrorCodes.Rejected, 400), (answer.Fault!.Kind, answer.Fault.Code, answer.Fault.HttpStatus));
        Assert.Contains("messages", answer.Fault.Message);
        Assert.NotNull(answer.Fault.Field);
        Assert.NotNull(answer.Rate);
    }

    [Theory]
    [InlineData("reset", FaultKind.Transient, "unreachable")]
    [InlineData("cut", FaultKind.Transient, "unreachable")]
    [InlineData("429", FaultKind.Throttled, "rate_limited")]
    [InlineData("500", FaultKind.Transient, "unexpected")]
    [InlineData("cursor", FaultKind.Rejected, "rejected")]
    public async Task What_goes_wrong_at_the_account_is_told_apart(string what, FaultKind kind, string code)
    {
        var source = _adaptor.OpenSource(Spec("tickets.list", "{}"));
        _sandbox.Faults.Add(what switch
        {
            "reset" => new FaultRule { Reset = true },
            "cut" => new FaultRule { CutBody = true },
            "429" => new FaultRule { Status = 429, RetryAfter = 7 },
            "500" => new FaultRule { Status = 500 },
            _ => new FaultRule { ExpiredCursor = true },
        });
        using var call = source.Prepare(what == "cursor" ? "eyJub25lIjoxfQ==" : "", Variables.None);

        using var answer = await SendAsync(Connection(_sandbox.Password), call);

        Assert.Equal((kind, code), (answer.Fault!.Kind, answer.Fault.Code));
        Assert.Equal(what == "429" ? TimeSpan.FromSeconds(7) : null, answer.Fault.RetryAfter);
    }

    [Fact]
    public async Task Malformed_JSON_may_pass_by_itself()
    {
        var source = _adaptor.OpenSource(Spec("tickets.list", "{}"));
        _sandbox.Faults.Add(new FaultRule { Malformed = true });
        using var call = source.Prepare("", Variables.None);

        using var answer = await SendAsync(Connection(_sandbox.Password), call);

        Assert.Null(answer.Fault);
        Assert.Equal(
            (FaultKind.Transient, ErrorCodes.UnexpectedAnswer),
            source.Read("", answer).Fault switch { var f => (f!.Kind, f.Code) });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private async Task LookUpAsync(ConnectionSnapshot connection, IRecordCall lookup, JsonElement ticket)
    {
        using var call = lookup.Prepare(ticket, [], Variables.None, null);
        using var answer = await SendAsync(connection, call);
        var reading = lookup.Read(answer);
        using var owner = reading.Owner;
        Assert.Equal(
            ticket.GetProperty("customer").GetProperty("id").GetInt32(), reading.Value.GetProperty("id").GetInt32());
    }

    private async Task<Answer> SendAsync(ConnectionSnapshot connection, PreparedCall call) =>
        await _adaptor.SendAsync(connection, call, Cancel);

    private async Task<TestReading> TestAsync(string password)
    {
        var connection = Connection(password);
        using var call = _adaptor.PrepareTest(connection);
        using var answer = await SendAsync(connection, call);
        return _adaptor.ReadTest(connection, answer);
    }

    private SourceSpec Spec(string operation, string parameters) => new(_gorgias, _gorgias.Operations[operation], new Export
    {
        Id = new ExportId("exp_1"),
        Name = "E",
        Connection = new ConnectionId("conn_1"),
        Operation = operation,
        Parameters = Json(parameters),
    });

    private ConnectionSnapshot Connection(string password) => new()
    {
        Name = "Gorgias",
        Application = _gorgias,
        Settings = new Dictionary<string, JsonElement>
        {
            ["subdomain"] = Json("\"fuchsia\""),
            ["username"] = JsonSerializer.SerializeToElement(_sandbox.Username),
        },
        Secrets = new Dictionary<string, Secret> { ["password"] = new(password) },
    };
}
