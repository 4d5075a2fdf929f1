namespace Weir.Expressions.Templates;

/// <summary>
/// Where a rendered template will stand. It decides how each value is escaped, so that no value breaks out of its place;
/// the template's own text is never escaped.
/// </summary>
public enum Place
{
    /// <summary>Plain text: values are written as they are.</summary>
    Text,

    /// <summary>
    /// A JSON document. Inside the quotes of a string a value is written as escaped text, outside of them as the JSON
    /// value that it is (a text with its quotes). What comes out is one valid JSON value or a <c>template</c> error.
    /// </summary>
    Json,

    /// <summary>
    /// The path of an address: each value is percent-encoded and stays inside its segment. A segment that would be
    /// <c>.</c>, <c>..</c>, or empty because its value is, is a <c>template</c> error.
    /// </summary>
    Path,

    /// <summary>A value of a query: percent-encoded, RFC 3986's unreserved characters kept.</summary>
    Query,

    /// <summary>A value of a header: a line break, NUL or another control character is a <c>template</c> error.</summary>
    Header,
}
