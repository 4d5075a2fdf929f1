using System.Text.Json;
using Weir.Adaptors.Files;
using Weir.Adaptors.Http;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Governor;
using Weir.Engine.Previews;
using Weir.Engine.Runs.Finding;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Previews;

/// <summary>Previews over the fake application, and over HTTP and files as they are without a network.</summary>
internal sealed class PreviewRig : ILiveConnections, IDisposable
{
    public const string Fake = "conn_fake";
    public const string Http = "conn_http";
    public const string Files = "conn_files";
    public const string Gorgias = "conn_gorgias";
    public const string Token = "canary-0123456789";

    private static readonly Budget Account = new("fake:one", null, null);

    private readonly HttpAdaptor _http = new(new HttpOptions(), TimeProvider.System);
    private readonly Dictionary<string, ConnectionSnapshot> _connections = new(StringComparer.Ordinal);
    private readonly AdaptorSet _adaptors;

    public PreviewRig(int rows = 0)
    {
        var shipped = ApplicationCatalogue.Load(
            [ApplicationCatalogue.ShippedFolder], new Dictionary<string, string>(StringComparer.Ordinal));
        Add(Fake, new ApplicationDefinition { Key = "fake", Name = "Fake", Category = "Tests", Description = "", Adaptor = "fake" }, "{}", ("token", Token));
        Add(Http, shipped.Find("http")!, """{"baseUri":"https://a.example/v1","auth":"bearer"}""", ("token", Token));
        Add(Files, shipped.Find("files")!, """{"folder":"out"}""");
        Add(Gorgias, shipped.Find("gorgias")!, """{"subdomain":"fuchsia","username":"a@b.example"}""", ("password", Token));
        _adaptors = new AdaptorSet([Application, _http, new FilesAdaptor(new FilesOptions { Root = "nowhere" })]);
        Governor = Engine.Governor.Governor.OpenAsync(Clock, Pauses, default).GetAwaiter().GetResult();
        Governor.Configure([new PoolMember(new ConnectionId(Fake), 1, null, Account)]);
        Application.Rows.AddRange(Enumerable.Range(1, rows).Select(i => $$"""{"id":{{i}},"even":{{(i % 2 == 0 ? "true" : "false")}}}"""));
    }

    public ManualClock Clock { get; } = new();

    public InMemoryPauseStore Pauses { get; } = new();

    public InMemoryResourceStore Store { get; } = new();

    public FakeApplication Application { get; } = new();

    public Engine.Governor.Governor Governor { get; }

    private PreviewSender Sender => new(new Dispatcher(Governor, new Backoff(new Random(1)), Clock), Clock);

    public ConnectionSnapshot Current(ConnectionId id) =>
        _connections.GetValueOrDefault(id.Value) ?? throw new ConnectionGoneException(id);

    /// <summary>Previews an export of the fake application.</summary>
    /// <param name="export">Further members of the export.</param>
    /// <param name="more">Further members of the body.</param>
    public Task<ExportPreviewView> ExportAsync(string export = "", string more = "") => new ExportPreview(Sender, this, _adaptors, Clock)
        .RunAsync(Body.Parse($$"""{"export":{"connection":"{{Fake}}"{{export}}}{{more}}}"""), default);

    /// <summary>Previews an import.</summary>
    public ImportPreviewView Import(string import, string records) => new ImportPreview(this, _adaptors, Clock)
        .Run(Body.Parse($$"""{"import":{{import}},"records":{{records}}}"""));

    /// <summary>Previews a step of flow_1.</summary>
    public Task<StepPreviewView> StepAsync(string step, string record, string more = "") =>
        new StepPreview(Store, Sender, new PreviewKeys(new KeyTurns(), new MadeRecords(Clock), Clock), this, _adaptors, new IdSource(Clock), Clock)
            .RunAsync(new FlowId("flow_1"), step, Body.Parse($$"""{"record":{{record}}{{more}}}"""), default);

    public Task StoreAsync(ResourceKind kind, string id, string document) => Store.InsertAsync(
        new Engine.Resources.ResourceRow
        {
            Kind = kind,
            Id = id,
            Name = id,
            Version = 1,
            CreatedAt = default,
            UpdatedAt = default,
            Document = document,
        },
        Engine.Resources.SecretChanges.None,
        InMemoryAuditLog.By(Actor.Weir, id),
        default);

    public static string Text(IReadOnlyList<JsonElement> records) => string.Join(' ', records.Select(r => r.GetRawText()));

    public void Dispose()
    {
        Governor.Dispose();
        _http.Dispose();
    }

    private void Add(string id, ApplicationDefinition application, string settings, params (string, string)[] secrets) =>
        _connections[id] = new ConnectionSnapshot
        {
            Id = new ConnectionId(id),
            Name = id,
            Application = application,
            Settings = JsonDocument.Parse(settings).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value),
            Secrets = secrets.ToDictionary(s => s.Item1, s => new Secret(s.Item2)),
        };
}
