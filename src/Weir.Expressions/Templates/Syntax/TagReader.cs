namespace Weir.Expressions.Templates.Syntax;

/// <summary>Reads what stands inside a tag: paths, literals, sub-expressions, named arguments, block parameters.</summary>
internal sealed class TagReader(string text)
{
    private int _nesting;

    /// <summary>The next character to read.</summary>
    public int Position { get; set; }

    public static bool IsSpace(char c) => c == '\uFEFF' || (char.IsWhiteSpace(c) && c != '\u0085');

    public bool At(string expected) =>
        string.CompareOrdinal(text, Position, expected, 0, expected.Length) == 0;

    public void SkipSpace()
    {
        while (Position < text.Length && IsSpace(text[Position]))
        {
            Position++;
        }
    }

    public ExpressionException Fail(string message, int position) =>
        new($"{message} (position {position}).", position);

    /// <summary>One level deeper, or refused. Leave with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_nesting > TemplateLimits.NestingMax)
        {
            throw Fail($"Blocks and sub-expressions nest deeper than {TemplateLimits.NestingMax}", Position);
        }
    }

    public void Leave() => _nesting--;

    public Invocation ReadInvocation()
    {
        SkipSpace();
        var position = Position;
        var head = ReadOperand();
        if (head is Invocation)
        {
            throw Fail("A tag begins with a name, not with a sub-expression", position);
        }

        List<Expression> arguments = [];
        List<NamedArgument> named = [];
        while (SkipToArgument())
        {
            if (TryReadName() is { } name)
            {
                ReadNamed(name, named);
            }
            else if (named.Count > 0)
            {
                throw Fail("Named arguments come after the others", Position);
            }
            else
            {
                arguments.Add(ReadOperand());
            }
        }

        return new Invocation(head, arguments, named, position);
    }

    /// <summary><c>as |item index|</c>, or nothing.</summary>
    public IReadOnlyList<string> ReadParameters()
    {
        if (!AtParameters(out var start))
        {
            return [];
        }

        Position = start;
        List<string> names = [];
        while (true)
        {
            SkipSpace();
            if (Position < text.Length && text[Position] == '|')
            {
                Position++;
                return names.Count > 0 ? names : throw Fail("Block parameters have a name", Position);
            }

            names.Add(ReadId());
        }
    }

    /// <summary>Reads the closing braces and says whether they eat the white space after them.</summary>
    public bool ReadClose(bool unescaped)
    {
        SkipSpace();
        var position = Position;
        var braces = 0;
        var strip = false;
        if (unescaped)
        {
            Expect("}", position, "}}}");
            braces++;
        }

        if (At("~"))
        {
            Position++;
            strip = true;
        }

        Expect("}}", position, unescaped ? "}}}" : "}}");
        if (braces == 0 && !strip && At("}"))
        {
            throw Fail("}}} closes only {{{; put a space between a tag's }} and a } of the text", position);
        }

        return strip;
    }

    private void Expect(string expected, int position, string close)
    {
        if (!At(expected))
        {
            throw Position >= text.Length || text[Position] == '}'
                ? Fail($"The tag is not closed: {close} is missing", position)
                : Fail($"Unexpected '{text[Position]}': {close} or an argument is expected", Position);
        }

        Position += expected.Length;
    }

    private bool SkipToArgument()
    {
        SkipSpace();
        return Position < text.Length && text[Position] is not ('}' or '~' or ')' or '|') && !AtParameters(out _);
    }

    private bool AtParameters(out int start)
    {
        start = Position;
        if (!At("as"))
        {
            return false;
        }

        start += 2;
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        return start > Position + 2 && start < text.Length && text[start++] == '|';
    }

    private string? TryReadName()
    {
        var end = EndOfId(Position);
        var next = end;
        while (next < text.Length && IsSpace(text[next]))
        {
            next++;
        }

        if (end == Position || next >= text.Length || text[next] != '=')
        {
            return null;
        }

        var name = text[Position..end];
        Position = next + 1;
        return name;
    }

    private void ReadNamed(string name, List<NamedArgument> named)
    {
        var position = Position - name.Length - 1;
        foreach (var other in named)
        {
            if (other.Name == name)
            {
                throw Fail($"The argument '{name}' is given twice", position);
            }
        }

        if (named.Count == TemplateLimits.NamedMax)
        {
            throw Fail($"There are more than {TemplateLimits.NamedMax} named arguments", position);
        }

        SkipSpace();
        named.Add(new NamedArgument(name, ReadOperand(), position));
    }

    private Expression ReadOperand()
    {
        if (Position >= text.Length)
        {
            throw Fail("The tag is not closed: }} is missing", Position);
        }

        return text[Position] switch
        {
            '(' => ReadSubExpression(),
            '"' or '\'' => ReadText(),
            _ => TryReadKeyword() ?? TryReadNumber() ?? (Expression)ReadPath(),
        };
    }

    private Invocation ReadSubExpression()
    {
        var open = Position++;
        Enter();
        var invocation = ReadInvocation();
        SkipSpace();
        if (!At(")"))
        {
            throw Fail("The sub-expression is not closed: ) is missing", open);
        }

        Position++;
        Leave();
        return invocation;
    }

    private LiteralExpression ReadText()
    {
        var open = Position;
        var quote = text[Position++];
        var value = new System.Text.StringBuilder();
        while (Position < text.Length && text[Position] != quote)
        {
            // The language knows one escape: the quote itself. Every other backslash stands for itself.
            if (text[Position] == '\\' && Position + 1 < text.Length && text[Position + 1] == quote)
            {
                Position++;
            }

            value.Append(text[Position++]);
        }

        if (Position >= text.Length)
        {
            throw Fail("The text is not closed: a quote is missing", open);
        }

        Position++;
        var read = value.ToString();
        return new LiteralExpression(Value.Of(read), read, open);
    }

    private LiteralExpression? TryReadKeyword()
    {
        foreach (var (word, value) in (ReadOnlySpan<(string, Value)>)
            [("true", Value.True), ("false", Value.False), ("null", Value.Null), ("undefined", Value.Missing)])
        {
            if (At(word) && EndsLiteral(Position + word.Length))
            {
                Position += word.Length;
                return new LiteralExpression(value, word, Position - word.Length);
            }
        }

        return null;
    }

    private LiteralExpression? TryReadNumber()
    {
        var end = Position;
        if (text[end] == '-')
        {
            end++;
        }

        var digits = EndOfDigits(end);
        if (digits == end)
        {
            return null;
        }

        end = digits;
        if (end < text.Length && text[end] == '.' && EndOfDigits(end + 1) > end + 1)
        {
            end = EndOfDigits(end + 1);
        }

        if (!EndsLiteral(end) || !Exact.TryParse(text.AsSpan(Position, end - Position), out var number))
        {
            return null;
        }

        var written = text[Position..end];
        var literal = new LiteralExpression(Value.Of(number), written, Position);
        Position = end;
        return literal;
    }

    private int EndOfDigits(int start)
    {
        while (start < text.Length && char.IsAsciiDigit(text[start]))
        {
            start++;
        }

        return start;
    }

    private bool EndsLiteral(int at) => at >= text.Length || text[at] is '}' or '~' or ')' || IsSpace(text[at]);

    private PathExpression ReadPath()
    {
        var start = Position;
        var isData = text[Position] == '@';
        if (isData)
        {
            Position++;
        }

        List<string> names = [];
        var parents = 0;
        var scoped = false;
        do
        {
            var at = Position;
            var name = ReadSegment(out var isLiteral);
            if (!isLiteral && name is "." or ".." or "this")
            {
                if (names.Count > 0)
                {
                    throw Fail($"Invalid path: '{name}' stands only at the beginning of a path", at);
                }

                parents += name == ".." ? 1 : 0;
                scoped = true;
            }
            else
            {
                names.Add(name);
            }
        }
        while (TryReadSeparator());

        return new PathExpression(names, parents, scoped, isData, text[start..Position], start);
    }

    private bool TryReadSeparator()
    {
        if (Position < text.Length && text[Position] is '.' or '/')
        {
            Position++;
            return true;
        }

        return false;
    }

    private string ReadSegment(out bool isLiteral)
    {
        isLiteral = At("[");
        if (isLiteral)
        {
            return ReadBracketed();
        }

        foreach (var dots in (ReadOnlySpan<string>)["..", "."])
        {
            if (At(dots))
            {
                Position += dots.Length;
                return dots;
            }
        }

        return ReadId();
    }

    private string ReadBracketed()
    {
        var open = Position++;
        var name = new System.Text.StringBuilder();
        while (Position < text.Length && text[Position] != ']')
        {
            if (text[Position] == '\\' && Position + 1 < text.Length && text[Position + 1] is '\\' or ']')
            {
                Position++;
            }

            name.Append(text[Position++]);
        }

        if (Position >= text.Length)
        {
            throw Fail("The name is not closed: ] is missing", open);
        }

        Position++;
        return name.ToString();
    }

    private string ReadId()
    {
        var end = EndOfId(Position);
        if (end == Position)
        {
            throw Position >= text.Length
                ? Fail("The tag is not closed: }} is missing", Position)
                : Fail($"Unexpected '{text[Position]}': a name is expected", Position);
        }

        if (end < text.Length && text[end] is not ('=' or '~' or '}' or '/' or '.' or ')' or '|') && !IsSpace(text[end]))
        {
            throw Fail($"Unexpected '{text[end]}' in a name; write [a name] for a name with such characters", end);
        }

        var name = text[Position..end];
        Position = end;
        return name;
    }

    private int EndOfId(int start)
    {
        while (start < text.Length && !IsSpace(text[start]) && !"!\"#%&'()*+,./;<=>@[\\]^`{|}~".Contains(text[start]))
        {
            start++;
        }

        return start;
    }
}
