using System.Text.Json;
using Weir.Adaptors.Http;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>The shipped definition, spoken to the account that runs on this machine.</summary>
internal sealed class GorgiasAccount : IAsyncDisposable
{
    private readonly HttpAdaptor _adaptor = new(new HttpOptions(), TimeProvider.System);

    private bool _isBorrowed;

    private GorgiasAccount(GorgiasSandbox sandbox)
    {
        Sandbox = sandbox;
        Definition = ApplicationCatalogue.Load(
            [ApplicationCatalogue.ShippedFolder],
            new Dictionary<string, string> { ["gorgias"] = sandbox.BaseUri.ToString() }).Find("gorgias")!;
    }

    public GorgiasSandbox Sandbox { get; }

    public ApplicationDefinition Definition { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ConnectionSnapshot Connection => new()
    {
        Name = "Gorgias",
        Application = Definition,
        Settings = new Dictionary<string, JsonElement>
        {
            ["subdomain"] = JsonSerializer.SerializeToElement("fuchsia"),
            ["username"] = JsonSerializer.SerializeToElement(Sandbox.Username),
        },
        Secrets = new Dictionary<string, Secret> { ["password"] = new(Sandbox.Password) },
    };

    public static async Task<GorgiasAccount> StartAsync(GorgiasSandboxOptions options) =>
        new(await GorgiasSandbox.StartAsync(options, Stop));

    /// <summary>An account that somebody else has started, and ends.</summary>
    public static GorgiasAccount At(GorgiasSandbox sandbox) => new(sandbox) { _isBorrowed = true };

    /// <summary>All records of an export, in their order.</summary>
    public async Task<List<JsonElement>> ListAsync(
        string operation, string parameters = "{}", int? pageSize = null, ExportMode mode = ExportMode.All)
    {
        var source = _adaptor.OpenSource(Spec(operation, parameters) switch
        {
            var spec => spec with { Export = spec.Export with { PageSize = pageSize, Mode = mode } },
        });
        var records = new List<JsonElement>();
        for (var state = source.First; state is not null;)
        {
            using var call = source.Prepare(state, Variables.None with { ThisRun = "2030-01-01T00:00:00.000Z" });
            using var answer = await _adaptor.SendAsync(Connection, call, Stop);
            Assert.True(answer.Fault is null, $"{operation}: {answer.Fault?.Message} ({answer.Fault?.Field})");
            var reading = source.Read(state, answer);
            Assert.True(reading.Fault is null, $"{operation}: {reading.Fault?.Message}");
            using var page = reading.Page!;
            records.AddRange(page.Records.Select(r => r.Clone()));
            state = reading.Next;
        }

        return records;
    }

    /// <summary>What a lookup gives for a record.</summary>
    public async Task<JsonElement> LookUpAsync(string operation, string parameters, JsonElement record)
    {
        var lookup = _adaptor.OpenLookup(Spec(operation, parameters));
        using var call = lookup.Prepare(record, [], Variables.None, null);
        using var answer = await _adaptor.SendAsync(Connection, call, Stop);
        Assert.True(answer.Fault is null, $"{operation}: {answer.Fault?.Message} ({answer.Fault?.Field})");
        var reading = lookup.Read(answer);
        using var owner = reading.Owner;
        Assert.True(reading.Fault is null, $"{operation}: {reading.Fault?.Message}");
        return reading.Value.Clone();
    }

    /// <summary>What a lookup gives; null where it is not there.</summary>
    public async Task<JsonElement?> TryLookUpAsync(string operation, string parameters)
    {
        var lookup = _adaptor.OpenLookup(Spec(operation, parameters));
        using var call = lookup.Prepare(JsonElement.Parse("{}"), [], Variables.None, null);
        using var answer = await _adaptor.SendAsync(Connection, call, Stop);
        if (answer.Fault is { HttpStatus: 404 })
        {
            return null;
        }

        Assert.True(answer.Fault is null, $"{operation}: {answer.Fault?.Message} ({answer.Fault?.Field})");
        var reading = lookup.Read(answer);
        using var owner = reading.Owner;
        Assert.True(reading.Fault is null, $"{operation}: {reading.Fault?.Message}");
        return reading.Value.Clone();
    }

    /// <summary>Writes one mapped record; what is answered, undefined where nothing is.</summary>
    public async Task<JsonElement> WriteAsync(string operation, string parameters, string mapped = "{}")
    {
        var import = new Import
        {
            Id = new ImportId("imp_1"),
            Name = "I",
            Connection = new ConnectionId("conn_1"),
            Operation = operation,
            Parameters = JsonElement.Parse(parameters),
            Mapping = mapped == "{}" ? default : JsonElement.Parse("{}"),
        };
        var call = (IRecordCall)_adaptor.OpenDestination(
            new DestinationSpec(Definition, Definition.Operations[operation], import, null));
        var variables = Variables.None with { ThisRun = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'") };
        using var request = call.Prepare(JsonElement.Parse("{}"), System.Text.Encoding.UTF8.GetBytes(mapped), variables, "key");
        using var answer = await _adaptor.SendAsync(Connection, request, Stop);
        Assert.True(answer.Fault is null, $"{operation}: {answer.Fault?.Message} ({answer.Fault?.Field})");
        var reading = call.Read(answer);
        using var owner = reading.Owner;
        return reading.Value.ValueKind == JsonValueKind.Undefined ? default : reading.Value.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _adaptor.Dispose();
        if (!_isBorrowed)
        {
            await Sandbox.DisposeAsync();
        }
    }

    private SourceSpec Spec(string operation, string parameters) => new(Definition, Definition.Operations[operation], new Export
    {
        Id = new ExportId("exp_1"),
        Name = "E",
        Connection = new ConnectionId("conn_1"),
        Operation = operation,
        Parameters = JsonElement.Parse(parameters),
    });
}
