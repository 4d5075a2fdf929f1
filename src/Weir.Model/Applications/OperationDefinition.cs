using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Model;

public enum OperationKind
{
    Export,
    Lookup,
    Import,
}

/// <summary>One thing that an application can do.</summary>
public sealed record OperationDefinition
{
    /// <summary><c>tickets.list</c></summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required OperationKind Kind { get; init; }

    /// <summary><c>tickets</c></summary>
    public required string Resource { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<OperationParameter> Parameters { get; init; } = [];

    /// <summary>JSON schema of the record that is read, or of the body that is written; undefined when unknown.</summary>
    public JsonElement Schema { get; init; }

    /// <summary>What it costs, in words: <c>one for each 100 tickets</c>.</summary>
    public string Requests { get; init; } = "";

    /// <summary>What a write sets off at the other side, in words: <c>an e-mail to the customer</c>. Empty: nothing else.</summary>
    public string Causes { get; init; } = "";

    /// <summary>HTTP method; null where the adaptor is not HTTP.</summary>
    public string? Method { get; init; }

    /// <summary>Path under the base address; a template over the parameters.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Query parameters as templates over the operation's parameters; one that renders empty is left out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The whole body, JSON with expressions over the parameters. Null: what reads has none, what writes sends the mapped record.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>Fields that each mapped record is sent with, whatever the mapping gives; texts may be templates.</summary>
    public IReadOnlyDictionary<string, JsonElement> Always { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Fields that a mapped record is sent with where it has none or null; texts may be templates.</summary>
    public IReadOnlyDictionary<string, JsonElement> Defaults { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Path of the records in the answer (lists), or of the record (get, create); null: the whole answer.</summary>
    public string? Records { get; init; }

    /// <summary>Path of the records where <see cref="Records"/> is not in the answer; null: that is an unexpected answer.</summary>
    public string? RecordsElse { get; init; }

    /// <summary>Path of what identifies a record.</summary>
    public string? RecordKey { get; init; }

    /// <summary>Template of what identifies a record, where one path does not.</summary>
    public string? TraceKey { get; init; }

    /// <summary>The list is read once for each value of a parameter; null: once.</summary>
    public EachDefinition? Each { get; init; }

    /// <summary>How a lookup asks for several records in one request; null: one record a request.</summary>
    public GroupDefinition? Group { get; init; }

    /// <summary>The paging of this list where it is not the application's.</summary>
    public PagingDefinition? Paging { get; init; }

    /// <summary>The order in which the list comes; null: none is stated.</summary>
    public OrderDefinition? Order { get; init; }

    /// <summary>Null: records cannot be asked for by change.</summary>
    public DeltaDefinition? Delta { get; init; }

    /// <summary>How an import takes several records in one request; null: one record a request.</summary>
    public BatchDefinition? Batch { get; init; }

    /// <summary>How records that get the same change leave as one job; null: each leaves by itself.</summary>
    public OperationJob? Job { get; init; }

    /// <summary>Error statuses that say that it is so already, which is a success: 404 for what deletes.</summary>
    public IReadOnlyList<int> Already { get; init; } = [];

    /// <summary>Of these parameters one must be given; empty: nothing is said of that.</summary>
    public IReadOnlyList<string> AnyOf { get; init; } = [];

    /// <summary>How an import finds what it writes; null: it does not.</summary>
    public FindDefinition? Find { get; init; }

    /// <summary>The default repeat rule of an import.</summary>
    public RepeatRule Repeat { get; init; } = RepeatRule.Always;

    /// <summary>The operation as it is asked for changes only.</summary>
    public OperationDefinition ForChanges(DeltaDefinition delta)
    {
        var query = new Dictionary<string, string>(Query, StringComparer.Ordinal);
        foreach (var name in delta.Query?.Keys ?? [])
        {
            query[name] = delta.Query![name];
        }

        return this with
        {
            Query = query,
            Body = delta.Body ?? Body,
            Order = delta.Order
                ?? (delta is { NewestFirst: { } by, Query: not null } && Order is { } order
                    ? order with { By = by, Direction = OrderDirection.Descending }
                    : Order),
        };
    }
}

/// <summary>A parameter of an operation, as the form draws it.</summary>
public sealed record OperationParameter
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    public FormFieldKind Kind { get; init; } = FormFieldKind.Text;

    public bool Required { get; init; }

    public string? Help { get; init; }

    public string? Default { get; init; }

    /// <summary>
    /// Takes several values: a JSON list, or a text with commas. In a query the name stands once for each of them.
    /// </summary>
    public bool List { get; init; }

    public IReadOnlyList<FormOption> Options { get; init; } = [];
}

/// <summary>The stated order of a list: what a walk that begins again leans on.</summary>
/// <param name="By">Path of the value that rows are sorted by.</param>
/// <param name="Tie">Path of the value that decides between equal ones.</param>
/// <param name="Direction">Of both.</param>
public sealed record OrderDefinition(string By, string Tie, OrderDirection Direction)
{
    [JsonIgnore]
    public bool Descending => Direction is OrderDirection.Descending;
}

public enum OrderDirection
{
    Ascending,
    Descending,
}

/// <summary>A list that is read once for each value of a parameter, one after the other, where none is given for it.</summary>
public sealed record EachDefinition
{
    /// <summary>The parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Its values. Or <see cref="From"/>.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The operation whose records give the values: <c>views.list</c>.</summary>
    public string? From { get; init; }

    /// <summary>With <see cref="From"/>: path of the value in such a record.</summary>
    public string? Value { get; init; }

    /// <summary>The field of each record that takes the value; left out, the records stay as they are.</summary>
    public string? Into { get; init; }
}

/// <summary>A lookup asks for several records in one request, and each takes the rows that have its value.</summary>
public sealed record GroupDefinition
{
    public const int ValuesMax = 1_000;

    /// <summary>The parameter that takes several values; it stands alone in the query.</summary>
    public required string Parameter { get; init; }

    /// <summary>Path of the value in a row of the answer; left out, the resource's key. No two rows have the same.</summary>
    public string? Key { get; init; }

    /// <summary>Values in one request, 2–1,000; never more than rows in an answer.</summary>
    public required int Max { get; init; }
}

/// <summary>How changed records are found.</summary>
public sealed record DeltaDefinition
{
    public const int OverlapSecondsDefault = 300;

    /// <summary>
    /// Path of the time of change of a list that comes newest first: it is read until a whole page is older than the
    /// mark. Null where the application itself is asked for changes.
    /// </summary>
    public string? NewestFirst { get; init; }

    /// <summary>Path of the time of change.</summary>
    public string? Changed { get; init; }

    /// <summary>Path of the time of change where <see cref="Changed"/> or <see cref="NewestFirst"/> is null.</summary>
    public string? ChangedElse { get; init; }

    /// <summary>
    /// Records do not say when they changed: what is read is compared with what was delivered, and given where it has become
    /// another. With <see cref="NewestFirst"/> the list is read as far as <see cref="Lookback"/> says, else whole.
    /// </summary>
    public bool Compare { get; init; }

    /// <summary>So long before the mark the list is read again and compared, as <see cref="Duration"/> reads it: <c>60d</c>.</summary>
    public string? Lookback { get; init; }

    /// <summary>Query parameters that a run for changes sends in place of those of the same name.</summary>
    public IReadOnlyDictionary<string, string>? Query { get; init; }

    /// <summary>The body that a run for changes sends in place of the list's.</summary>
    public string? Body { get; init; }

    /// <summary>The order in which changes come where it is not the list's; one with <see cref="NewestFirst"/> comes by that path.</summary>
    public OrderDefinition? Order { get; init; }

    /// <summary>Query parameter that takes the time from which on changes are asked for: <c>updated_since</c>.</summary>
    public string? From { get; init; }

    /// <summary>Query parameter that takes the time of the run's start, up to which changes are asked for.</summary>
    public string? Until { get; init; }

    /// <summary>From so many seconds before the mark on the list is read again.</summary>
    public int OverlapSeconds { get; init; } = OverlapSecondsDefault;
}
