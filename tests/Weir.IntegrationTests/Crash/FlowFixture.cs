using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using Weir.Storage;

namespace Weir.IntegrationTests.Crash;

/// <summary>How the applications of a <see cref="FlowFixture"/> are.</summary>
internal sealed record FlowSetting
{
    public required int Tickets { get; init; }

    /// <summary>Of the connection to the sink.</summary>
    public int Level { get; init; } = 10;

    public int SourceLatencyMs { get; init; }

    public int SinkLatencyMs { get; init; }

    /// <summary>Where the server keeps what it knows.</summary>
    public DatabaseKind Database { get; init; }

    /// <summary>The server of that database; null is the one that all tests share.</summary>
    public PostgresServer? Postgres { get; init; }
}

/// <summary>
/// A server in a process of its own that can be killed, a Gorgias and a sink that stay: tickets flow between them.
/// </summary>
/// <example>
/// <code>
/// await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = 20_000 });
/// var run = await fixture.RunAsync(await fixture.FlowToSinkAsync());
/// await fixture.KillAsync(KillMoments.Of(seed: 1, kills: 5, of: 20_000), () => fixture.Sink.Delivered);
/// var ended = await fixture.EndOfAsync(run);
/// </code>
/// </example>
internal sealed class FlowFixture : IAsyncDisposable
{
    private static readonly TimeSpan ProgressBound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndBound = TimeSpan.FromMinutes(2);

    private readonly TestFolder _folder = new();
    private readonly FlowSetting _setting;
    private WeirProcess? _weir;
    private PostgresOfTest? _database;
    private string _export = "";
    private string _integration = "";
    private string _run = "";

    private FlowFixture(GorgiasSandbox desk, HttpSink sink, FlowSetting setting) =>
        (Desk, Sink, _setting) = (desk, sink, setting);

    public GorgiasSandbox Desk { get; }

    public HttpSink Sink { get; }

    public WeirProcess Weir => _weir!;

    /// <summary>Where there is one.</summary>
    public PostgresOfTest Database => _database!;

    /// <summary>Its PostgreSQL; null for SQLite.</summary>
    public PostgresTarget? Target => _database is null ? null : PostgresTarget.Parse(_database.Settings);

    public WeirApi Api => new(Weir);

    /// <summary>Where the server's files destination writes.</summary>
    public string Files => _folder["files"];

    /// <summary>The server's data folder.</summary>
    public string Data => _folder["data"];

    /// <summary>When the server was killed, in order.</summary>
    public List<DateTimeOffset> Kills { get; } = [];

