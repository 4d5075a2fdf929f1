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

    /// <summary>What is there already is not created; it stays as it is. Never together with <see cref="Updates"/>.</summary>
    bool LooksFirst { get; }

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

    /// <summary>
    /// By which of <see cref="Keys"/> it is looked for before it is created: those of which the application takes a second one.
    /// </summary>
    public abstract IReadOnlyList<int> First { get; }

    /// <summary>The request that looks by one of <see cref="Keys"/>.</summary>
    public abstract PreparedCall Ask(int key);

    /// <summary>
    /// Reads a good answer and takes its body. Several that could be meant are a fault: <c>conflict</c> for what would be
    /// changed, <c>outcome_unknown</c> for what was sent, as is one that came since and differs: somebody may have changed it.
    /// So is, as <c>conflict</c>, one that was there before something was sent of which there can be only one: that was refused;
    /// and, as <c>unexpected_answer</c>, an answer that holds only a part of what fits, and not what is looked for, of
    /// which the application would take a second one.
    /// </summary>
    /// <param name="key">Which of <see cref="Keys"/>.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="sent">What is looked for may have been created so; null: whoever has the key is meant.</param>
    public abstract FoundReading Read(int key, Answer answer, SentCreate? sent);

    /// <summary>
    /// What a good answer to <see cref="Ask"/> holds, as <see cref="Keys"/> has it: others may look through the same. Null where
    /// it cannot be read, or is only a part. Leaves the body.
    /// </summary>
    public abstract IReadOnlyList<string>? KeysIn(int key, Answer answer);

    /// <summary>The request that changes what was found. Throws <see cref="EvaluationException"/>.</summary>
    public abstract PreparedCall Update(JsonElement found, string? idempotencyKey);

    /// <summary>The request that changes what has this id, and was created by this process a moment ago.</summary>
    public abstract PreparedCall Update(string id, string? idempotencyKey);

    /// <summary>The id of what was found; null where it has none.</summary>
    public abstract string? IdOf(JsonElement found);

    /// <summary>The id of what this good answer to the create says was created; null where it does not say. Leaves the body.</summary>
    public abstract string? IdOf(Answer answer);
}

/// <summary>A create whose outcome is not known.</summary>
/// <param name="NotBefore">What was created before then is another one.</param>
/// <param name="IsAnothers">Whether what has this id came of another record.</param>
public sealed record SentCreate(DateTimeOffset NotBefore, Func<string, bool> IsAnothers);

/// <summary>What was found, kept alive by its page; undefined where nothing was. Or the fault.</summary>
public readonly record struct FoundReading(Page? Owner, JsonElement Value, Fault? Fault)
{
    public bool IsFound => Value.ValueKind is not JsonValueKind.Undefined;
}
