using System.Text.Json;
using Weir.Model;

namespace Weir.Adaptors.Http.Paging;

/// <summary>Reads the <c>paging</c> of an export that spells its request out.</summary>
internal static class PagingDocument
{
    public const int SizeMax = 100_000;

    private static readonly Dictionary<string, PagingType> Types = new(StringComparer.Ordinal)
    {
        ["none"] = PagingType.None,
        ["cursor"] = PagingType.Cursor,
        ["page"] = PagingType.Page,
        ["offset"] = PagingType.Offset,
        ["next-url"] = PagingType.NextUrl,
        ["link-header"] = PagingType.LinkHeader,
        ["body"] = PagingType.Body,
    };

    /// <summary>Null where there is none, or where a problem was noted.</summary>
    public static PagingDefinition? Read(JsonElement document, Problems problems)
    {
        if (document.IsAbsent())
        {
            return null;
        }

        if (document.ValueKind != JsonValueKind.Object)
        {
            problems.Add("paging", "The paging must be an object.");
            return null;
        }

        if (document.Member("type") is not { ValueKind: JsonValueKind.String } given
            || !Types.TryGetValue(given.GetString()!, out var type))
        {
            problems.Add("paging.type", $"The type must be one of: {string.Join(", ", Types.Keys)}.",
                document.Member("type").IsAbsent() ? ErrorCodes.Required : ErrorCodes.Validation);
            return null;
        }

        var known = Fields(type);
        foreach (var member in document.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                problems.Add($"paging.{member.Name}", $"Paging of type {given} has no field '{member.Name}'.", ErrorCodes.UnknownField);
            }
        }

        var paging = new PagingDefinition
        {
            Type = type,
            Next = Text(document, "next", known, problems),
            Parameter = Text(document, "parameter", known, problems),
            Path = Text(document, "path", known, problems),
            Start = Number(document, "start", 0, problems) ?? 1,
            Size = Number(document, "size", 1, problems),
            SizeParameter = Text(document, "sizeParameter", [], problems),
        };
        if (paging is { Size: not null, SizeParameter: null, Type: not (PagingType.Page or PagingType.Offset) })
        {
            problems.Add("paging.sizeParameter", "Nothing asks for the size: name the query parameter.", ErrorCodes.Required);
        }

        return paging;
    }

    /// <summary>What a type knows. <c>next</c>, <c>parameter</c> and <c>path</c> are needed where they are known.</summary>
    private static string[] Fields(PagingType type) => type switch
    {
        PagingType.None => ["type"],
        PagingType.Cursor => ["type", "next", "parameter", "size", "sizeParameter"],
        PagingType.Page => ["type", "parameter", "start", "size", "sizeParameter"],
        PagingType.Offset => ["type", "parameter", "size", "sizeParameter"],
        PagingType.NextUrl => ["type", "next", "size", "sizeParameter"],
        PagingType.LinkHeader => ["type", "size", "sizeParameter"],
        _ => ["type", "next", "path", "size", "sizeParameter"],
    };

    private static string? Text(JsonElement document, string name, string[] needed, Problems problems)
    {
        var value = document.Member(name);
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        if (!value.IsAbsent())
        {
            problems.Add($"paging.{name}", $"{name} must be a text.");
        }
        else if (needed.Contains(name))
        {
            problems.Add($"paging.{name}", $"{name} is needed.", ErrorCodes.Required);
        }

        return null;
    }

    private static int? Number(JsonElement document, string name, int min, Problems problems)
    {
        var value = document.Member(name);
        if (value.IsAbsent())
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= SizeMax)
        {
            return number;
        }

        problems.Add($"paging.{name}", $"{name} must be a whole number from {min} to {SizeMax}.");
        return null;
    }
}
