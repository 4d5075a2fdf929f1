using System.Text.Json;
using Weir.Expressions.Filters;
using Weir.Expressions.Templates;

namespace Weir.Expressions.Mappings;

/// <summary>A value of a compiled mapping. Parts do not change, so many threads may write with them.</summary>
internal abstract class Part
{
    /// <summary>Writes the value as JSON; false, with nothing written, where there is none and the field is left out.</summary>
    public abstract bool Write(Writing writing);
}

/// <summary>A value that is the same for every record.</summary>
internal sealed class ConstantPart(byte[] json) : Part
{
    public override bool Write(Writing writing)
    {
        writing.Output.Append(json);
        return true;
    }
}

/// <summary>An object in the shape of the output. Names are JSON texts with their quotes and colon.</summary>
internal sealed class ObjectPart((string Name, byte[] Json, Part Part)[] fields) : Part
{
    public IReadOnlyList<string> Names { get; } = Array.ConvertAll(fields, field => field.Name);

    public override bool Write(Writing writing)
    {
        var output = writing.Output;
        output.Append((byte)'{');
        var start = output.Length;
        foreach (var (name, json, part) in fields)
        {
            writing.Step();
            var mark = output.Length;
            if (mark > start)
            {
                output.Append((byte)',');
            }

            output.Append(json);
            writing.Path.Enter(name);
            if (!part.Write(writing))
            {
                output.Truncate(mark);
            }

            writing.Path.Leave();
        }

        output.Append((byte)'}');
        return true;
    }
}

/// <summary>A list in the shape of the output. An item without a value is left out, as a field would be.</summary>
internal sealed class ListPart(Part[] items) : Part
{
    public override bool Write(Writing writing)
    {
        var output = writing.Output;
        output.Append((byte)'[');
        var start = output.Length;
        for (var i = 0; i < items.Length; i++)
        {
            writing.Step();
            var mark = output.Length;
            if (mark > start)
            {
                output.Append((byte)',');
            }

            writing.Path.Enter(i);
            if (!items[i].Write(writing))
            {
                output.Truncate(mark);
            }

            writing.Path.Leave();
        }

        output.Append((byte)']');
        return true;
    }
}

/// <summary><c>"$.a"</c> gives its value or none, <c>"$.a[*]"</c> always a list.</summary>
internal sealed class PathPart(PathSource path) : Part
{
    public override bool Write(Writing writing)
    {
        if (path.IsSingular)
        {
            var found = path.TryGet(writing, out var value);
            if (found)
            {
                JsonText.AppendCompact(writing.Output, value);
            }

            return found;
        }

        var output = writing.Output;
        output.Append((byte)'[');
        var values = writing.Select(path);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            JsonText.AppendCompact(output, values[i]);
        }

        writing.Return(values);
        output.Append((byte)']');
        return true;
    }
}

/// <summary><c>"{{first}} {{last}}"</c>: a text.</summary>
internal sealed class TemplatePart(Template template) : Part
{
    public override bool Write(Writing writing)
    {
        var output = writing.Output;
        output.Append((byte)'"');
        var mark = output.Length;
        template.Append(writing.Item, writing.Root, writing.Variables, output);
        output.EscapeJson(mark);
        output.Append((byte)'"');
        return true;
    }
}

/// <summary><c>{"@when": rule, …}</c>: nothing where the rule is not true for the record or the item.</summary>
internal sealed class WhenPart(Filter filter, Part part) : Part
{
    public override bool Write(Writing writing) => filter.Test(writing.Item) && part.Write(writing);
}

/// <summary><c>{"@each": "$.items[*]", "@do": …}</c>: a list of what <c>@do</c> makes of each item.</summary>
internal sealed class EachPart(PathSource path, Part body) : Part
{
    public override bool Write(Writing writing)
    {
        var output = writing.Output;
        output.Append((byte)'[');
        var start = output.Length;
        var outer = writing.Item;
        if (!path.IsSingular)
        {
            var items = writing.Select(path);
            for (var i = 0; i < items.Count; i++)
            {
                WriteItem(writing, items[i], i, start);
            }

            writing.Return(items);
        }
        else if (path.TryGet(writing, out var list) && list.ValueKind != JsonValueKind.Null)
        {
            WriteList(writing, list, start);
        }

        writing.Item = outer;
        output.Append((byte)']');
        return true;
    }

    private void WriteList(Writing writing, JsonElement list, int start)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw writing.Fail($"{path.Text} is not a list but {Conversion.KindOf(list)}.");
        }

        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            WriteItem(writing, item, i++, start);
        }
    }

    private void WriteItem(Writing writing, JsonElement value, int index, int start)
    {
        writing.Step();
        var output = writing.Output;
        var mark = output.Length;
        if (mark > start)
        {
            output.Append((byte)',');
        }

        writing.Item = value;
        writing.Path.Enter(index);
        if (!body.Write(writing))
        {
            output.Truncate(mark);
        }

        writing.Path.Leave();
    }
}
