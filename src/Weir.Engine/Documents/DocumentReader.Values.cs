using System.Globalization;
using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>Plain values.</summary>
public sealed partial class DocumentReader
{
    public const int NameCharactersMax = 100;

    /// <summary>The resource's <c>name</c>: trimmed, 1–100 characters, none of them a control character.</summary>
    public string Name(string field = "name") => Trimmed(field, required: true) ?? "";

    /// <summary>A text that must be there; empty when it is not (and a problem is noted).</summary>
    /// <param name="name">The field.</param>
    /// <param name="min">Fewest characters.</param>
    /// <param name="max">Most characters.</param>
    public string RequiredString(string name, int min = 1, int max = 10_000)
    {
        var text = OptionalString(name, max, min);
        if (text is null && !IsRefused(name))
        {
            RefuseMissing(name);
        }

        return text ?? "";
    }

    /// <summary>A text as it was sent; null when it is left out.</summary>
    public string? OptionalString(string name, int max = 10_000, int min = 0)
    {
        if (!TryTake(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(name, $"'{name}' must be text.");
            return null;
        }

        var text = value.GetString()!;
        if (LengthOf(text) < min || LengthOf(text) > max)
        {
            Refuse(name, min > 0 ? $"'{name}' must have {min} to {max} characters." : $"'{name}' is longer than {max} characters.");
            return null;
        }

        // Not every database can hold it in a text, and no text of a person has one.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Refuse(name, $"'{name}' holds the character U+0000.");
            return null;
        }

        return text;
    }

    /// <summary>
    /// A whole number, written as one: <c>10.0</c>, <c>1e1</c> and <c>"10"</c> are problems, never read as 10.
    /// </summary>
    public int Int(string name, int min, int max, int fallback) => OptionalInt(name, min, max) ?? fallback;

    /// <summary>As <see cref="Int"/>, where it must be there; the least when it is not (and a problem is noted).</summary>
    public int RequiredInt(string name, int min, int max)
    {
        var number = OptionalInt(name, min, max);
        if (number is null && !IsRefused(name))
        {
            RefuseMissing(name);
        }

        return number ?? min;
    }

    /// <summary>As <see cref="Int"/>; null when it is left out.</summary>
    public int? OptionalInt(string name, int min, int max)
    {
        if (!TryTake(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number
            && int.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max)
        {
            return number;
        }

        Refuse(name, $"'{name}' must be a whole number from {min} to {max}.");
        return null;
    }

    public bool Bool(string name, bool fallback)
    {
        if (!TryTake(name, out var value))
        {
            return fallback;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(name, $"'{name}' must be true or false.");
        return fallback;
    }

    /// <summary>One of a closed set, written as the API writes it: <c>nextUrl</c> for <c>NextUrl</c>.</summary>
    public T Enum<T>(string name, T fallback)
        where T : struct, Enum => OptionalEnum<T>(name) ?? fallback;

    /// <summary>As <see cref="Enum{T}"/>; null when it is left out.</summary>
    public T? OptionalEnum<T>(string name)
        where T : struct, Enum
    {
        var choice = Choice(name, [.. System.Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)]);
        return choice is null ? null : System.Enum.Parse<T>(choice, ignoreCase: true);
    }

    /// <summary>One of these texts; null when it is left out or none of them (and a problem is noted).</summary>
    public string? Choice(string name, params IReadOnlyList<string> options)
    {
        if (!TryTake(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && options.Contains(value.GetString(), StringComparer.Ordinal))
        {
            return value.GetString();
        }

        Refuse(name, $"'{name}' must be one of {string.Join(", ", options)}.");
        return null;
    }

    /// <summary>A reference that must be there. Null when it is not or is no such id (and a problem is noted).</summary>
    public TId? RequiredId<TId>(string name)
        where TId : struct, IId<TId>
    {
        var id = Id<TId>(name);
        if (id is null && !IsRefused(name))
        {
            RefuseMissing(name);
        }

        return id;
    }

    /// <summary>A reference; null when it is left out. Whether it exists is the service's to ask.</summary>
    public TId? Id<TId>(string name)
        where TId : struct, IId<TId> =>
        TryTake(name, out var value) ? IdOf<TId>(value, PathOf(name)) : null;

    /// <summary>A list of references, none of them twice; empty when it is left out.</summary>
    public IReadOnlyList<TId> Ids<TId>(string name, int max)
        where TId : struct, IId<TId>
    {
        var ids = new List<TId>();
        var seen = new HashSet<TId>();
        foreach (var (item, path) in Items(name, max))
        {
            if (IdOf<TId>(item, path) is not { } id)
            {
                continue;
            }

            if (!seen.Add(id))
            {
                Refuse(new Problem(path, ErrorCodes.Validation, $"{id.Value} stands twice."));
                continue;
            }

            ids.Add(id);
        }

        return ids;
    }

    /// <summary>A list of texts; empty when it is left out.</summary>
    public IReadOnlyList<string> Strings(string name, int max, int charactersMax = 1000)
    {
        var texts = new List<string>();
        foreach (var (item, path) in Items(name, max))
        {
            if (item.ValueKind == JsonValueKind.String && LengthOf(item.GetString()!) <= charactersMax)
            {
                texts.Add(item.GetString()!);
            }
            else
            {
                Refuse(new Problem(path, ErrorCodes.Validation, $"This must be text of at most {charactersMax} characters."));
            }
        }

        return texts;
    }

    /// <summary>A name that may be left out: trimmed, 1–100 characters, none of them a control character.</summary>
    public string? OptionalName(string field) => Trimmed(field, required: false);

    private static int LengthOf(string text) => text.EnumerateRunes().Count();

    private string? Trimmed(string field, bool required)
    {
        if (!TryTake(field, out var value))
        {
            if (required)
            {
                RefuseMissing(field);
            }

            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        if (LengthOf(text) is 0 or > NameCharactersMax)
        {
            Refuse(field, $"'{field}' must be text of 1 to {NameCharactersMax} characters.");
            return null;
        }

        if (text.Any(char.IsControl))
        {
            Refuse(field, $"'{field}' must not hold control characters.");
            return null;
        }

        return text;
    }

    private TId? IdOf<TId>(JsonElement value, string path)
        where TId : struct, IId<TId>
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (text.StartsWith(TId.Prefix + "_", StringComparison.Ordinal) && text.Length <= 64)
        {
            return TId.From(text);
        }

        Refuse(new Problem(path, ErrorCodes.Validation, $"This must be an id that begins with {TId.Prefix}_."));
        return null;
    }
}
