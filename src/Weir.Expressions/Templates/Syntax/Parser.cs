using System.Buffers;

namespace Weir.Expressions.Templates.Syntax;

/// <summary>
/// Reads a template's text into statements: the grammar of handlebars.js without partials and decorators, which are
/// refused by name. Positions count UTF-16 code units from 0.
/// </summary>
internal sealed class Parser(string text)
{
    private static readonly SearchValues<char> NoName = SearchValues.Create("{} \t\r\n");

    private readonly TagReader _tag = new(text);
    private End? _end;

    public static Body Parse(string text)
    {
        var parser = new Parser(text);
        var body = parser.ReadBody();
        if (parser._end is { } end)
        {
            throw parser._tag.Fail(
                end.Kind == EndKind.Close ? "This end of a block has no beginning" : "This else stands in no block",
                end.Position);
        }

        WhiteSpace.Apply(body);
        return body;
    }

    private enum EndKind
    {
        Else,
        ElseIf,
        Close,
    }

    /// <summary>The tag that ended a body. The reader stands after its opening for ElseIf and Close, after it for Else.</summary>
    private sealed record End(EndKind Kind, int Position, Strip Strip);

    private Body ReadBody()
    {
        List<Statement> statements = [];
        _end = null;
        while (_tag.Position < text.Length)
        {
            if (!ReadContent(statements))
            {
                break;
            }

            if (ReadTag() is { } statement)
            {
                statements.Add(statement);
            }
            else
            {
                break;
            }
        }

        return new Body(statements);
    }

    /// <summary>Reads text up to the next tag; false at the end of the text.</summary>
    private bool ReadContent(List<Statement> statements)
    {
        while (_tag.Position < text.Length)
        {
            var start = _tag.Position;
            var open = text.IndexOf("{{", start, StringComparison.Ordinal);
            if (open < 0)
            {
                statements.Add(new Content(text[start..]));
                _tag.Position = text.Length;
                return false;
            }

            var slashes = open > start && text[open - 1] == '\\' ? open > start + 1 && text[open - 2] == '\\' ? 2 : 1 : 0;
            AddContent(statements, start, open - Math.Min(slashes, 1));
            _tag.Position = open;
            if (slashes != 1)
            {
                return true;
            }

            ReadEscaped(statements);
        }

        return false;
    }

    private void AddContent(List<Statement> statements, int start, int end)
    {
        if (end > start)
        {
            statements.Add(new Content(text[start..end]));
        }
    }

    /// <summary>After <c>\{{</c>: the braces and what follows are text up to the next tag or escape.</summary>
    private void ReadEscaped(List<Statement> statements)
    {
        var start = _tag.Position;
        var end = text.IndexOf("{{", start + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            end = text.Length;
        }
        else
        {
            // The backslashes in front of the next tag belong to that tag, so that they are read as its escape.
            for (var slashes = 0; slashes < 2 && end > start + 2 && text[end - 1] == '\\'; slashes++)
            {
                end--;
            }
        }

        AddContent(statements, start, end);
        _tag.Position = end;
    }

    /// <summary>Reads one tag; null where it ends the body, then <see cref="_end"/> says how.</summary>
    private Statement? ReadTag()
    {
        var position = _tag.Position;
        if (_tag.At("{{{{"))
        {
            return ReadRaw();
        }

        _tag.Position += 2;
        var before = Skip("~");
        if (_tag.At("!"))
        {
            return ReadComment(position, before);
        }

        if (TryReadElse(position, before))
        {
            return null;
        }

        Refuse(position);
        if (Skip("#"))
        {
            return ReadBlock(before, inverted: false);
        }

        if (Skip("/"))
        {
            _end = new End(EndKind.Close, position, new Strip(before, false));
            return null;
        }

        if (Skip("^"))
        {
            return ReadBlock(before, inverted: true);
        }

        var unescaped = Skip("{");
        if (!unescaped)
        {
            Skip("&");
        }

        var invocation = _tag.ReadInvocation();
        return new Mustache(invocation, new Strip(before, _tag.ReadClose(unescaped)));
    }

    private bool Skip(string word)
    {
        if (!_tag.At(word))
        {
            return false;
        }

        _tag.Position += word.Length;
        return true;
    }

    private void Refuse(int position)
    {
        if (_tag.At(">") || _tag.At("#>"))
        {
            throw _tag.Fail("Partials ({{> name}}) are not supported", position);
        }

        if (_tag.At("*") || _tag.At("#*"))
        {
            throw _tag.Fail("Decorators and inline partials ({{* name}}) are not supported", position);
        }
    }

