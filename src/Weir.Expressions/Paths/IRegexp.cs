using System.Text;

namespace Weir.Expressions.Paths;

/// <summary>
/// Translates I-Regexp (RFC 9485) to a .NET expression. Two things go beyond the letter: <c>^</c> and <c>$</c> stand
/// for the two ends, as the public compliance suite of RFC 9535 has them, and repetitions are bounded.
/// </summary>
internal sealed class IRegexp
{
    private const int NestingLevelsMax = 64;
    private const int TranslatedCharsMax = 50_000;

    private readonly string _source;
    private readonly StringBuilder _output = new();
    private int _position;
    private int _nesting;

    private IRegexp(string source) => _source = source;

    /// <summary>
    /// False when the text is no I-Regexp. <paramref name="expression"/> is null when it is one that is too large.
    /// <paramref name="positions"/>: the characters it stands for, with its repetitions written out.
    /// </summary>
    public static bool TryTranslate(string source, out string? expression, out int positions)
    {
        expression = null;
        positions = 0;
        if (source.Length > PathLimits.TextCharsMax)
        {
            return true;
        }

        var translation = new IRegexp(source);
        try
        {
            positions = translation.Alternatives();
            if (translation._position < source.Length)
            {
                return false;
            }

            expression = translation._output.ToString();
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
        catch (TooLargeException)
        {
            return true;
        }
    }

    private int Alternatives()
    {
        if (++_nesting > NestingLevelsMax)
        {
            throw new TooLargeException();
        }

        var positions = 0;
        while (true)
        {
            while (_position < _source.Length && _source[_position] is not ('|' or ')'))
            {
                positions = Bounded(positions + (long)Piece());
            }

            if (_position == _source.Length || _source[_position] == ')')
            {
                _nesting--;
                return positions;
            }

            _output.Append(_source[_position++]);
        }
    }

    private int Piece()
    {
        var positions = Atom();
        return Bounded((long)positions * Quantifier());
    }

    private int Atom()
    {
        switch (_source[_position])
        {
            case '(':
                _position++;
                _output.Append("(?:");
                var positions = Alternatives();
                Expect(')');
                _output.Append(')');
                return positions;
            case '^':
                _position++;
                return Emit("(?:^)");
            case '$':
                _position++;
                return Emit(@"(?:\z)");
            case '.':
                _position++;
                return Emit(CodePoints.Of([('\n', '\n'), ('\r', '\r')]).Complement().ToRegex());
            case '[':
                _position++;
                return Emit(Class().ToRegex());
            case '\\' when IsProperty():
                return Emit(Property().ToRegex());
            case '\\':
                var escaped = Escaped();
                return Emit(CodePoints.Of([(escaped, escaped)]).ToRegex());
            case '*' or '+' or '?' or '{' or '}' or ']':
                throw new FormatException();
            default:
                var scalar = Scalar();
                return Emit(CodePoints.Of([(scalar, scalar)]).ToRegex());
        }
    }

    private int Emit(string expression)
    {
        if (_output.Length + expression.Length > TranslatedCharsMax)
        {
            throw new TooLargeException();
        }

        _output.Append(expression);
        return 1;
    }

    /// <summary>The most often that the atom may occur; <c>*</c> and the like are loops and count once.</summary>
    private int Quantifier()
    {
        switch (_position < _source.Length ? _source[_position] : '\0')
        {
            case '*' or '+' or '?':
                _output.Append(_source[_position++]);
                return 1;
            case '{':
                _position++;
                var least = Times();
                var most = least;
                _output.Append('{').Append(least);
                if (Take(','))
                {
                    _output.Append(',');
                    most = least + 1;
                    if (_position < _source.Length && _source[_position] != '}')
                    {
                        most = Times();
                        _output.Append(most);
                    }
                }

                Expect('}');
                _output.Append('}');
                return most >= least ? most : throw new FormatException();
            default:
                return 1;
        }
    }

    private int Times()
    {
        var start = _position;
        var times = 0L;
        while (_position < _source.Length && char.IsAsciiDigit(_source[_position]))
        {
            times = Math.Min((times * 10) + (_source[_position++] - '0'), int.MaxValue);
        }

        return _position > start ? Bounded(times) : throw new FormatException();
    }

    private CodePoints Class()
    {
        var isNegated = Take('^');
        var ranges = new List<(int From, int To)>();
        if (Take('-'))
        {
            ranges.Add(('-', '-'));
        }
        else
        {
            ClassItem(ranges);
        }

        while (!Take(']'))
        {
            if (Take('-'))
            {
                // Past the front a hyphen stands for itself only at the very end.
                Expect(']');
                ranges.Add(('-', '-'));
                break;
            }

            ClassItem(ranges);
        }

        var set = CodePoints.Of(ranges);
        return isNegated ? set.Complement() : set;
    }

    private void ClassItem(List<(int From, int To)> ranges)
    {
        if (IsProperty())
        {
            ranges.AddRange(Property().Ranges);
            return;
        }

        var from = ClassScalar();
        var isRange = _position + 1 < _source.Length && _source[_position] == '-' && _source[_position + 1] != ']';
        if (!isRange)
        {
            ranges.Add((from, from));
            return;
        }

        _position++;
        var to = ClassScalar();
        ranges.Add(to >= from ? (from, to) : throw new FormatException());
    }

    private int ClassScalar()
    {
        if (_position == _source.Length || _source[_position] is '-' or '[' or ']')
        {
            throw new FormatException();
        }

        return _source[_position] == '\\' ? Escaped() : Scalar();
    }

    private bool IsProperty() =>
        _position + 1 < _source.Length && _source[_position] == '\\' && _source[_position + 1] is 'p' or 'P';

    private CodePoints Property()
    {
        var isNegated = _source[_position + 1] == 'P';
        _position += 2;
        Expect('{');
        var end = _source.IndexOf('}', _position);
        var set = end < 0 ? null : CodePoints.OfProperty(_source[_position..end]);
        if (set is null)
        {
            throw new FormatException();
        }

        _position = end + 1;
        return isNegated ? set.Complement() : set;
    }

    private int Escaped()
    {
        _position++;
        var c = _position < _source.Length ? _source[_position++] : '\0';
        return c switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '(' or ')' or '*' or '+' or '-' or '.' or '?' or '[' or '\\' or ']' or '^' or '{' or '|' or '}' => c,
            // Not in the RFC, but with $ standing for the end there must be a way to say the character.
            '$' => c,
            _ => throw new FormatException(),
        };
    }

    private int Scalar()
    {
        if (!Rune.TryGetRuneAt(_source, _position, out var rune))
        {
            throw new FormatException();
        }

        _position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private bool Take(char c)
    {
        var isNext = _position < _source.Length && _source[_position] == c;
        _position += isNext ? 1 : 0;
        return isNext;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw new FormatException();
        }
    }

    private static int Bounded(long positions) =>
        positions <= PathLimits.PatternPositionsMax ? (int)positions : throw new TooLargeException();

    private sealed class TooLargeException : Exception;
}
