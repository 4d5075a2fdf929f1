using System.Text.Json;

namespace Weir.Expressions.Templates;

/// <summary>Writes values: as text, as JSON, and escaped for the place where they stand.</summary>
internal static class Printing
{
    /// <summary>Writes a value at the template's present place.</summary>
    public static void Print(Rendering rendering, in Value value)
    {
        var output = rendering.Output;
        var mark = output.Length;
        switch (rendering.Place)
        {
            case Place.Json:
                PrintJson(rendering, value);
                return;
            case Place.Path or Place.Query:
                AppendText(output, value);
                if (value.Form != Form.Encoded)
                {
                    output.EscapeUri(mark);
                }

                break;
            default:
                AppendText(output, value);
                break;
        }

        if (output.Length == mark && rendering.Place == Place.Path)
        {
            rendering.Empties.Add(mark);
        }
    }

    /// <summary>The value as a text, as it would be printed where nothing needs escaping.</summary>
    public static string Text(Rendering rendering, in Value value)
    {
        if (value.Form != Form.Json && value.Made is { } made)
        {
            rendering.StepOver(made.Length);
            return made;
        }

        var output = rendering.Output;
        var mark = output.Length;
        AppendText(output, value);
        var text = output.Text(mark);
        output.Truncate(mark);
        rendering.StepOver(text.Length);
        return text;
    }

    /// <summary>The value as compact JSON; what is missing is <c>null</c>.</summary>
    public static void AppendJson(Utf8Text output, in Value value, int depth = 0)
    {
        CheckDepth(depth);
        switch (value.Kind)
        {
            case Kind.Missing or Kind.Null:
                output.Append("null"u8);
                break;
            case Kind.Boolean:
                output.Append(value.Integer != 0 ? "true"u8 : "false"u8);
                break;
            case var _ when value.IsView:
                JsonText.AppendCompact(output, value.Raw());
                break;
            case Kind.Number:
                AppendText(output, value);
                break;
            case Kind.Text:
                output.Append((byte)'"');
                var mark = output.Length;
                output.Append(value.Made);
                output.EscapeJson(mark);
                output.Append((byte)'"');
                break;
            default:
                AppendItems(output, value, depth);
                break;
        }
    }

    private static void PrintJson(Rendering rendering, in Value value)
    {
        var output = rendering.Output;
        switch (rendering.Json)
        {
            case JsonState.Escape:
                throw new EvaluationException(
                    "template", "A value cannot stand right after a backslash inside a JSON text.");
            case JsonState.Inside when value is { Kind: Kind.Text, Form: Form.Plain, IsView: true }:
                // What stands between the quotes in the record may stand between quotes here, escapes and all.
                var raw = value.Raw()[1..^1];
                JsonText.Check(output, raw);
                output.Append(raw);
                break;
            case JsonState.Inside:
                var mark = output.Length;
                AppendText(output, value);
                output.EscapeJson(mark);
                break;
            default:
                if (value.Kind != Kind.Missing || value.Form == Form.Json)
                {
                    AppendJson(output, value);
                }

                break;
        }
    }

    private static void AppendText(Utf8Text output, in Value value, int depth = 0)
    {
        if (value.Form == Form.Json)
        {
            AppendJson(output, value, depth);
            return;
        }

        CheckDepth(depth);
        switch (value.Kind)
        {
            case Kind.Boolean:
                output.Append(value.Integer != 0 ? "true"u8 : "false"u8);
                break;
            case Kind.Number when value.IsView:
                output.Append(value.Raw());
                break;
            case Kind.Number when value.Made is null:
                output.Append(value.Integer);
                break;
            case Kind.Text when value.IsView:
                AppendText(output, value.Element, value.Raw()[1..^1]);
                break;
            case Kind.Number or Kind.Text:
                output.Append(value.Made);
                break;
            case Kind.List:
                AppendItemsAsText(output, value, depth);
                break;
            case Kind.Object:
                AppendJson(output, value, depth);
                break;
        }
    }

    private static void AppendText(Utf8Text output, JsonElement element, ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            JsonText.Check(output, raw);
            output.Append(raw);
            return;
        }

        try
        {
            output.Append(element.GetString());
        }
        catch (InvalidOperationException)
        {
            throw new EvaluationException(
                "template", "A text of the record holds half of a character (a lone surrogate), so it cannot be written.");
        }
    }

    /// <summary>As JavaScript prints an array: its items with commas between, nothing for null.</summary>
    private static void AppendItemsAsText(Utf8Text output, in Value list, int depth)
    {
        var isFirst = true;
        if (list.MadeItems is { } made)
        {
            foreach (var item in made)
            {
                AppendItemAsText(output, item, depth, ref isFirst);
            }

            return;
        }

        foreach (var item in list.Element.EnumerateArray())
        {
            AppendItemAsText(output, Value.Of(item), depth, ref isFirst);
        }
    }

    private static void AppendItemAsText(Utf8Text output, in Value item, int depth, ref bool isFirst)
    {
        if (!isFirst)
        {
            output.Append((byte)',');
        }

        isFirst = false;
        AppendText(output, item, depth + 1);
    }

    private static void AppendItems(Utf8Text output, in Value list, int depth)
    {
        output.Append((byte)'[');
        var items = list.MadeItems!;
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            AppendJson(output, items[i], depth + 1);
        }

        output.Append((byte)']');
    }

    private static void CheckDepth(int depth)
    {
        if (depth > TemplateLimits.JsonDepthMax)
        {
            throw new EvaluationException(
                "template", $"A value nests deeper than {TemplateLimits.JsonDepthMax} lists.");
        }
    }
}
