using System.Runtime.InteropServices;
using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>
/// Equality of JSON values as RFC 9535 section 2.3.5.2.2 defines it: numbers by value, objects without regard to order,
/// a name that occurs twice standing for its last value. Paid for, since a filter may compare big values very often.
/// </summary>
internal static class JsonEquality
{
    public static bool AreEqual(JsonElement a, JsonElement b, Evaluation evaluation)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return false;
        }

        evaluation.Enter();
        var equal = a.ValueKind switch
        {
            JsonValueKind.Number => NumbersAreEqual(a, b, evaluation),
            JsonValueKind.String => TextsAreEqual(a, b, evaluation),
            JsonValueKind.Array => ArraysAreEqual(a, b, evaluation),
            JsonValueKind.Object => ObjectsAreEqual(a, b, evaluation),
            _ => true,
        };
        evaluation.Leave();
        return equal;
    }

    private static bool NumbersAreEqual(JsonElement a, JsonElement b, Evaluation evaluation)
    {
        var left = JsonMarshal.GetRawUtf8Value(a);
        var right = JsonMarshal.GetRawUtf8Value(b);
        evaluation.Spend(Math.Min(left.Length, right.Length) / 16);
        return JsonNumber.Compare(left, right) == 0;
    }

    private static bool TextsAreEqual(JsonElement a, JsonElement b, Evaluation evaluation)
    {
        var left = JsonMarshal.GetRawUtf8Value(a);
        var right = JsonMarshal.GetRawUtf8Value(b);
        evaluation.Spend(((long)left.Length + right.Length) / 64);
        if (left.SequenceEqual(right))
        {
            return true;
        }

        // Only an escape can spell the same text in two ways.
        return (left.Contains((byte)'\\') || right.Contains((byte)'\\'))
            && string.Equals(evaluation.Text(a), evaluation.Text(b), StringComparison.Ordinal);
    }

    private static bool ArraysAreEqual(JsonElement a, JsonElement b, Evaluation evaluation)
    {
        if (a.GetArrayLength() != b.GetArrayLength())
        {
            return false;
        }

        var others = b.EnumerateArray();
        foreach (var item in a.EnumerateArray())
        {
            others.MoveNext();
            if (!AreEqual(item, others.Current, evaluation))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ObjectsAreEqual(JsonElement a, JsonElement b, Evaluation evaluation)
    {
        var left = Members(a, evaluation);
        var right = Members(b, evaluation);
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var (name, value) in left)
        {
            if (!right.TryGetValue(name, out var other) || !AreEqual(value, other, evaluation))
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement element, Evaluation evaluation)
    {
        var count = element.GetPropertyCount();
        evaluation.Spend(count);
        var members = new Dictionary<string, JsonElement>(count, StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            members[JsonText.Name(member, evaluation.Code)] = member.Value;
        }

        return members;
    }
}