    private Comment ReadComment(int position, bool before)
    {
        var isLong = _tag.At("!--");
        var close = isLong
            ? EndOfLongComment(_tag.Position + 1)
            : text.IndexOf("}}", _tag.Position + 1, StringComparison.Ordinal);
        if (close < 0)
        {
            throw _tag.Fail($"The comment is not closed: {(isLong ? "--}}" : "}}")} is missing", position);
        }

        _tag.Position = close + 2;
        return new Comment(new Strip(before, text[close - 1] == '~'));
    }

    /// <summary>Where the braces of <c>--}}</c> or <c>--~}}</c> begin; -1 where there are none.</summary>
    private int EndOfLongComment(int start)
    {
        for (var at = start; (at = text.IndexOf("--", at, StringComparison.Ordinal)) >= 0; at++)
        {
            var rest = text.AsSpan(at + 2);
            if (rest.StartsWith("}}") || rest.StartsWith("~}}"))
            {
                return at + (rest[0] == '~' ? 3 : 2);
            }
        }

        return -1;
    }

    /// <summary><c>{{else}}</c>, <c>{{^}}</c> and <c>{{else if …}}</c>.</summary>
    private bool TryReadElse(int position, bool before)
    {
        var start = _tag.Position;
        var isCaret = Skip("^");
        if (!isCaret)
        {
            _tag.SkipSpace();
            if (!Skip("else") || (_tag.Position < text.Length && !EndsElse(text[_tag.Position])))
            {
                _tag.Position = start;
                return false;
            }
        }

        var afterWord = _tag.Position;
        _tag.SkipSpace();
        if (_tag.At("}}") || _tag.At("~}}"))
        {
            _end = new End(EndKind.Else, position, new Strip(before, _tag.ReadClose(unescaped: false)));
            return true;
        }

        if (isCaret)
        {
            _tag.Position = start;
            return false;
        }

        _tag.Position = afterWord;
        _end = new End(EndKind.ElseIf, position, new Strip(before, false));
        return true;
    }

    private static bool EndsElse(char c) => TagReader.IsSpace(c) || c is '}' or '~';

    private Block ReadBlock(bool before, bool inverted)
    {
        _tag.Enter();
        var (invocation, parameters, after) = ReadOpening();
        var block = ReadRest(new Block(invocation) { OpenStrip = new Strip(before, after), Parameters = parameters }, inverted);
        var close = _end!;
        _tag.SkipSpace();
        var nameAt = _tag.Position;
        var name = _tag.ReadInvocation();
        if (name.HasArguments || name.Name != invocation.Name)
        {
            throw _tag.Fail($"'{invocation.Name}' is closed by '{name.Name}'", nameAt);
        }

        block.CloseStrip = new Strip(close.Strip.Before, _tag.ReadClose(unescaped: false));
        if (block.Inverse is { IsChained: true } chained)
        {
            ((Block)chained.Statements[0]).CloseStrip = block.CloseStrip;
        }

        _tag.Leave();
        _end = null;
        return block;
    }

    private (Invocation Invocation, IReadOnlyList<string> Parameters, bool After) ReadOpening()
    {
        var invocation = _tag.ReadInvocation();
        var parameters = _tag.ReadParameters();
        return (invocation, parameters, _tag.ReadClose(unescaped: false));
    }

    /// <summary>Reads the bodies of a block up to the tag that closes it; that tag's opening is read already.</summary>
    private Block ReadRest(Block open, bool inverted)
    {
        var body = ReadBody();
        Body? inverse = null;
        var inverseStrip = default(Strip);
        switch (_end?.Kind)
        {
            case EndKind.Else:
                inverseStrip = _end.Strip;
                inverse = ReadBody();
                if (_end is { Kind: not EndKind.Close } second)
                {
                    throw _tag.Fail($"'{open.Invocation.Name}' has an else already", second.Position);
                }

                break;
            case EndKind.ElseIf when inverted:
                throw _tag.Fail("An inverse block has no {{else if}}", _end.Position);
            case EndKind.ElseIf:
                (inverse, inverseStrip) = ReadChain(_end);
                break;
        }

        if (_end is null)
        {
            throw _tag.Fail($"The block '{open.Invocation.Name}' is not closed", open.Invocation.Position);
        }

        return new Block(open.Invocation)
        {
            Parameters = open.Parameters,
            OpenStrip = open.OpenStrip,
            Body = inverted ? inverse : body,
            Inverse = inverted ? body : inverse,
            InverseStrip = inverseStrip,
        };
    }

    private (Body Inverse, Strip Strip) ReadChain(End end)
    {
        _tag.Enter();
        var (invocation, parameters, after) = ReadOpening();
        var strip = new Strip(end.Strip.Before, after);
        var inner = ReadRest(new Block(invocation) { OpenStrip = strip, Parameters = parameters }, inverted: false);
        inner.CloseStrip = inner.InverseStrip;
        if (inner.Inverse is { IsChained: true } next)
        {
            ((Block)next.Statements[0]).CloseStrip = inner.InverseStrip;
        }

        _tag.Leave();
        return (new Body([inner]) { IsChained = true }, strip);
    }

    /// <summary><c>{{{{raw}}}} … {{{{/raw}}}}</c>: everything between is text, tags too.</summary>
    private Block ReadRaw()
    {
        var position = _tag.Position;
        _tag.Position += 4;
        var invocation = _tag.ReadInvocation();
        _tag.SkipSpace();
        if (!Skip("}}}}"))
        {
            throw _tag.Fail("A raw block's tag is not closed: }}}} is missing", position);
        }

        var start = _tag.Position;
        var depth = 1;
        while (true)
        {
            var next = text.IndexOf("{{{{", _tag.Position, StringComparison.Ordinal);
            if (next < 0)
            {
                throw _tag.Fail($"The raw block '{invocation.Name}' is not closed", position);
            }

            _tag.Position = next + 4;
            if (!_tag.At("/"))
            {
                depth++;
            }
            else if (TryReadRawClose(out var name) && --depth == 0)
            {
                return name == invocation.Name
                    ? new Block(invocation) { IsRaw = true, Body = new Body([new Content(text[start..next])]) }
                    : throw _tag.Fail($"'{invocation.Name}' is closed by '{name}'", next);
            }
        }
    }

    private bool TryReadRawClose(out string name)
    {
        var end = text.IndexOf("}}}}", _tag.Position, StringComparison.Ordinal);
        name = end < 0 ? "" : text[(_tag.Position + 1)..end];
        if (end < 0 || name.Length == 0 || name.AsSpan().ContainsAny(NoName))
        {
            return false;
        }

        _tag.Position = end + 4;
        return true;
    }
}
