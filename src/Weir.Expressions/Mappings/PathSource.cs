using System.Text.Json;
using Weir.Expressions.Paths;

namespace Weir.Expressions.Mappings;

/// <summary>A path of a mapping: <c>$</c> begins at the record or the item of an <c>@each</c>, <c>$$</c> at the whole record.</summary>
internal sealed class PathSource
{
    private readonly JsonPath _path;
    private readonly bool _isWhole;

    private PathSource(string text, JsonPath path, bool isWhole)
    {
        Text = text;
        _path = path;
        _isWhole = isWhole;
    }

    public string Text { get; }

    public bool IsSingular => _path.IsSingular;

    /// <exception cref="ExpressionException">The text is no path; the position counts in it.</exception>
    public static PathSource Parse(string text)
    {
        if (!text.StartsWith("$$", StringComparison.Ordinal))
        {
            return new PathSource(text, JsonPath.Parse(text), isWhole: false);
        }

        try
        {
            return new PathSource(text, JsonPath.Parse(text[1..]), isWhole: true);
        }
        catch (ExpressionException e)
        {
            // The path without its first $ was read, so its own positions are one short.
            throw new ExpressionException($"After the first $: {e.Message}", e.Position + 1);
        }
    }

    public bool TryGet(Writing writing, out JsonElement value) => _path.TryGet(From(writing), out value);

    public void Select(Writing writing, List<JsonElement> into) => _path.Select(From(writing), into);

    private JsonElement From(Writing writing) => _isWhole ? writing.Root : writing.Item;
}
