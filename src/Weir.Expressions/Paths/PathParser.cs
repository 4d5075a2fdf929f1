namespace Weir.Expressions.Paths;

/// <summary>
/// Queries, segments and selectors of RFC 9535; what is inside <c>?</c> is <see cref="ConditionParser"/>'s.
/// </summary>
internal sealed class PathParser(PathReader reader)
{
    public static Query Parse(string text)
    {
        var reader = new PathReader(text);
        if (text.Length > PathLimits.TextCharsMax)
        {
            throw reader.Fail($"The path has more than {PathLimits.TextCharsMax} characters", PathLimits.TextCharsMax);
        }

        if (!reader.Take('$'))
        {
            throw reader.Fail("A path begins with '$': expected it");
        }

        var query = new Query(isAbsolute: true, new PathParser(reader).Segments());
        return reader.IsAtEnd ? query : throw reader.Fail("Expected '.', '[' or the end of the path");
    }

    /// <summary>The segments from here on; blanks after the last one are left alone.</summary>
    public Segment[] Segments()
    {
        var segments = new List<Segment>();
        while (true)
        {
            var end = reader.Position;
            reader.SkipBlanks();
            if (reader.Take(".."))
            {
                segments.Add(new(IsDescendant: true, reader.Peek() == '[' ? Bracketed() : [Dotted()]));
            }
            else if (reader.Take('.'))
            {
                segments.Add(new(IsDescendant: false, [Dotted()]));
            }
            else if (reader.Peek() == '[')
            {
                segments.Add(new(IsDescendant: false, Bracketed()));
            }
            else
            {
                reader.Return(end);
                return [.. segments];
            }
        }
    }

    private Selector Dotted() => reader.Take('*') ? new WildcardSelector() : new NameSelector(reader.Shorthand());

    private Selector[] Bracketed()
    {
        reader.Enter();
        reader.Expect('[');
        var selectors = new List<Selector>();
        do
        {
            reader.SkipBlanks();
            selectors.Add(Selector());
            reader.SkipBlanks();
        }
        while (reader.Take(','));

        if (!reader.Take(']'))
        {
            throw reader.Fail("Expected ',' or ']'");
        }

        reader.Leave();
        return [.. selectors];
    }

    private Selector Selector()
    {
        switch (reader.Peek())
        {
            case '*':
                reader.Expect('*');
                return new WildcardSelector();
            case '"' or '\'':
                return new NameSelector(reader.Quoted());
            case '?':
                reader.Expect('?');
                reader.SkipBlanks();
                return new FilterSelector(new ConditionParser(reader, this).Condition());
            default:
                return IndexOrSlice();
        }
    }

    private Selector IndexOrSlice()
    {
        var start = reader.Integer();
        var afterStart = reader.Position;
        reader.SkipBlanks();
        if (!reader.Take(':'))
        {
            reader.Return(afterStart);
            return start is { } index
                ? new IndexSelector(index)
                : throw reader.Fail("Expected a name in quotes, an index, a slice, '*' or '?'");
        }

        reader.SkipBlanks();
        var end = reader.Integer();
        reader.SkipBlanks();
        var step = 1L;
        if (reader.Take(':'))
        {
            reader.SkipBlanks();
            step = reader.Integer() ?? 1;
        }

        return new SliceSelector(start, end, step);
    }
}
