using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Calls;

/// <summary>An import that finds what it writes at the other side by what that holds.</summary>
public interface IFindCall : IRecordCall
{
    /// <summary>What is said of a record that cannot be looked for before it is written.</summary>
    const string NoKey =
        "The mapped record has none of the fields by which it could be found, so whether it is there already is not known.";

    /// <summary>What is found is changed, and only what is not is created. Else finding tells whether a create arrived.</summary>
    bool Updates { get; }

    /// <summary>What is not found is created; else that is an error.</summary>
    bool Creates { get; }

    /// <summary>
    /// How this record is found; null where it holds none of the keys. Throws <see cref="EvaluationException"/> when the
    /// requests cannot be made for it.
    /// </summary>
    /// <param name="record">The record as it stands at the step.</param>
    /// <param name="body">The mapped record as JSON. Copied.</param>
    /// <param name="variables">What templates see beside the record.</param>
    RecordSearch? Search(JsonElement record, ReadOnlySpan<byte> body, Variables variables);
}

/// <summary>How one record is found. For one caller at a time.</summary>
public abstract class RecordSearch
{
    /// <summary>
    /// The keys that the record holds, in the order in which they are asked for. Two records of an account that have one
    /// in common may be the same at the other side.
    /// </summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>The application refuses a second one: a create that is not there afterwards may be sent again.</summary>
    public abstract bool IsUnique { get; }

    /// <summary>The request that looks by one of <see cref="Keys"/>.</summary>
    public abstract PreparedCall Ask(int key);

    /// <summary>Reads a good answer and takes its body.</summary>
    /// <param name="key">Which of <see cref="Keys"/>.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="wasSent">
    /// It is looked for because it may have been created: only what agrees with what was sent counts, and several do not
    /// matter. Else several are a fault: which one is meant is not known.
    /// </param>
    public abstract FoundReading Read(int key, Answer answer, bool wasSent);

    /// <summary>The request that changes what was found.</summary>
    public abstract PreparedCall Update(JsonElement found, string? idempotencyKey);
}

/// <summary>What was found, kept alive by its page; undefined where nothing was. Or the fault.</summary>
public readonly record struct FoundReading(Page? Owner, JsonElement Value, Fault? Fault)
{
    public bool IsFound => Value.ValueKind is not JsonValueKind.Undefined;
}
