using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Model;

/// <summary>The kinds of resources that people make. A closed set; the name is the path in the API.</summary>
public enum ResourceKind
{
    Connection,
    Integration,
    Export,
    Import,
    Flow,
    Alert,
}

/// <summary>What every resource has.</summary>
public abstract record Resource
{
    /// <summary>1–100 characters after trimming, unique per kind without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Counts the saves, from 1.</summary>
    public int Version { get; init; } = 1;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A named set of credentials for one application, with a concurrency level.</summary>
public sealed record Connection : Resource
{
    public const int LevelMin = 1;
    public const int LevelMax = 25;
    public const int LevelDefault = 10;

    public required ConnectionId Id { get; init; }

    /// <summary>The key of the application.</summary>
    public required string Application { get; init; }

    /// <summary>The form's values that are no secrets, by field. Strings, numbers and booleans as JSON.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Settings { get; init; }

    /// <summary>The names of the secret fields that are set. Their values are in the vault.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The connection whose pool this one uses; null has a pool of its own.</summary>
    public ConnectionId? BorrowConcurrencyFrom { get; init; }

    /// <summary>Requests that may be under way at once, 1–25. Kept and unused while it borrows.</summary>
    public int ConcurrencyLevel { get; init; } = LevelDefault;

    public ConnectionStatus Status { get; init; } = ConnectionStatus.Untested;

    public TestResult? LastTest { get; init; }
}

public enum ConnectionStatus
{
    /// <summary>Never tested, or changed since.</summary>
    Untested,

    /// <summary>The last test passed.</summary>
    Online,

    /// <summary>The last test failed, or the sign-in failed in use.</summary>
    Offline,
}

/// <summary>What a test of a connection found.</summary>
/// <param name="Ok">True when the application answered as it should.</param>
/// <param name="Code">Null when ok; else a code of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">As whom it is signed in, or what to do.</param>
/// <param name="LatencyMs">From the first byte sent to the answer's end, in milliseconds.</param>
/// <param name="At">When.</param>
public sealed record TestResult(bool Ok, string? Code, string Message, long LatencyMs, DateTimeOffset At)
{
    /// <summary>Since when nothing has passed; null when it passed, or nobody knows.</summary>
    public DateTimeOffset? FailingSince { get; init; }
}

/// <summary>Groups flows, and the connections registered with them.</summary>
public sealed record Integration : Resource
{
    public required IntegrationId Id { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<ConnectionId> Connections { get; init; } = [];
}

/// <summary>
/// Reads records: a flow's source, or a lookup inside it. Free-shape parts are kept as they were sent; an absent one is
/// a <see cref="JsonElement"/> of kind <see cref="JsonValueKind.Undefined"/>.
/// </summary>
public sealed record Export : Resource
{
    public required ExportId Id { get; init; }

    public required ConnectionId Connection { get; init; }

    /// <summary><c>tickets.list</c>; null where <see cref="Request"/> spells it out.</summary>
    public string? Operation { get; init; }

    public JsonElement Parameters { get; init; }

    public ExportMode Mode { get; init; } = ExportMode.All;

    /// <summary>With <see cref="ExportMode.Limit"/>: how many records at most.</summary>
    public int? Limit { get; init; }

    /// <summary>Records asked for in one page; null asks for the most that the application allows.</summary>
    public int? PageSize { get; init; }

    public JsonElement Filter { get; init; }

    public JsonElement Transform { get; init; }

    /// <summary>A template that identifies a record across runs; null takes the operation's key.</summary>
    public string? TraceKey { get; init; }

    public JsonElement Request { get; init; }

    /// <summary>Where the records stand in the answer, a path; null is the whole answer.</summary>
    public string? Records { get; init; }

    public JsonElement Paging { get; init; }

    public JsonElement Delta { get; init; }

    public JsonElement Once { get; init; }
}

public enum ExportMode
{
    All,
    Delta,
    Once,
    Limit,
}

/// <summary>Writes records: a destination.</summary>
public sealed record Import : Resource
{
    public required ImportId Id { get; init; }

