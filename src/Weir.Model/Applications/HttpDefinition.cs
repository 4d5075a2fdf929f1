using System.Text.Json.Serialization;

namespace Weir.Model;

/// <summary>How to speak HTTP to an application. Texts may be templates over the connection's settings.</summary>
public sealed record HttpDefinition
{
    /// <summary><c>https://{{subdomain}}.gorgias.com/api</c></summary>
    public required string BaseUri { get; init; }

    /// <summary>
    /// Where secrets may go: <c>*.gorgias.com</c>. Empty: exactly the origin of <see cref="BaseUri"/>. // Promise 5
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// The operator himself has given <see cref="BaseUri"/>: it may be a loopback or private address. No file says so.
    /// </summary>
    [JsonIgnore]
    public bool Trusted { get; init; }

    /// <summary>
    /// So much of each account's limit the operator leaves to others. No file says so: who else calls an account is known
    /// where Weir runs.
    /// </summary>
    [JsonIgnore]
    public int HeadroomPercent { get; init; }

    /// <summary>
    /// What names the account at the other side, for which limits are counted: <c>{{subdomain}}</c>. Null: the origin of
    /// the base address.
    /// </summary>
    public string? Account { get; init; }

    public AuthDefinition Auth { get; init; } = new();

    public TestDefinition Test { get; init; } = new();

    public LimitsDefinition Limits { get; init; } = new();

    public FaultsDefinition Faults { get; init; } = new();

    /// <summary>What lists use when they say nothing else; null: one page.</summary>
    public PagingDefinition? Paging { get; init; }

    /// <summary>Headers sent with every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The sign-in. Each text is a template over settings and secrets.</summary>
public sealed record AuthDefinition
{
    /// <summary><c>none</c>, <c>basic</c>, <c>bearer</c>, <c>apiKey</c>, or a template that gives one of them.</summary>
    public string Type { get; init; } = "none";

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? Token { get; init; }

    /// <summary>The API key itself.</summary>
    public string? Key { get; init; }

    /// <summary>The header or query parameter that carries the key.</summary>
    public string? Name { get; init; }

    /// <summary><c>header</c> or <c>query</c>.</summary>
    public string? In { get; init; }
}

/// <summary>The request that proves that a connection works.</summary>
public sealed record TestDefinition
{
    /// <summary>
    /// Path of a GET under the base address; empty is the base address itself. Or <c>{{testPath}}</c>: exactly one form
    /// field of the kind path, whose value was checked when it was saved and stands here as it is.
    /// </summary>
    public string Get { get; init; } = "";

    /// <summary>What to say when it works: a template over the answer.</summary>
    public string? Says { get; init; }

    /// <summary>A path that must be in the answer, else it is <c>unexpected</c>; null takes any 2xx.</summary>
    public string? Expect { get; init; }
}

/// <summary>How hard the application may be called.</summary>
public sealed record LimitsDefinition
{
    public BucketDefinition? Bucket { get; init; }

    /// <summary>Header that says <c>used/limit</c>.</summary>
    public string? UsedHeader { get; init; }

    /// <summary>Header that says how long to wait, in seconds or as a date.</summary>
    public string RetryHeader { get; init; } = "Retry-After";
}

/// <summary>A leaky bucket. Templates over the settings where the connection's form holds the numbers.</summary>
/// <param name="Requests">How many requests it holds; empty: no limit.</param>
/// <param name="Per">In which time, as <see cref="Duration"/> reads it: <c>20s</c>, <c>1m</c>.</param>
public sealed record BucketDefinition(string Requests, string Per);

/// <summary>Where an error answer says what is wrong.</summary>
public sealed record FaultsDefinition
{
    /// <summary>Path of the sentence; null shows the beginning of the body.</summary>
    public string? Message { get; init; }

    /// <summary>Path of the sentence where <see cref="Message"/> gives no text.</summary>
    public string? MessageElse { get; init; }

    /// <summary>Path of an object that has a list of sentences by field, nested as the application likes.</summary>
    public string? Fields { get; init; }

    /// <summary>Answers with a good status that are failures all the same; the first rule that is true decides.</summary>
    public IReadOnlyList<FailureDefinition> Answers { get; init; } = [];
}

/// <summary>How a list goes on.</summary>
public sealed record PagingDefinition
{
    public required PagingType Type { get; init; }

    /// <summary>Path of the cursor, the address or the value for the next page.</summary>
    public string? Next { get; init; }

    /// <summary>Query parameter that takes the cursor, the page or the offset.</summary>
    public string? Parameter { get; init; }

    /// <summary>The most records in one page.</summary>
    public int? Size { get; init; }

    public string? SizeParameter { get; init; }

    /// <summary>The first page's number.</summary>
    public int Start { get; init; } = 1;

    /// <summary>With <see cref="PagingType.Body"/>: where in the request's body the value goes, a singular path.</summary>
    public string? Path { get; init; }
}

public enum PagingType
{
    None,
    Cursor,
    Page,
    Offset,
    NextUrl,

    /// <summary>
    /// The answer holds the next page's query, alone or in an address: its parameters go over those of the request, which
    /// stays where it is.
    /// </summary>
    NextQuery,
    LinkHeader,
    Body,
}
