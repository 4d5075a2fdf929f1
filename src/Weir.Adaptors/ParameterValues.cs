using System.Globalization;
using System.Text.Json;
using Weir.Model;

namespace Weir.Adaptors;

/// <summary>The values of an operation's parameters as templates see them.</summary>
internal static class ParameterValues
{
    /// <summary>No values at all.</summary>
    public static JsonElement None { get; } = JsonElement.Parse("[]");

    /// <summary>
    /// A text as its parameter takes it: several values parted by commas, or a JSON list of them; JSON; else the text itself.
    /// Throws <see cref="JsonException"/> where it should be JSON and is not.
    /// </summary>
    public static JsonElement Of(OperationParameter parameter, string text)
    {
        if (parameter.Kind is FormFieldKind.Json)
        {
            return string.IsNullOrWhiteSpace(text) ? JsonElement.Parse("null") : JsonElement.Parse(text);
        }

        // An id that comes as 7.0 or " 7" is the one at /things/7, and a delete of what is not there would count as done.
        var exact = parameter.Kind is FormFieldKind.Number && IsNumber(text, out var number) && decimal.IsInteger(number)
            ? number.ToString("0", CultureInfo.InvariantCulture)
            : text;
        return parameter.List ? ListOf(exact) : JsonSerializer.SerializeToElement(exact);
    }

    public static bool IsNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>A value that is no text: a list as it is, another one alone.</summary>
    public static JsonElement ListOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value,
        JsonValueKind.Null => None,
        _ => JsonSerializer.SerializeToElement(new[] { value }),
    };

    private static JsonElement ListOf(string text)
    {
        if (text.AsSpan().TrimStart().StartsWith("["))
        {
            try
            {
                return ListOf(JsonElement.Parse(text));
            }
            catch (JsonException)
            {
                // A name may begin with a bracket.
            }
        }

        return JsonSerializer.SerializeToElement(
            text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
