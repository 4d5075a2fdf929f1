using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Model;

namespace Weir.Engine.Errors;

/// <summary>
/// What errors have in common that came of the same: step, code, status and message, where messages that differ only in
/// ids, numbers, times, addresses or the record's own trace key count as one. Short, opaque, never a number, and always the
/// same for the same.
/// </summary>
public static class CauseKey
{
    /// <summary>What a message says first is what it says: more is not compared.</summary>
    private const int MessageCharactersMax = 500;

    /// <summary>A shorter trace key is a part of too many words.</summary>
    private const int TraceKeyCharactersMin = 3;

    private const int Bytes = 8;

    private const char Mark = '#';

    public static string Of(RecordError error) => Of(error.Step, error.Code, error.HttpStatus, error.Message, error.TraceKey);

    public static string Of(string step, string code, int? httpStatus, string message, string traceKey)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{step}\n{code}\n{httpStatus}\n{Shape(message, traceKey)}");
        return "c" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));
    }

    /// <summary>
    /// The message with a mark for every word that has a digit or an @ in it, and for the trace key. Words are what stands
    /// between blanks and punctuation; a dot parts them too, but not the parts of a number or an address.
    /// </summary>
    internal static string Shape(string message, string traceKey)
    {
        var start = message.Length > MessageCharactersMax ? message[..MessageCharactersMax] : message;
        var text = traceKey.Length < TraceKeyCharactersMin ? start : start.Replace(traceKey, "#", StringComparison.Ordinal);
        var shape = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var end = at;
            while (end < text.Length && IsOfWord(text[end]))
            {
                end++;
            }

            if (end == at)
            {
                shape.Append(text[at++]);
                continue;
            }

            AppendWord(shape, text.AsSpan(at, end - at));
            at = end;
        }

        return shape.ToString();
    }

    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '-' or '.' or '@' or '+' or Mark;

    private static void AppendWord(StringBuilder shape, ReadOnlySpan<char> word)
    {
        if (word.Contains('@'))
        {
            shape.Append(Mark);
            return;
        }

        var isMarked = false;
        var isFirst = true;
        foreach (var range in word.Split('.'))
        {
            var part = word[range];
            var isValue = part.ContainsAnyInRange('0', '9') || part.Contains(Mark);
            if (isValue && isMarked)
            {
                // 3.14 and 10.0.0.1 are one value, as 3 is.
                continue;
            }

            if (!isFirst)
            {
                shape.Append('.');
            }

            shape.Append(isValue ? "#" : part);
            isMarked = isValue;
            isFirst = false;
        }
    }
}
