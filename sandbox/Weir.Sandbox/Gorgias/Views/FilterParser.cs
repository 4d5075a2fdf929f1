using System.Globalization;
using System.Text;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Reads the filter of a view, which is a small part of JavaScript: calls with a path and a value, lists, texts in
/// single or double quotes, numbers, <c>true</c>, <c>false</c>, <c>null</c>, <c>&amp;&amp;</c>, <c>||</c> and brackets.
/// </summary>
internal ref struct FilterParser(string text)
{
    private const int DepthMax = 50;

    /// <summary>Also the bound of how deep a chain of conditions nests.</summary>
    private const int CharactersMax = 20_000;

    private readonly string _text = text;
    private int _at;
    private int _depth;

    /// <summary>Null for an empty filter, which takes everything.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says where.</exception>
    public static FilterExpression? Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > CharactersMax)
        {
            throw new FormatException($"Longer than maximum length {CharactersMax}.");
        }

        var parser = new FilterParser(text);
        var read = parser.Or();
        parser.Blanks();
        return parser._at == text.Length ? read : throw parser.Unexpected();
    }

    private FilterExpression Or()
    {
        if (++_depth > DepthMax)
        {
            throw Unexpected();
        }

        var left = And();
        while (Skip("||"))
        {
            left = new FilterExpression.Both(left, And(), IsAnd: false);
        }

        _depth--;
        return left;
    }

    private FilterExpression And()
    {
        var left = One();
        while (Skip("&&"))
        {
            left = new FilterExpression.Both(left, One(), IsAnd: true);
        }

        return left;
    }

    private FilterExpression One()
    {
        if (Skip("("))
        {
            var inner = Or();
            Expect(")");
            return inner;
        }

        var function = Path();
        Expect("(");
        var path = Path();
        var values = new List<string>();
        var isList = false;
        while (Skip(","))
        {
            isList |= Peek() == '[';
            Value(values);
        }

        Expect(")");
        return new FilterExpression.Call(function, path, values, isList);
    }

    /// <summary>Names with dots, and numbers in square brackets: <c>ticket.custom_fields[5].value</c>.</summary>
    private string Path()
    {
        Blanks();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' or '[' or ']'))
        {
            _at++;
        }

        return _at > start && char.IsAsciiLetter(_text[start]) ? _text[start.._at] : throw Unexpected();
    }

    private void Value(List<string> values)
    {
        if (Skip("["))
        {
            while (!Skip("]"))
            {
                values.Add(Literal());
                if (!Skip(",") && Peek() != ']')
                {
                    throw Unexpected();
                }
            }

            return;
        }

        values.Add(Literal());
    }

    private string Literal()
    {
        if (Peek() is '\'' or '"')
        {
            return Quoted();
        }

        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '.'))
        {
            _at++;
        }

        var word = _text[start.._at];
        return word is "true" or "false" or "null"
            || double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? word
            : throw Unexpected();
    }

    private string Quoted()
    {
        var quote = _text[_at++];
        var read = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            read.Append(_text[_at++]);
        }

        Expect(quote.ToString());
        return read.ToString();
    }

    private char Peek()
    {
        Blanks();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Skip(string word)
    {
        Blanks();
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void Expect(string word)
    {
        if (!Skip(word))
        {
            throw Unexpected();
        }
    }

    private void Blanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private readonly FormatException Unexpected() => new($"Invalid filter at position {_at}.");
}
