namespace Weir.Expressions.Templates.Syntax;

/// <summary>
/// White-space control: <c>~</c> eats the white space beside a tag, and a block's tag or a comment that stands alone on its
/// line takes the line with it. The rules are those of handlebars.js.
/// </summary>
internal static class WhiteSpace
{
    /// <summary>What a statement asks of its neighbours.</summary>
    private readonly record struct Wish(
        bool Open, bool Close, bool OpenStandalone, bool CloseStandalone, bool InlineStandalone);

    public static void Apply(Body body) => Apply(body, isRoot: true);

    private static void Apply(Body body, bool isRoot)
    {
        var statements = body.Statements;
        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i];
            if (WishOf(statement) is not { } wish)
            {
                continue;
            }

            var before = EndsLine(statements, i, isRoot);
            var after = BeginsLine(statements, i, isRoot);
            if (wish.Close)
            {
                OmitAfter(statements, i, all: true);
            }

            if (wish.Open)
            {
                OmitBefore(statements, i, all: true);
            }

            if (wish.InlineStandalone && before && after)
            {
                OmitAfter(statements, i);
                OmitBefore(statements, i);
            }

            if (wish.OpenStandalone && before)
            {
                OmitAfter(((Block)statement).First.Statements, -1);
                OmitBefore(statements, i);
            }

            if (wish.CloseStandalone && after)
            {
                OmitAfter(statements, i);
                OmitBeforeEnd(LastOf((Block)statement).Statements);
            }
        }
    }

    private static Wish? WishOf(Statement statement) => statement switch
    {
        Mustache mustache => new Wish(mustache.Strip.Before, mustache.Strip.After, false, false, false),
        Comment comment => new Wish(comment.Strip.Before, comment.Strip.After, false, false, true),
        Block block => Apply(block),
        _ => null,
    };

    private static Wish Apply(Block block)
    {
        if (block.Body is { } body)
        {
            Apply(body, isRoot: false);
        }

        if (block.Inverse is { } other)
        {
            Apply(other, isRoot: false);
        }

        var first = block.First;
        var inverse = block.Body is null ? null : block.Inverse;
        var firstInverse = inverse is { IsChained: true } ? ((Block)inverse.Statements[0]).First : inverse;
        var wish = new Wish(
            block.OpenStrip.Before,
            block.CloseStrip.After,
            BeginsLine(first.Statements, -1, isRoot: false),
            EndsLine((firstInverse ?? first).Statements, (firstInverse ?? first).Statements.Count, isRoot: false),
            false);
        if (block.OpenStrip.After)
        {
            OmitAfter(first.Statements, -1, all: true);
        }

        if (inverse is not null)
        {
            ApplyElse(block, first, firstInverse!, LastInverse(inverse));
        }
        else if (block.CloseStrip.Before)
        {
            OmitBeforeEnd(first.Statements, all: true);
        }

        return wish;
    }

    private static void ApplyElse(Block block, Body first, Body firstInverse, Body lastInverse)
    {
        if (block.InverseStrip.Before)
        {
            OmitBeforeEnd(first.Statements, all: true);
        }

        if (block.InverseStrip.After)
        {
            OmitAfter(firstInverse.Statements, -1, all: true);
        }

        if (block.CloseStrip.Before)
        {
            OmitBeforeEnd(lastInverse.Statements, all: true);
        }

        if (EndsLine(first.Statements, first.Statements.Count, isRoot: false)
            && BeginsLine(firstInverse.Statements, -1, isRoot: false))
        {
            OmitBeforeEnd(first.Statements);
            OmitAfter(firstInverse.Statements, -1);
        }
    }

    /// <summary>The body of the last <c>else if</c> of a chain.</summary>
    private static Body LastInverse(Body inverse)
    {
        while (inverse.IsChained)
        {
            inverse = ((Block)inverse.Statements[0]).First;
        }

        return inverse;
    }

    /// <summary>The body in front of a block's closing tag.</summary>
    private static Body LastOf(Block block)
    {
        var last = block.Inverse ?? block.First;
        while (last.IsChained)
        {
            var inner = (Block)last.Statements[0];
            last = inner.Inverse ?? inner.First;
        }

        return last;
    }

    /// <summary>What stands before a statement ends with a line break and blanks, or begins the template.</summary>
    private static bool EndsLine(List<Statement> statements, int index, bool isRoot)
    {
        if (index == 0)
        {
            return isRoot;
        }

        if (statements[index - 1] is not Content { Original: var original })
        {
            return false;
        }

        var end = original.Length;
        while (end > 0 && TagReader.IsSpace(original[end - 1]))
        {
            if (original[--end] == '\n')
            {
                return true;
            }
        }

        return end == 0 && isRoot && index == 1;
    }

    /// <summary>What stands after a statement begins with blanks and a line break, or ends the template.</summary>
    private static bool BeginsLine(List<Statement> statements, int index, bool isRoot)
    {
        if (index + 1 >= statements.Count)
        {
            return isRoot;
        }

        if (statements[index + 1] is not Content { Original: var original })
        {
            return false;
        }

        var start = 0;
        while (start < original.Length && TagReader.IsSpace(original[start]))
        {
            if (original[start++] == '\n')
            {
                return true;
            }
        }

        return start == original.Length && isRoot && index + 2 >= statements.Count;
    }

    private static void OmitAfter(List<Statement> statements, int index, bool all = false)
    {
        if (index + 1 >= statements.Count
            || statements[index + 1] is not Content content
            || (!all && content.RightStripped))
        {
            return;
        }

        var value = content.Value;
        var start = 0;
        while (start < value.Length && (all ? TagReader.IsSpace(value[start]) : value[start] is ' ' or '\t'))
        {
            start++;
        }

        if (!all)
        {
            start += value.AsSpan(start).StartsWith("\r\n") ? 2 : value.AsSpan(start) is ['\r' or '\n', ..] ? 1 : 0;
        }

        content.Value = value[start..];
        content.RightStripped = start > 0;
    }

    private static void OmitBeforeEnd(List<Statement> statements, bool all = false) =>
        OmitBefore(statements, statements.Count, all);

    private static void OmitBefore(List<Statement> statements, int index, bool all = false)
    {
        if (index == 0 || statements[index - 1] is not Content content || (!all && content.LeftStripped))
        {
            return;
        }

        var value = content.Value;
        var end = value.Length;
        while (end > 0 && (all ? TagReader.IsSpace(value[end - 1]) : value[end - 1] is ' ' or '\t'))
        {
            end--;
        }

        content.LeftStripped = end < value.Length;
        content.Value = value[..end];
    }
}
