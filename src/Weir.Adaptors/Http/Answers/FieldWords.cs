using System.Text;
using System.Text.Json;

namespace Weir.Adaptors.Http.Answers;

/// <summary>
/// What an application says of single fields, however it nests them: sentences by field, objects in objects, lists by
/// position, positions as keys (<c>{"messages":{"0":{"via":["…"]}}}</c>), dotted names. A field is written as where a
/// mapping lacks it: <c>messages[0].via</c>.
/// </summary>
internal sealed class FieldWords
{
    private const int FieldsMax = 5;
    private const int SentencesMax = 5;

    /// <summary>The key under which some say what is wrong with an object as a whole.</summary>
    private const string Whole = "_schema";

    private readonly StringBuilder _text = new();
    private int _said;

    private FieldWords()
    {
    }

    /// <summary><c>name: Is taken; channels[1].address: Is missing</c>; empty where nothing is said.</summary>
    public string Text => _text.ToString();

    /// <summary>The field that is named first; null where none is.</summary>
    public string? First { get; private set; }

    private bool IsFull => _said > FieldsMax;

    /// <param name="fields">An object by fields; anything else is said of the whole.</param>
    public static FieldWords Of(JsonElement fields)
    {
        var words = new FieldWords();
        words.Add("", fields);
        return words;
    }

    private void Add(string field, JsonElement value)
    {
        switch (value.ValueKind)
        {
            // At the top a member is a field, whatever it is called.
            case JsonValueKind.Object when field.Length == 0 || FaultWords.Sentence(value).Length == 0:
                foreach (var member in value.EnumerateObject())
                {
                    if (IsFull)
                    {
                        return;
                    }

                    Add(Within(field, member.Name), member.Value);
                }

                break;
            case JsonValueKind.Array:
                Say(field, string.Join(' ', value.EnumerateArray().Where(item => !IsNested(item)).Take(SentencesMax).Select(FaultWords.Words)));
                foreach (var (at, item) in value.EnumerateArray().Index())
                {
                    if (IsFull)
                    {
                        return;
                    }

                    if (IsNested(item))
                    {
                        Add($"{field}[{at}]", item);
                    }
                }

                break;
            default:
                Say(field, FaultWords.Words(value));
                break;
        }
    }

    private void Say(string field, string words)
    {
        words = words.Trim().TrimEnd('.');
        if (words.Length == 0 || IsFull)
        {
            return;
        }

        _text.Append(_text.Length == 0 ? "" : "; ");
        if (++_said > FieldsMax)
        {
            _text.Append('…');
            return;
        }

        First ??= field.Length == 0 ? null : field;
        _text.Append(field).Append(field.Length == 0 ? "" : ": ").Append(words);
    }

    private static bool IsNested(JsonElement value) => value.ValueKind is JsonValueKind.Array
        || (value.ValueKind is JsonValueKind.Object && FaultWords.Sentence(value).Length == 0);

    private static string Within(string field, string name)
    {
        if (name == Whole)
        {
            return field;
        }

        var path = new StringBuilder(field);
        foreach (var segment in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            _ = segment.All(char.IsAsciiDigit)
                ? path.Append('[').Append(segment).Append(']')
                : path.Append(path.Length == 0 ? "" : ".").Append(segment);
        }

        return path.ToString();
    }
}