    public required ConnectionId Connection { get; init; }

    public string? Operation { get; init; }

    public JsonElement Parameters { get; init; }

    public JsonElement Mapping { get; init; }

    public JsonElement Lookups { get; init; }

    /// <summary>Records sent in one request.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary><c>any</c>, or <c>key</c>: records with the same <see cref="OrderKey"/> go one after the other.</summary>
    public string Order { get; init; } = "any";

    public string? OrderKey { get; init; }

    /// <summary>A template sent as the header <c>Idempotency-Key</c>; null lets Weir make one.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether a request whose outcome is unknown may be sent again; null takes the operation's rule.</summary>
    public RepeatRule? Repeat { get; init; }

    public JsonElement Request { get; init; }
}

/// <summary>What to do with a request that was sent and not answered.</summary>
public enum RepeatRule
{
    /// <summary>Sending it again does no harm.</summary>
    Always,

    /// <summary>Its intent is durable before it leaves; an unknown outcome is an error for a person. // Promise 2</summary>
    Never,
}

/// <summary>Sources, then steps.</summary>
public sealed record Flow : Resource
{
    public required FlowId Id { get; init; }

    public IntegrationId? Integration { get; init; }

    public bool Enabled { get; init; } = true;

    public IReadOnlyList<FlowSource> Sources { get; init; } = [];

    public IReadOnlyList<FlowStep> Steps { get; init; } = [];

    /// <summary>When it runs by itself, as it was sent; undefined: only when it is asked to.</summary>
    public JsonElement Schedule { get; init; }

    /// <summary>The flows that start whenever a run of this one has completed.</summary>
    public IReadOnlyList<FlowId> RunNext { get; init; } = [];

    /// <summary>The steps with those inside branches, in the order in which they are written.</summary>
    [JsonIgnore]
    public IEnumerable<FlowStep> AllSteps => Steps.SelectMany(s => s.WithNested);
}

/// <summary>Where a flow's records come from.</summary>
public sealed record FlowSource(string Id, ExportId Export);

/// <summary>
/// A lookup, an import or a branch in a flow; exactly one of <see cref="Lookup"/>, <see cref="Import"/> and
/// <see cref="Branch"/> is set.
/// </summary>
public sealed record FlowStep
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public bool Enabled { get; init; } = true;

    public ExportId? Lookup { get; init; }

    public ImportId? Import { get; init; }

    public FlowBranch? Branch { get; init; }

    /// <summary>A filter: the step sees only records for which it is true. Undefined: all.</summary>
    public JsonElement When { get; init; }

    /// <summary>Dotted path under which the answer is put into the record; null leaves the record as it is.</summary>
    public string? Into { get; init; }

    /// <summary>False (<c>stop</c>) keeps a failed record out of later steps; true (<c>continue</c>) lets it go on.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>The step, then those inside its branch.</summary>
    [JsonIgnore]
    public IEnumerable<FlowStep> WithNested =>
        Branch is null ? [this] : Branch.Cases.SelectMany(c => c.Steps).SelectMany(s => s.WithNested).Prepend(this);
}

/// <summary>Sends each record through steps of its own.</summary>
/// <param name="TakesAll">
/// True (<c>all</c>): every case whose filter is true, one after the other. False (<c>first</c>): the first such case.
/// </param>
/// <param name="Cases">In the order in which they are tried.</param>
public sealed record FlowBranch(bool TakesAll, IReadOnlyList<FlowCase> Cases);

/// <summary>One way through a branch.</summary>
/// <param name="Name">What people call it; null has none.</param>
/// <param name="When">A filter; undefined takes every record.</param>
/// <param name="Steps">May be empty: the record goes on after the branch.</param>
public sealed record FlowCase(string? Name, JsonElement When, IReadOnlyList<FlowStep> Steps);
