using System.Text.Json;
using Weir.Expressions.Templates;

namespace Weir.Expressions.Mappings;

/// <summary>
/// Makes a value the type that a mapping asks for. What would lose something is an error; null stays null.
/// </summary>
internal abstract class Conversion
{
    /// <summary>Null where there is no such type.</summary>
    public static Conversion? Find(string type, DateFormat? format) => type switch
    {
        "string" => new ToText(),
        "number" => new ToNumber(),
        "integer" => new ToInteger(),
        "boolean" => new ToBoolean(),
        "datetime" => new ToMoment(format ?? DateFormat.Iso),
        _ => null,
    };

    /// <summary>Writes the value as the type; an error with the field's path where it cannot be.</summary>
    public abstract void Write(Writing writing, JsonElement value);

    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "missing",
    };

    /// <summary>The text of a JSON text; an error where it holds half a character.</summary>
    protected static string Read(Writing writing, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw writing.Fail("The text holds half of a character (a lone surrogate).");
        }
    }

    protected static EvaluationException Refuse(Writing writing, JsonElement value, string wanted)
    {
        var shown = value.ValueKind switch
        {
            JsonValueKind.String => $"The text \"{Shown(Read(writing, value))}\"",
            JsonValueKind.Number => $"The number {Shown(value.GetRawText())}",
            _ => char.ToUpperInvariant(KindOf(value)[0]) + KindOf(value)[1..],
        };
        return writing.Fail($"{shown} is not {wanted}.");
    }

    private static string Shown(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}

/// <summary>Texts; numbers and booleans as they print.</summary>
internal sealed class ToText : Conversion
{
    public override void Write(Writing writing, JsonElement value)
    {
        var output = writing.Output;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                JsonText.AppendCompact(output, value);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                output.Append((byte)'"');
                JsonText.AppendCompact(output, value);
                output.Append((byte)'"');
                break;
            default:
                throw Refuse(writing, value, "a text (use {{json …}} to write it as JSON)");
        }
    }
}

/// <summary>Numbers as they stand, and texts that are a JSON number to the letter.</summary>
internal sealed class ToNumber : Conversion
{
    public override void Write(Writing writing, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            JsonText.AppendCompact(writing.Output, value);
            return;
        }

        if (value.ValueKind != JsonValueKind.String || !IsNumber(Read(writing, value)))
        {
            throw Refuse(writing, value, "a number");
        }

        writing.Output.Append(Read(writing, value));
    }

    /// <summary>The grammar of RFC 8259: no sign in front but <c>-</c>, no leading zeros, no white space.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        var at = text is ['-', ..] ? 1 : 0;
        var whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
        {
            return false;
        }

        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            var decimals = Digits(text, at + 1);
            if (decimals == 0)
            {
                return false;
            }

            at += 1 + decimals;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at += at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            var exponent = Digits(text, at);
            if (exponent == 0)
            {
                return false;
            }

            at += exponent;
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - start;
    }
}

/// <summary>Whole numbers of any size: <c>5</c>, <c>"5"</c>, <c>5.0</c> and <c>5e2</c> without point and exponent.</summary>
internal sealed class ToInteger : Conversion
{
    public override void Write(Writing writing, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => Read(writing, value),
            _ => "",
        };
        if (!ToNumber.IsNumber(text))
        {
            throw Refuse(writing, value, "a whole number");
        }

        if (!text.AsSpan().ContainsAny(".eE"))
        {
            writing.Output.Append(text);
        }
        else if (Exact.TryParse(text, out var number) && number.IsInteger)
        {
            writing.Output.Append(number.ToString());
        }
        else
        {
            throw Refuse(writing, value, $"a whole number of at most {Exact.DigitsMax} digits");
        }
    }
}

/// <summary><c>true</c>, <c>false</c>, <c>"true"</c>, <c>"false"</c>, 1 and 0.</summary>
internal sealed class ToBoolean : Conversion
{
    public override void Write(Writing writing, JsonElement value) => writing.Output.Append(value.ValueKind switch
    {
        JsonValueKind.True => "true"u8,
        JsonValueKind.False => "false"u8,
        JsonValueKind.String when value.ValueEquals("true"u8) => "true"u8,
        JsonValueKind.String when value.ValueEquals("false"u8) => "false"u8,
        JsonValueKind.Number when Is(value, 1) => "true"u8,
        JsonValueKind.Number when Is(value, 0) => "false"u8,
        _ => throw Refuse(writing, value, "a boolean (true, false, \"true\", \"false\", 1 or 0)"),
    });

    private static bool Is(JsonElement value, int wanted) =>
        Exact.TryParse(value.GetRawText(), out var number) && number.Equals(Exact.Of(wanted));
}

/// <summary>Moments of ISO 8601, as UTC with <c>Z</c> or in the format that the mapping says.</summary>
internal sealed class ToMoment(DateFormat format) : Conversion
{
    public override void Write(Writing writing, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String
            || !Instant.TryParse(Read(writing, value), out var utc, out var isExact))
        {
            throw Refuse(writing, value, "a date of ISO 8601");
        }

        if (!isExact)
        {
            throw Refuse(writing, value, $"a date with at most {Instant.DecimalsMax} decimals of a second");
        }

        var output = writing.Output;
        output.Append((byte)'"');
        var mark = output.Length;
        output.Append(format.Format(utc));
        output.EscapeJson(mark);
        output.Append((byte)'"');
    }
}
