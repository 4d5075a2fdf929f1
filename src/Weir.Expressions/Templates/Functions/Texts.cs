using System.Text;
using Weir.Expressions.Templates.Nodes;

namespace Weir.Expressions.Templates.Functions;

/// <summary>Helpers over texts. They count Unicode characters, so that none is cut in two.</summary>
internal static class Texts
{
    private const int PadMax = 10_000;

    public static IReadOnlyList<Function> All { get; } =
    [
        new("trim", 1, 1, static (call, r) => Value.Of(call.Text(r, 0).Trim())),
        new("trimLeft", 1, 1, static (call, r) => Value.Of(call.Text(r, 0).TrimStart())),
        new("trimRight", 1, 1, static (call, r) => Value.Of(call.Text(r, 0).TrimEnd())),
        new("uppercase", 1, 1, static (call, r) => Value.Of(call.Text(r, 0).ToUpperInvariant())),
        new("lowercase", 1, 1, static (call, r) => Value.Of(call.Text(r, 0).ToLowerInvariant())),
        new("capitalize", 1, 1, Capitalize),
        new("replace", 2, 3, Replace),
        new("substring", 2, 3, Substring),
        new("split", 1, 3, Split),
        new("padLeft", 2, 3, static (call, r) => Pad(call, r, left: true)),
        new("padRight", 2, 3, static (call, r) => Pad(call, r, left: false)),
    ];

    private static Value Capitalize(Call call, Rendering rendering)
    {
        var text = call.Text(rendering, 0);
        if (text.Length == 0)
        {
            return Value.Of(text);
        }

        var first = Rune.GetRuneAt(text, 0);
        return Value.Of(Rune.ToUpperInvariant(first) + text[first.Utf16SequenceLength..]);
    }

    private static Value Replace(Call call, Rendering rendering)
    {
        var (text, old, with) = (call.Text(rendering, 0), call.Text(rendering, 1), call.Text(rendering, 2));
        if (old.Length == 0)
        {
            throw call.Fail("the text to look for is empty");
        }

        if (with.Length > old.Length && text.Length + ((long)(text.Length / old.Length) * (with.Length - old.Length))
            > TemplateLimits.ValueCharsMax)
        {
            rendering.Step(text.Length);
            if (text.Length + ((long)text.AsSpan().Count(old) * (with.Length - old.Length)) > TemplateLimits.ValueCharsMax)
            {
                throw call.TooLong();
            }
        }

        return call.Made(text.Replace(old, with, StringComparison.Ordinal));
    }

    /// <summary>From the first place up to, not with, the second, as in JavaScript.</summary>
    private static Value Substring(Call call, Rendering rendering)
    {
        var text = call.Text(rendering, 0);
        var length = Operand.Characters(text);
        var start = Place(call, rendering, 1, length);
        var end = call.Count < 3 ? length : Place(call, rendering, 2, length);
        if (start > end)
        {
            (start, end) = (end, start);
        }

        return Value.Of(text[Offset(text, start)..Offset(text, end)]);
    }

    private static int Place(Call call, Rendering rendering, int index, int length) =>
        Math.Clamp(call.Whole(rendering, index, int.MinValue, int.MaxValue), 0, length);

    private static int Offset(string text, int characters)
    {
        var offset = 0;
        for (; characters > 0; characters--)
        {
            offset += char.IsHighSurrogate(text[offset]) ? 2 : 1;
        }

        return offset;
    }

    /// <summary>The list of parts, or the part that the third argument counts from 0.</summary>
    private static Value Split(Call call, Rendering rendering)
    {
        var text = call.Text(rendering, 0);
        var separator = call.Count < 2 ? "," : call.Text(rendering, 1);
        if (separator.Length == 0)
        {
            throw call.Fail("the separator is empty");
        }

        var parts = text.Length == 0 ? [] : text.Split(separator, StringSplitOptions.None);
        rendering.Step(parts.Length);
        if (call.Count == 3)
        {
            var index = call.Whole(rendering, 2, 0, int.MaxValue);
            return index < parts.Length ? Value.Of(parts[index]) : Value.Missing;
        }

        return Value.Of(Array.ConvertAll(parts, Value.Of));
    }

    private static Value Pad(Call call, Rendering rendering, bool left)
    {
        var text = call.Text(rendering, 0);
        var with = call.Count < 3 ? " " : call.Text(rendering, 2);
        if (Operand.Characters(with) != 1)
        {
            throw call.Fail("the padding is one character");
        }

        var missing = call.Whole(rendering, 1, 0, PadMax) - Operand.Characters(text);
        if (missing <= 0)
        {
            return Value.Of(text);
        }

        var padding = new StringBuilder().Insert(0, with, missing).ToString();
        return call.Made(left ? padding + text : text + padding);
    }
}
