using System.Text.Json.Serialization;

namespace Weir.Model;

/// <summary>
/// How an application makes one change to many records as a job in the background. It is begun, asked about until it has
/// ended, and then the records themselves are looked at: a job tells how it went, not what became of each record.
/// </summary>
public sealed record JobDefinition
{
    public const int RecordsMax = 1_000;

    /// <summary>Path under the base address of the POST that begins a job.</summary>
    public required string Post { get; init; }

    /// <summary>
    /// The body of that POST, JSON with expressions over <c>ids</c> (the records' ids), <c>change</c> (with <c>leaves: changed</c> the
    /// body with which one of them would be sent alone) and the operation's other parameters.
    /// </summary>
    public required string Body { get; init; }

    /// <summary>Path under the base address of the GET that tells how it stands, a template over the answer to the POST.</summary>
    public required string Get { get; init; }

    /// <summary>Path under the base address of the DELETE that cancels it, as <see cref="Get"/>; left out, it cannot be cancelled.</summary>
    public string? Cancel { get; init; }

    /// <summary>Path in the answer of the word that tells how it stands.</summary>
    public required string Status { get; init; }

    /// <summary>Words that say that it has ended well.</summary>
    public required IReadOnlyList<string> Done { get; init; }

    /// <summary>Words that say that it has ended otherwise. Any other word says that it goes on.</summary>
    public required IReadOnlyList<string> Failed { get; init; }

    /// <summary>Path in the answer of the sentence that says why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>How its records are looked at.</summary>
    public required JobCheck Check { get; init; }

    /// <summary>Fewer records with the same change are sent one by one: a job costs some requests, too.</summary>
    public int Min { get; init; } = 10;

    /// <summary>The most records in one job, and in one answer to <see cref="Check"/>.</summary>
    public int Max { get; init; } = 100;
}

/// <summary>The request that lists the records of a job.</summary>
public sealed record JobCheck
{
    /// <summary>Path under the base address of the GET.</summary>
    public required string Get { get; init; }

    /// <summary>Query parameters as they are sent.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Query parameter that takes the ids, once for each.</summary>
    public required string Ids { get; init; }

    /// <summary>Path of the rows in the answer; left out, the whole answer. A row's id stands at the resource's key.</summary>
    public string? Records { get; init; }
}

/// <summary>An import that leaves in jobs where several records of a page get the same change.</summary>
public sealed record OperationJob
{
    /// <summary>The parameter that names the record.</summary>
    public string For { get; init; } = "id";

    /// <summary>What each record is like after the job. One that is not is sent by itself.</summary>
    public required JobResult Leaves { get; init; }

    /// <summary>With <c>changed</c>: a change with any other field is sent one by one. A row shows each of these.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The body where it is not that of the resource's jobs.</summary>
    public string? Body { get; init; }

    /// <summary>Of the resource's jobs where it is left out. 1: there is no other way, a single record has a job of its own.</summary>
    public int? Min { get; init; }

    /// <summary>The jobs of the resource, with what the operation says of its own.</summary>
    [JsonIgnore]
    public JobDefinition How { get; init; } = null!;
}

/// <summary>What is found where a job was done.</summary>
public enum JobResult
{
    /// <summary>A row that agrees with the change.</summary>
    Changed,

    /// <summary>A row: what was done to it does not show.</summary>
    Present,

    /// <summary>No row.</summary>
    Gone,
}
