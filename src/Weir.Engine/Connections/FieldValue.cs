using System.Globalization;
using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>One value of a form, made normal. What is normal stays as it is when it is read again.</summary>
internal static class FieldValue
{
    /// <summary>The normal value (null when an empty text leaves the field out), or what is wrong with it.</summary>
    public static (JsonElement? Value, string? Problem) Read(FormField field, JsonElement value) => field.Kind switch
    {
        FormFieldKind.Number => Number(field, value),
        FormFieldKind.Switch when value.ValueKind is JsonValueKind.True or JsonValueKind.False => (value, null),
        FormFieldKind.Switch => (null, "this must be true or false"),
        _ => Text(field, value),
    };

    /// <summary>The text; null when it is none, or no Unicode.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            return null;
        }
    }

    private static (JsonElement? Value, string? Problem) Number(FormField field, JsonElement value)
    {
        var (min, max) = (field.Min ?? int.MinValue, field.Max ?? int.MaxValue);
        return TextOf(value) is ""
            ? (null, null)
            : value.ValueKind is JsonValueKind.Number
                && int.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max
                ? (value, null)
                : (null, $"this must be a whole number from {min} to {max}");
    }

    private static (JsonElement? Value, string? Problem) Text(FormField field, JsonElement value)
    {
        if (TextOf(value) is not { } given)
        {
            return (null, "this must be text");
        }

        if (given.Length > ConnectionForm.ValueCharsMax)
        {
            return (null, $"this is longer than {ConnectionForm.ValueCharsMax} characters");
        }

        if (string.IsNullOrWhiteSpace(given))
        {
            return (null, null);
        }

        if (given.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'))
        {
            return (null, "this holds a line break or another control character");
        }

        var (text, problem) = Normal(field, given);
        return problem is null ? (DocumentWriter.Element(w => w.WriteStringValue(text)), null) : (null, problem);
    }

    private static (string Text, string? Problem) Normal(FormField field, string given)
    {
        var trimmed = given.Trim();
        return field.Kind switch
        {
            FormFieldKind.HostLabel => HostLabel.Read(trimmed, field.Suffix ?? ""),
            FormFieldKind.Email => (trimmed, EmailAddress.Problem(trimmed)),
            FormFieldKind.Address => (trimmed, BaseAddress.Problem(trimmed)),
            FormFieldKind.Folder => FolderName.Read(trimmed),
            FormFieldKind.Path => RelativePath(trimmed),
            FormFieldKind.HeaderName => (trimmed, HeaderNames.Problem(trimmed)),
            FormFieldKind.Select when field.Options.All(o => o.Value != given) =>
                (given, $"this must be one of {string.Join(", ", field.Options.Select(o => o.Value))}"),
            _ => (given, null),
        };
    }

    private static (string Text, string? Problem) RelativePath(string given)
    {
        var text = given is ['/' or '?', ..] || Uri.TryCreate(given, UriKind.Absolute, out _) ? given : $"/{given}";
        var path = text.Split('?', 2)[0];
        return text.AsSpan().ContainsAny(' ', '#')
            ? (text, "spaces and # must be written as %20 and %23")
            : (text, OpenPath.Problem(path.Length == 0 ? "/" : path));
    }
}
