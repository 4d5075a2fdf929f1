namespace Weir.Expressions;

/// <summary>
/// An expression that cannot be used. Thrown only while parsing, so when a document is saved, never while records flow.
/// </summary>
/// <param name="message">One sentence for the person who wrote the expression; the position stands in it.</param>
/// <param name="position">Where in the expression's text, counted from 0 in UTF-16 code units.</param>
/// <param name="path">
/// Where in a structured document (mapping, filter) the expression stands, as <c>a.b[0]</c>; empty for a bare text.
/// </param>
public sealed class ExpressionException(string message, int position, string path = "") : Exception(message)
{
    public int Position => position;

    public string Path => path;
}
