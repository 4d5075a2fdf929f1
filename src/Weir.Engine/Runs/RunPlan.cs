using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Expressions.Mappings;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>A flow compiled for one run: everything parsed, nothing looked up by name while records pass.</summary>
internal sealed record RunPlan(FlowId Flow, IReadOnlyList<SourcePlan> Sources, IReadOnlyList<StepPlan> Steps)
{
    /// <summary>Every connection that the run sends through, each once.</summary>
    public IReadOnlyList<ConnectionId> Connections { get; } =
        [.. Sources.Select(s => s.Connection).Concat(Steps.Where(s => s.Enabled).Select(s => s.Connection)).Distinct()];

    public bool HasRows { get; } = Steps.Any(s => s is RowPlan && s.Enabled);

    /// <summary>How many counts there are: the sources' first, then the steps'.</summary>
    public int Tallies => Sources.Count + Steps.Count;

    /// <summary>Index of a step; below 0 (<c>~n</c>) for the n-th source; null when it is gone.</summary>
    public int? IndexOf(string id)
    {
        for (var i = 0; i < Sources.Count; i++)
        {
            if (Sources[i].Id == id)
            {
                return ~i;
            }
        }

        for (var i = 0; i < Steps.Count; i++)
        {
            if (Steps[i].Id == id)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Which source has this id; the first where it is gone.</summary>
    public int SourceOf(string id) => IndexOf(id) is { } index and < 0 ? ~index : 0;

    /// <summary>The id of a step, or of a source (<c>~n</c>).</summary>
    public string IdOf(int index) => index < 0 ? Sources[~index].Id : Steps[index].Id;

    /// <summary>Where a step or a source (<c>~n</c>) counts.</summary>
    public int TallyOf(int index) => index < 0 ? ~index : Sources.Count + index;

    /// <summary>The id of what counts there.</summary>
    public string CountedAt(int tally) => IdOf(tally < Sources.Count ? ~tally : tally - Sources.Count);
}

/// <summary>Where the records come from.</summary>
internal sealed record SourcePlan
{
    public required string Id { get; init; }

    public required ConnectionId Connection { get; init; }

    public required IAdaptor Adaptor { get; init; }

    public required IPageSource Pages { get; init; }

    public required TraceKey TraceKey { get; init; }

    public Mapping? Transform { get; init; }

    public Filter? Filter { get; init; }

    /// <summary>The most records read; null reads all.</summary>
    public int? Limit { get; init; }

    /// <summary>Null reads whatever there is; else what has changed.</summary>
    public DeltaPlan? Delta { get; init; }

    /// <summary>What sets its records' fingerprints apart from those of the flow's other sources; the first needs nothing.</summary>
    public string Salt { get; init; } = "";
}

/// <summary>A step, compiled. A closed set.</summary>
internal abstract record StepPlan
{
    public required string Id { get; init; }

    public required ConnectionId Connection { get; init; }

    public required IAdaptor Adaptor { get; init; }

    public bool Enabled { get; init; } = true;

    public Filter? When { get; init; }

    public IReadOnlyList<string>? Into { get; init; }

    public bool ContinueOnError { get; init; }

    /// <summary>
    /// Null takes what comes. Else it marks, at this source, its records that passed all steps: others do not come to it.
    /// </summary>
    public int? Marks { get; init; }
}

/// <summary>Reads something for each record.</summary>
internal sealed record LookupPlan : StepPlan
{
    public required IRecordCall Call { get; init; }
}

/// <summary>Sends a request for each record.</summary>
internal sealed record SendPlan : StepPlan
{
    public required ImportId Import { get; init; }

    public required IRecordCall Call { get; init; }

    public Mapping? Mapping { get; init; }

    public Template? IdempotencyKey { get; init; }

    public required RepeatRule Repeat { get; init; }
}

/// <summary>Appends each record to a file.</summary>
internal sealed record RowPlan : StepPlan
{
    public required IRowDestination Rows { get; init; }

    public Mapping? Mapping { get; init; }
}

/// <summary>What identifies a record across runs: a template, a path, the usual names, else a hash.</summary>
internal sealed class TraceKey(Template? template, Weir.Expressions.Paths.JsonPath? path)
{
    /// <summary>A longer one is cut: it is for people, the fingerprint holds the content.</summary>
    public const int CharactersMax = 512;

    private static readonly string[] UsualNames = ["id", "_id", "uuid"];

    /// <summary>Throws <see cref="EvaluationException"/> when the template cannot be rendered.</summary>
    public string Of(JsonElement record, Variables variables)
    {
        var text = template?.RenderText(record, variables) ?? Find(record);
        if (string.IsNullOrEmpty(text))
        {
            text = Fingerprint.Of("", record).ToString();
        }

        return text.Length <= CharactersMax ? text : text[..CharactersMax];
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private string? Find(JsonElement record)
    {
        if (path is not null && path.TryGet(record, out var value) && TextOf(value) is { } text)
        {
            return text;
        }

        if (record.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in UsualNames)
            {
                if (record.TryGetProperty(name, out var usual) && TextOf(usual) is { Length: > 0 } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
