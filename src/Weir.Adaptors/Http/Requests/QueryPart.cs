using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;

namespace Weir.Adaptors.Http.Requests;

/// <summary>One query parameter. One that renders empty is left out, unless it was written empty.</summary>
/// <param name="Name">Not encoded.</param>
/// <param name="Value">Of <see cref="Place.Query"/>.</param>
internal sealed record QueryPart(string Name, Template Value)
{
    public string EncodedName { get; } = Uri.EscapeDataString(Name);

    /// <summary>The operation's parameter whose values it repeats, one after the other; null: it has one value.</summary>
    public string? Repeats { get; init; }

    /// <summary>A template's own text is never escaped when it is rendered, so that is done before.</summary>
    public static QueryPart Parse(string name, string text) =>
        new(name, Template.Parse(Literals.Encoded(text), Place.Query));

    /// <summary>The encoded values with which it stands in the query: none, one or several.</summary>
    public IEnumerable<string> ValuesFor(JsonElement seen, Variables variables)
    {
        if (Repeats is not null)
        {
            return seen.Member(Repeats) is { ValueKind: JsonValueKind.Array } values
                ? values.EnumerateArray().Select(v => Uri.EscapeDataString(v.ScalarText() ?? v.GetRawText()))
                : [];
        }

        var value = Value.RenderText(seen, variables);
        return value.Length > 0 || Value.IsConstant ? [value] : [];
    }
}
