namespace Weir.Expressions;

/// <summary>A value of one record that an expression cannot be applied to. It becomes that record's error.</summary>
/// <param name="code"><c>mapping</c>, <c>filter</c> or <c>template</c>: the codes of record errors.</param>
/// <param name="message">One sentence for the person who will repair the record.</param>
/// <param name="fieldPath">The output's path (mapping) as <c>customer.lines[0].price</c>; null where there is none.</param>
public sealed class EvaluationException(string code, string message, string? fieldPath = null) : Exception(message)
{
    public string Code => code;

    public string? Field => fieldPath;
}
