using System.Globalization;
using System.Text;

namespace Weir.Expressions.Paths;

/// <summary>The characters of a path and the position in them: the words of RFC 9535's grammar.</summary>
internal sealed class PathReader(string text)
{
    /// <summary>The integers that a double holds exactly; RFC 9535 allows no others.</summary>
    private const long IntegerMax = 9_007_199_254_740_991;

    private int _nesting;

    public int Position { get; private set; }

    public bool IsAtEnd => Position == text.Length;

    /// <summary>The character after <paramref name="ahead"/> others; NUL, which no path may have, at the end.</summary>
    public char Peek(int ahead = 0) => Position + ahead < text.Length ? text[Position + ahead] : '\0';

    public bool Take(char c)
    {
        var isNext = !IsAtEnd && text[Position] == c;
        Position += isNext ? 1 : 0;
        return isNext;
    }

    public bool Take(string word)
    {
        var isNext = text.AsSpan(Position).StartsWith(word, StringComparison.Ordinal);
        Position += isNext ? word.Length : 0;
        return isNext;
    }

    public void Expect(char c)
    {
        if (!Take(c))
        {
            throw Fail($"Expected '{c}'");
        }
    }

    public void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
        {
            Position++;
        }
    }

    /// <summary>Goes back to where something ambiguous began.</summary>
    public void Return(int position) => Position = position;

    public void Enter()
    {
        if (++_nesting > PathLimits.NestingLevelsMax)
        {
            throw Fail($"The path is nested more than {PathLimits.NestingLevelsMax} levels deep");
        }
    }

    public void Leave() => _nesting--;

    public ExpressionException Fail(string message, int? at = null)
    {
        var position = at ?? Position;
        return new($"{message} at position {position}.", position);
    }

    /// <summary>A member name after a dot.</summary>
    public string Shorthand()
    {
        var start = Position;
        while (!IsAtEnd)
        {
            var c = text[Position];
            var isFirst = char.IsAsciiLetter(c) || c == '_' || c >= 0x80;
            if (!isFirst && !(Position > start && char.IsAsciiDigit(c)))
            {
                break;
            }

            TakeScalar();
        }

        return Position > start ? text[start..Position] : throw Fail("Expected a name, '*' or '['");
    }

    /// <summary>A function's name: small letters, digits and underscores. Empty when there is none.</summary>
    public string FunctionName()
    {
        var start = Position;
        while (char.IsAsciiLetterLower(Peek())
            || (Position > start && (Peek() == '_' || char.IsAsciiDigit(Peek()))))
        {
            Position++;
        }

        return text[start..Position];
    }

    public string Quoted()
    {
        var start = Position;
        var quote = text[Position++];
        var value = new StringBuilder();
        while (!Take(quote))
        {
            if (IsAtEnd)
            {
                throw Fail("A text that has no end begins", start);
            }

            if (Peek() == '\\')
            {
                Position++;
                value.Append(Escaped(quote));
            }
            else if (Peek() < ' ')
            {
                throw Fail("A control character must be written as an escape");
            }
            else
            {
                var from = Position;
                TakeScalar();
                value.Append(text, from, Position - from);
            }
        }

        return value.ToString();
    }

    /// <summary>An index or a part of a slice; null when there is none here.</summary>
    public long? Integer()
    {
        var start = Position;
        var isNegative = Take('-');
        var digits = Digits();
        if (digits.IsEmpty)
        {
            return isNegative ? throw Fail("Expected a digit") : null;
        }

        if (digits[0] == '0' && (digits.Length > 1 || isNegative))
        {
            throw Fail("An index has no leading zero and is not -0", start);
        }

        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value > IntegerMax)
        {
            throw Fail($"An index lies between -{IntegerMax} and {IntegerMax}", start);
        }

        return isNegative ? -value : value;
    }

    /// <summary>A number literal, as it is written: it is one in JSON, too.</summary>
    public string Number()
    {
        var start = Position;
        Take('-');
        var whole = Digits();
        if (whole.IsEmpty)
        {
            throw Fail("Expected a digit");
        }

        if (whole.Length > 1 && whole[0] == '0')
        {
            throw Fail("A number has no leading zero", start);
        }

        if (Take('.') && Digits().IsEmpty)
        {
            throw Fail("Expected a digit");
        }

        if (Take('e') || Take('E'))
        {
            _ = Take('+') || Take('-');
            if (Digits().IsEmpty)
            {
                throw Fail("Expected a digit");
            }
        }

        return text[start..Position];
    }

    private ReadOnlySpan<char> Digits()
    {
        var start = Position;
        while (char.IsAsciiDigit(Peek()))
        {
            Position++;
        }

        return text.AsSpan(start, Position - start);
    }

    private void TakeScalar()
    {
        if (!Rune.TryGetRuneAt(text, Position, out var rune))
        {
            throw Fail("Half of a surrogate pair");
        }

        Position += rune.Utf16SequenceLength;
    }

    private string Escaped(char quote)
    {
        var c = Peek();
        if (c == 'u')
        {
            return EscapedUnits();
        }

        var value = c switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '/' or '\\' => c,
            '"' or '\'' when c == quote => c,
            _ => throw Fail("An unknown escape"),
        };
        Position++;
        return value.ToString();
    }

    private string EscapedUnits()
    {
        var start = Position - 1;
        var unit = EscapedUnit();
        if (!char.IsSurrogate(unit))
        {
            return unit.ToString();
        }

        if (char.IsHighSurrogate(unit) && Take('\\') && Peek() == 'u')
        {
            var low = EscapedUnit();
            if (char.IsLowSurrogate(low))
            {
                return new string([unit, low]);
            }
        }

        throw Fail("Half of a surrogate pair", start);
    }

    private char EscapedUnit()
    {
        Position++;
        var digits = text.AsSpan(Position, Math.Min(4, text.Length - Position));
        if (digits.Length < 4 || !IsHex(digits))
        {
            throw Fail("Expected four hexadecimal digits");
        }

        Position += 4;
        return (char)int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
