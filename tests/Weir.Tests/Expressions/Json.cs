using System.Text.Json;

namespace Weir.Tests.Expressions;

internal static class Json
{
    /// <summary>JSON with single quotes, for tests that are easier to read.</summary>
    public static JsonElement Of(string text) =>
        JsonElement.Parse(text.Replace('\'', '"'), new JsonDocumentOptions { MaxDepth = 10_000 });

    public static string Text(IEnumerable<JsonElement> values) =>
        $"[{string.Join(',', values.Select(v => v.GetRawText()))}]";
}
