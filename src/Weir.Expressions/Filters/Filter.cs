using System.Text.Json;

namespace Weir.Expressions.Filters;

/// <summary>
/// A JsonLogic rule (jsonlogic.com), compiled once and used for every record. Immutable; may be used by many threads;
/// does not depend on the document that it was parsed from.
/// </summary>
public sealed class Filter
{
    private readonly Rule _rule;

    private Filter(Rule rule) => _rule = rule;

    /// <exception cref="ExpressionException">
    /// The rule asks for an operation that does not exist, or is too large; its path says where in the rule.
    /// </exception>
    public static Filter Parse(JsonElement rule) => new(new RuleParser().Parse(rule.Clone()));

    /// <summary>
    /// Whether the result is true in JsonLogic's sense: not null, 0, NaN, an empty text or an empty list.
    /// </summary>
    /// <exception cref="EvaluationException">
    /// Code <c>filter</c>: a bound was exceeded or a text is not Unicode.
    /// </exception>
    public bool Test(JsonElement record)
    {
        var budget = Budget.Full;
        return Coercion.IsTrue(_rule.Evaluate(Value.Of(record), ref budget));
    }

    /// <summary>
    /// Writes the result as one JSON value. What JSON cannot hold (NaN, an infinity, undefined) is null; a number
    /// that no arithmetic touched has the digits it had.
    /// </summary>
    /// <exception cref="EvaluationException">
    /// As for <see cref="Test"/>; then the writer holds a part of a value.
    /// </exception>
    public void Evaluate(JsonElement record, Utf8JsonWriter writer)
    {
        var budget = Budget.Full;
        var result = _rule.Evaluate(Value.Of(record), ref budget);
        new ResultWriter(writer).Write(result, ref budget);
    }
}
