namespace Weir.Sandbox.Gorgias;

/// <summary>A filter of a view, read: calls joined by <c>&amp;&amp;</c> and <c>||</c>, e.g. <c>eq(ticket.status, 'open')</c>.</summary>
internal abstract record FilterExpression
{
    /// <summary>Two conditions of which both or at least one must hold.</summary>
    public sealed record Both(FilterExpression Left, FilterExpression Right, bool IsAnd) : FilterExpression;

    /// <param name="Function">E.g. <c>eq</c>.</param>
    /// <param name="Path">E.g. <c>ticket.customer.id</c>.</param>
    /// <param name="Values">What it is compared with, as texts; a list in the filter is flattened.</param>
    /// <param name="IsList">Whether the filter compared with a list.</param>
    public sealed record Call(string Function, string Path, IReadOnlyList<string> Values, bool IsList) : FilterExpression;

    /// <summary>Every call in it.</summary>
    public IEnumerable<Call> Calls() => this switch
    {
        Call call => [call],
        Both both => both.Left.Calls().Concat(both.Right.Calls()),
        _ => [],
    };

    /// <summary>Every call in it that must hold for the whole to hold.</summary>
    public IEnumerable<Call> Certain() => this switch
    {
        Call call => [call],
        Both { IsAnd: true } both => both.Left.Certain().Concat(both.Right.Certain()),
        _ => [],
    };

    public bool Takes(Func<Call, bool> holds) => this switch
    {
        Call call => holds(call),
        Both both => both.IsAnd
            ? both.Left.Takes(holds) && both.Right.Takes(holds)
            : both.Left.Takes(holds) || both.Right.Takes(holds),
        _ => throw new InvalidOperationException("An unknown kind of expression."),
    };
}