    public static async Task<FlowFixture> StartAsync(FlowSetting setting)
    {
        var desk = await GorgiasSandbox.StartAsync(
            new GorgiasSandboxOptions
            {
                Tickets = setting.Tickets,
                LatencyMs = setting.SourceLatencyMs,
                RateLimit = false,
            },
            TestContext.Current.CancellationToken);
        var sink = await HttpSink.StartAsync(
            new HttpSinkOptions { LatencyMs = setting.SinkLatencyMs }, TestContext.Current.CancellationToken);
        var fixture = new FlowFixture(desk, sink, setting);
        try
        {
            await fixture.StartServerAsync();
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection to the desk.</summary>
    public Task<string> ConnectDeskAsync(string name) => Api.CreateAsync("connections", new
    {
        name,
        application = "gorgias",
        settings = new { subdomain = "fuchsia", username = Desk.Username, password = Desk.Password },
    });

    /// <summary>A connection to the sink.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lender">From whom it borrows its slots; null has slots of its own.</param>
    public Task<string> ConnectSinkAsync(string name, string? lender = null) => Api.CreateAsync("connections", new
    {
        name,
        application = "http",
        settings = new { baseUri = Sink.BaseUri.ToString() },
        concurrencyLevel = _setting.Level,
        borrowConcurrencyFrom = lender,
    });

    /// <summary>A flow that posts every ticket to the sink.</summary>
    /// <param name="connection">Through this connection; null makes one.</param>
    /// <param name="repeat">The import's rule.</param>
    public async Task<string> FlowToSinkAsync(string? connection = null, string repeat = "always")
    {
        var name = $"To the sink {connection}";
        var import = await Api.CreateAsync("imports", new
        {
            name,
            connection = connection ?? await ConnectSinkAsync("Sink"),
            request = new { method = "POST", path = "/tickets" },
            mapping = new { id = "$.id", subject = "$.subject", changed = "$.updated_datetime" },
            repeat,
        });
        return await FlowAsync(name, import);
    }

    /// <summary>A flow that posts every ticket, with the id <c>customer/ticket</c>, through this connection.</summary>
    /// <param name="connection">To the sink.</param>
    /// <param name="more">Further fields of the import.</param>
    public async Task<string> FlowAsync(string connection, Dictionary<string, object> more)
    {
        var name = $"To the sink {string.Join(' ', more)}";
        return await FlowAsync(name, await Api.CreateAsync("imports", new Dictionary<string, object>(more)
        {
            ["name"] = name,
            ["connection"] = connection,
            ["request"] = new { method = "POST", path = "/tickets" },
            ["mapping"] = new { id = "{{customer.id}}/{{id}}" },
        }));
    }

    /// <summary>A flow that writes every ticket into <paramref name="file"/>; the last column of each row is <c>end</c>.</summary>
    public async Task<string> FlowToFileAsync(string file)
    {
        var connection = await Api.CreateAsync("connections", new
        {
            name = "Files",
            application = "files",
            settings = new { folder = "out" },
        });
        var import = await Api.CreateAsync("imports", new
        {
            name = "To a file",
            connection,
            operation = "files.write",
            parameters = new { name = file, format = "csv" },
            mapping = new { id = "$.id", status = "$.status", changed = "$.updated_datetime", last = "end" },
        });
        return await FlowAsync("To a file", import);
    }

    /// <returns>The run's id.</returns>
    public async Task<string> RunAsync(string flow) =>
        _run = (await Api.PostAsync($"/v1/flows/{flow}/runs")).GetProperty("id").GetString()!;

    /// <summary>
    /// Kills the server whenever <paramref name="progress"/> has come so far, and starts it again at once. Each life makes
    /// some progress, and has written down that it goes on with the run that was started last: one that ends before that does
    /// not count as resumed. Progress alone does not tell, for what the killed server had under way may still arrive.
    /// </summary>
    /// <param name="moments">Of the progress.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="when">Kills at an exact moment after that; null kills at once.</param>
    public async Task KillAsync(IEnumerable<long> moments, Func<long> progress, Func<Func<Task>, Task>? when = null)
    {
        var before = 0L;
        foreach (var moment in moments)
        {
            await ComesAsync(Wait.UntilAsync(HasResumedAsync, ProgressBound));
            await ComesAsync(Wait.UntilAsync(() => progress() >= Math.Max(moment, before + 1), ProgressBound));
            await (when is null ? Weir.KillAsync() : when(Weir.KillAsync));
            Kills.Add(TimeProvider.System.GetUtcNow());
            before = progress();
            await Weir.StartAsync();
        }
    }

    /// <summary>Waits until a run has ended.</summary>
    public async Task<JsonElement> EndOfAsync(string run, TimeSpan? bound = null)
    {
        var now = default(JsonElement);
        try
        {
            await Wait.UntilAsync(
                async () => await Api.LookAsync($"/v1/runs/{run}") is { } seen
                    && (now = seen).GetProperty("endedAt").ValueKind != JsonValueKind.Null,
                bound ?? EndBound);
            return now;
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The run has not ended: {now}\n{Weir.Output}\n{Weir.Error}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_weir is not null)
        {
            await _weir.DisposeAsync();
        }

        if (_database is not null && _setting.Postgres is null)
        {
            await _database.DisposeAsync();
        }

        await Sink.DisposeAsync();
        await Desk.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What the server was at stands in the failure.</summary>
    private async Task ComesAsync(Task progress)
    {
        try
        {
            await progress;
        }
        catch (TimeoutException late)
        {
            var traffic = new List<JsonElement>();
            foreach (var connection in await Api.ListAsync("/v1/connections"))
            {
                traffic.Add(await Api.GetAsync($"/v1/connections/{connection.GetProperty("id")}/traffic"));
            }

            throw new TimeoutException(
                $"No progress: {await Api.GetAsync($"/v1/runs/{_run}")}\n{string.Join('\n', traffic)}\n{Weir.Output}\n{Weir.Error}", late);
        }
    }

    private async Task<bool> HasResumedAsync() => Kills.Count == 0
        || (await Api.ListAsync($"/v1/runs/{_run}/log?level=warning")).Count(e => e.GetProperty("kind").ValueEquals("resumed")) == Kills.Count;

    private async Task StartServerAsync()
    {
        if (_setting.Database == DatabaseKind.Postgres)
        {
            _database = await (_setting.Postgres ?? await PostgresServer.SharedAsync()).NewDatabaseAsync();
        }

        _weir = await WeirProcess.ServeAsync(_folder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Weir__Applications__gorgias__BaseUri"] = Desk.BaseUri.ToString(),
            ["WEIR_FILES"] = Files,
            ["WEIR_DATABASE"] = _database?.Settings ?? "",
        });
        var connection = await ConnectDeskAsync("Gorgias fuchsia");
        _export = await Api.CreateAsync("exports", new { name = "Tickets", connection, operation = "tickets.list" });
        _integration = await Api.CreateAsync("integrations", new { name = "Support" });
    }

    private Task<string> FlowAsync(string name, string import) => Api.CreateAsync("flows", new
    {
        name,
        integration = _integration,
        sources = new[] { new { id = "tickets", export = _export } },
        steps = new[] { new { id = "write", import } },
    });
}
