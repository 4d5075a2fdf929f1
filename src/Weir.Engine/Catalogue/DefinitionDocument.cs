using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>A definition file as it is written: one application.</summary>
internal sealed record DefinitionDocument
{
    /// <summary>The application's key, equal to the name of its folder.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Under which heading it stands in the application list.</summary>
    public required string Category { get; init; }

    /// <summary>One sentence: what it is and what can be done with it.</summary>
    public required string Description { get; init; }

    /// <summary>Which adaptor speaks to it.</summary>
    public AdaptorKind Adaptor { get; init; } = AdaptorKind.Http;

    /// <summary>The fields of its connection form, in their order.</summary>
    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>How to speak HTTP to it; only with the adaptor <c>http</c>, and needed there.</summary>
    public HttpDefinition? Http { get; init; }

    /// <summary>JSON schemas by name, for operations to refer to.</summary>
    public IReadOnlyDictionary<string, JsonElement> Schemas { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>What it has, by name: <c>tickets</c>, <c>custom-fields</c>.</summary>
    public IReadOnlyDictionary<string, ResourceDocument> Resources { get; init; } =
        new Dictionary<string, ResourceDocument>(StringComparer.Ordinal);
}

/// <summary>The adaptors that exist.</summary>
internal enum AdaptorKind
{
    Http,
    Files,
}

/// <summary>One kind of thing that an application has, and what can be done with it.</summary>
internal sealed record ResourceDocument
{
    /// <summary>Path of what identifies a record.</summary>
    public string? Key { get; init; }

    /// <summary>How the same change to many records is made in the background; for operations with a <c>job</c>.</summary>
    public JobDefinition? Job { get; init; }

    /// <summary>Operations by verb: <c>list</c>, <c>get</c>, <c>create</c>.</summary>
    [OtherKeys]
    public IReadOnlyDictionary<string, OperationDocument> Operations { get; init; } =
        new Dictionary<string, OperationDocument>(StringComparer.Ordinal);
}

/// <summary>One thing that can be done. An HTTP operation has exactly one of get, post, put, patch and delete.</summary>
internal sealed record OperationDocument
{
    /// <summary>What people call it: <c>List tickets</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence or two.</summary>
    public required string Description { get; init; }

    /// <summary>What it costs, in words: <c>one for each 100 tickets</c>.</summary>
    public required string Requests { get; init; }

    /// <summary>What a write sets off beside what it writes, in words: <c>an e-mail to the customer</c>; left out, nothing.</summary>
    public string Causes { get; init; } = "";

    /// <summary>What it is to a flow. Left out: <c>list</c> exports, <c>get</c> looks up, all else imports.</summary>
    public OperationKind? Kind { get; init; }

    /// <summary>Path under the base address, a template over the parameters.</summary>
    public string? Get { get; init; }

    /// <summary>Path under the base address, a template over the parameters.</summary>
    public string? Post { get; init; }

    /// <summary>Path under the base address, a template over the parameters.</summary>
    public string? Put { get; init; }

    /// <summary>Path under the base address, a template over the parameters.</summary>
    public string? Patch { get; init; }

    /// <summary>Path under the base address, a template over the parameters.</summary>
    public string? Delete { get; init; }

    /// <summary>Query parameters as templates over the operation's parameters; one that renders empty is left out.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The whole body, JSON with expressions over the operation's parameters. Left out, what reads has none, and what writes
    /// sends the mapped record.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>Fields that each mapped record is sent with, whatever the mapping gives; texts may be templates.</summary>
    public IReadOnlyDictionary<string, JsonElement> Always { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Fields that a mapped record is sent with where it has none or null; texts may be templates.</summary>
    public IReadOnlyDictionary<string, JsonElement> Defaults { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Path of the records in the answer, or of the record; left out, the whole answer.</summary>
    public string? Records { get; init; }

    /// <summary>Path of the records where the first one is not in the answer.</summary>
    public string? RecordsElse { get; init; }

    /// <summary>Template of what identifies a record, where the resource's key alone does not.</summary>
    public string? TraceKey { get; init; }

    /// <summary>Reads the list once for each value of a parameter; left out, once.</summary>
    public EachDefinition? Each { get; init; }

    /// <summary>How a lookup asks for several records in one request; left out, one record a request.</summary>
    public GroupDefinition? Group { get; init; }

    /// <summary>The paging of this list where it is not the application's.</summary>
    public PagingDefinition? Paging { get; init; }

    /// <summary>The order in which the list comes; left out, none is stated.</summary>
    public OrderDefinition? Order { get; init; }

    /// <summary>How changed records are found; left out, they cannot be asked for.</summary>
    public DeltaDefinition? Delta { get; init; }

    /// <summary>How an import takes several records in one request; left out, one record a request.</summary>
    public BatchDefinition? Batch { get; init; }

    /// <summary>Leaves as one of the resource's jobs where many records get the same change; left out, each leaves by itself.</summary>
    public OperationJob? Job { get; init; }

    /// <summary>Error statuses that say that it is so already, taken as success: <c>[404]</c> for what deletes.</summary>
    public IReadOnlyList<int> Already { get; init; } = [];

    /// <summary>Names of parameters of which at least one must be given.</summary>
    public IReadOnlyList<string> AnyOf { get; init; } = [];

    /// <summary>How an import finds what it writes: to change it instead, or to learn whether it arrived.</summary>
    public FindDefinition? Find { get; init; }

    /// <summary>Whether a request whose outcome is unknown may be sent again; left out, always.</summary>
    public RepeatRule? Repeat { get; init; }

    /// <summary>What the person who uses it fills in.</summary>
    public IReadOnlyList<OperationParameter> Parameters { get; init; } = [];

    /// <summary>The name of the schema of the record that is read, or of the body that is written.</summary>
    public string? Schema { get; init; }
}
