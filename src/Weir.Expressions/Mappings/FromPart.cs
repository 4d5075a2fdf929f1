using System.Text.Json;
using Weir.Expressions.Templates;

namespace Weir.Expressions.Mappings;

/// <summary>
/// <c>{"@from": …, "@lookup": …, "@type": …, "@default": …}</c>: takes a value, finds it in the table, makes it the type, in
/// this order. The default stands in where there is no value, where it is null, and where the table has no such key.
/// </summary>
internal sealed class FromPart : Part
{
    public required Source Source { get; init; }

    public string? LookupName { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Lookup { get; init; }

    public Conversion? Conversion { get; init; }

    /// <summary>A literal is written as it stands; what a path or a template gives becomes the type too.</summary>
    public Part? Default { get; init; }

    public Source? DefaultSource { get; init; }

    public override bool Write(Writing writing)
    {
        if (!Source.TryGet(writing, out var value))
        {
            return WriteDefault(writing);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return HasDefault ? WriteDefault(writing) : WriteNull(writing);
        }

        if (Lookup is null)
        {
            return WriteAs(writing, value);
        }

        if (Lookup.TryGetValue(Key(writing, value), out var found))
        {
            return WriteAs(writing, found);
        }

        return HasDefault
            ? WriteDefault(writing)
            : throw writing.Fail($"The lookup '{LookupName}' has no key '{Key(writing, value)}'.");
    }

    private bool HasDefault => Default is not null || DefaultSource is not null;

    private bool WriteDefault(Writing writing) => DefaultSource is not null
        ? DefaultSource.TryGet(writing, out var value) && WriteAs(writing, value)
        : Default is not null && Default.Write(writing);

    private bool WriteAs(Writing writing, JsonElement value)
    {
        if (Conversion is null || value.ValueKind == JsonValueKind.Null)
        {
            JsonText.AppendCompact(writing.Output, value);
        }
        else
        {
            Conversion.Write(writing, value);
        }

        return true;
    }

    private static bool WriteNull(Writing writing)
    {
        writing.Output.Append("null"u8);
        return true;
    }

    private static string Key(Writing writing, JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Object or JsonValueKind.Array =>
                    throw writing.Fail($"{Conversion.KindOf(value)} is no key of a lookup."),
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            throw writing.Fail("The key of a lookup holds half of a character (a lone surrogate).");
        }
    }
}

/// <summary>Where a directive takes its value from.</summary>
internal abstract class Source
{
    public abstract bool TryGet(Writing writing, out JsonElement value);
}

/// <summary>A path: one value, or for a path that is not singular a list of all.</summary>
internal sealed class PathValue(PathSource path) : Source
{
    public override bool TryGet(Writing writing, out JsonElement value) => path.TryGet(writing, out value);
}

/// <summary>A template, whose text is the value.</summary>
internal sealed class TemplateValue(Template template) : Source
{
    public override bool TryGet(Writing writing, out JsonElement value)
    {
        var output = writing.Output;
        var mark = output.Length;
        output.Append((byte)'"');
        template.Append(writing.Item, writing.Root, writing.Variables, output);
        output.EscapeJson(mark + 1);
        output.Append((byte)'"');
        value = JsonElement.Parse(output.From(mark));
        output.Truncate(mark);
        return true;
    }
}
