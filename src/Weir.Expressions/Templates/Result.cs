using System.Text.Json;

namespace Weir.Expressions.Templates;

/// <summary>Looks at what was rendered as a whole: whether it may stand in its place.</summary>
internal static class Result
{
    /// <summary>A sentence that says why it may not, or null.</summary>
    /// <param name="place">Where it will stand.</param>
    /// <param name="rendered">The rendered UTF-8.</param>
    /// <param name="empties">Where values were printed that are empty (for a path).</param>
    public static string? Problem(Place place, ReadOnlySpan<byte> rendered, List<int> empties) => place switch
    {
        Place.Json => JsonProblem(rendered),
        Place.Path => PathProblem(rendered, empties),
        Place.Header => HeaderProblem(rendered),
        _ => null,
    };

    private static string? JsonProblem(ReadOnlySpan<byte> rendered)
    {
        var reader = new Utf8JsonReader(rendered, new JsonReaderOptions { MaxDepth = TemplateLimits.JsonDepthMax });
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"What the template gives is not JSON: byte {reader.BytesConsumed}, {Reason(e)}";
        }
    }

    // The reader's own sentence ends with its line and byte, which count in the rendered text and not in the template.
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static string? PathProblem(ReadOnlySpan<byte> rendered, List<int> empties)
    {
        var end = rendered.IndexOfAny((byte)'?', (byte)'#');
        var path = end < 0 ? rendered : rendered[..end];
        foreach (var at in empties)
        {
            if (at <= path.Length && (at == 0 || path[at - 1] == (byte)'/') && (at == path.Length || path[at] == (byte)'/'))
            {
                return "A segment of the path is empty, because its value is missing or empty.";
            }
        }

        while (!path.IsEmpty)
        {
            // Clients read a backslash as a slash and %2e as a dot.
            var slash = path.IndexOfAny((byte)'/', (byte)'\\');
            var segment = slash < 0 ? path : path[..slash];
            if (IsDots(segment))
            {
                return "A segment of the path is '.' or '..', which would lead to another address.";
            }

            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return null;
    }

    private static bool IsDots(ReadOnlySpan<byte> segment)
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            var length = segment[0] == (byte)'.' ? 1 : segment is [(byte)'%', (byte)'2', (byte)'e' or (byte)'E', ..] ? 3 : 0;
            if (length == 0 || ++dots > 2)
            {
                return false;
            }

            segment = segment[length..];
        }

        return dots > 0;
    }

    private static string? HeaderProblem(ReadOnlySpan<byte> rendered)
    {
        foreach (var value in rendered)
        {
            if (value is < 0x20 and not (byte)'\t' or 0x7F)
            {
                return "A header cannot hold a line break or another control character.";
            }
        }

        return null;
    }
}
