using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>What the actions of a macro say.</summary>
internal static class MacroActions
{
    /// <summary>The names of the tags that it gives.</summary>
    public static IReadOnlyList<string> TagsOf(Macro macro) =>
    [
        .. Each(macro, "addTags").SelectMany(arguments => Text(arguments, "tags")?.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []),
    ];

    /// <summary>The status that it sets; null where it sets none.</summary>
    public static string? StatusOf(Macro macro) =>
        Each(macro, "setStatus").Select(arguments => Text(arguments, "status")).FirstOrDefault();

    /// <summary>What it answers the customer; null where it says nothing.</summary>
    public static string? AnswerOf(Macro macro) =>
        Each(macro, "setResponseText").Select(arguments => Text(arguments, "body_text")).FirstOrDefault();

    /// <summary>A message that was written with macros counts as a use of each.</summary>
    public static void Count(Desk desk, Message message)
    {
        if (message.Macros is null)
        {
            return;
        }

        foreach (var item in JsonElement.Parse(message.Macros).EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id"u8, out var id)
                && id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var number)
                && desk.Setup.Macros.Find(number) is { } macro)
            {
                desk.Setup.Macros.Save(macro with { Usage = macro.Usage + 1 });
            }
        }
    }

    private static IEnumerable<JsonElement> Each(Macro macro, string name)
    {
        foreach (var action in JsonElement.Parse(macro.Actions).EnumerateArray())
        {
            if (Text(action, "name") == name && action.TryGetProperty("arguments"u8, out var arguments))
            {
                yield return arguments;
            }
        }
    }

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
