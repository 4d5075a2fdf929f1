using System.Text.Json;
using Weir.Adaptors.Http;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Exports;
using Weir.Engine.Flows;
using Weir.Engine.Governor;
using Weir.Engine.Imports;
using Weir.Engine.Integrations;
using Weir.Engine.Resources;
using Weir.Expressions;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Flows;

/// <summary>
/// Everything that saving exports, imports and flows needs, in memory: the shipped applications, a connection to each of
/// them, the real HTTP compiler and a stand-in for files.
/// </summary>
internal sealed class Workshop : ILiveConnections, IDisposable
{
    public const string Gorgias = "conn_gorgias";
    public const string Http = "conn_http";
    public const string Files = "conn_files";

    public static Actor By { get; } = new("tok_test", "a test", Role.Administrator);
    private readonly HttpAdaptor _http = new(new HttpOptions(), TimeProvider.System);
    private readonly Dictionary<string, ConnectionSnapshot> _connections = new(StringComparer.Ordinal);

    public Workshop()
    {
        var catalogue = ApplicationCatalogue.Load(
            [ApplicationCatalogue.ShippedFolder], new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (id, application) in new[] { (Gorgias, "gorgias"), (Http, "http"), (Files, "files") })
        {
            _connections[id] = new ConnectionSnapshot
            {
                Id = new ConnectionId(id),
                Name = application,
                Application = catalogue.Find(application)!,
                Settings = new Dictionary<string, JsonElement>(StringComparer.Ordinal),
                Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal),
            };
            Store.InsertAsync(
                new ResourceRow
                {
                    Kind = ResourceKind.Connection,
                    Id = id,
                    Name = application,
                    Version = 1,
                    CreatedAt = default,
                    UpdatedAt = default,
                    Document = "{}",
                },
                SecretChanges.None,
                InMemoryAuditLog.By(By, id),
                default).GetAwaiter().GetResult();
        }

        var ids = new IdSource(TimeProvider.System);
        var editor = new ResourceEditor(Store, ids, TimeProvider.System);
        var adaptors = Adaptors = new AdaptorSet([_http, new RowsOnly()]);
        Integrations = new IntegrationService(editor, Store, ids);
        Exports = new ExportService(editor, Store, this, adaptors, ids);
        Imports = new ImportService(editor, Store, this, adaptors, ids);
        FlowRuns = new InMemoryRunStore(new InMemoryState());
        Flows = new FlowService(editor, Store, FlowRuns, Integrations, this, adaptors, ids);
    }

    public InMemoryResourceStore Store { get; } = new();

    public AdaptorSet Adaptors { get; }

    public InMemoryRunStore FlowRuns { get; }

    public IntegrationService Integrations { get; }

    public ExportService Exports { get; }

    public ImportService Imports { get; }

    public FlowService Flows { get; }

    public ConnectionSnapshot Current(ConnectionId id) =>
        _connections.GetValueOrDefault(id.Value) ?? throw new ConnectionGoneException(id);

    /// <summary>The connection has a secret from now on.</summary>
    public void Give(string connection, string field, string secret)
    {
        var now = _connections[connection];
        _connections[connection] = new ConnectionSnapshot
        {
            Id = now.Id,
            Name = now.Name,
            Application = now.Application,
            Settings = now.Settings,
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { [field] = new(secret) },
        };
    }

    public Task<ExportView> ExportAsync(string body) => Exports.CreateAsync(Body.Parse(body), By, default);

    public Task<ImportView> ImportAsync(string body) => Imports.CreateAsync(Body.Parse(body), By, default);

    public Task<FlowView> FlowAsync(string body) => Flows.CreateAsync(Body.Parse(body), By, default);

    public Task<IntegrationView> IntegrationAsync(string name) =>
        Integrations.CreateAsync(Body.Parse($$"""{"name":"{{name}}"}"""), By, default);

    /// <summary>The id of a list of tickets.</summary>
    public async Task<string> TicketsAsync(string name = "Tickets") =>
        (await ExportAsync($$"""{"name":"{{name}}","connection":"{{Gorgias}}","operation":"tickets.list"}""")).Id;

    /// <summary>The id of a lookup of customers.</summary>
    public async Task<string> CustomerAsync() => (await ExportAsync(
        $$$"""{"name":"Customer","connection":"{{{Gorgias}}}","operation":"customers.get","parameters":{"id":"{{customer.id}}"}}""")).Id;

    /// <summary>The id of an import that posts to a sink.</summary>
    public async Task<string> SinkAsync(string name = "Sink") => (await ImportAsync(
        $$$"""{"name":"{{{name}}}","connection":"{{{Http}}}","request":{"method":"POST","path":"/sink"},"mapping":{"id":"$.id"}}""")).Id;

    /// <summary>The id of an import that writes a file.</summary>
    public async Task<string> FileAsync() => (await ImportAsync(
        $$$"""{"name":"File","connection":"{{{Files}}}","operation":"files.write","parameters":{"name":"tickets.csv"}}""")).Id;

    /// <summary>The first problem of a refused save, as <c>field code</c>.</summary>
    public static async Task<string> RefusedAsync(Func<Task> save)
    {
        var problem = await ProblemAsync(save);
        return $"{problem.Field} {problem.Code}";
    }

    public static async Task<Problem> ProblemAsync(Func<Task> save)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(save);
        return refusal.Problems.Count > 0 ? refusal.Problems[0] : new Problem("", refusal.Code, refusal.Message);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Stands in for the adaptor of files: nothing here is written.</summary>
    private sealed class RowsOnly : IAdaptor, IRowDestination
    {
        public string Kind => "files";

        public Budget BudgetOf(ConnectionSnapshot connection) => throw Unused();

        public string OriginOf(ConnectionSnapshot connection) => throw Unused();

        public IPageSource OpenSource(SourceSpec spec) => throw Unused();

        public IRecordCall OpenLookup(SourceSpec spec) => throw Unused();

        public IDestination OpenDestination(DestinationSpec spec) => this;

        public PreparedCall PrepareTest(ConnectionSnapshot connection) => throw Unused();

        public TestReading ReadTest(ConnectionSnapshot connection, Answer answer) => throw Unused();

        public ValueTask<Answer> SendAsync(
            ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken) => throw Unused();

        public Task<IRowWriter> OpenAsync(
            ConnectionSnapshot connection, RowTarget target, string? state, CancellationToken cancellationToken) =>
            throw Unused();

        public ShownRequest Show(ConnectionSnapshot connection, PreparedCall call) => throw Unused();

        public string Masked(ConnectionSnapshot connection, string text) => text;

        public IRowSketch Sketch(Variables variables) => throw Unused();

        private static InvalidOperationException Unused() => new("No test of saving comes here.");
    }
}
