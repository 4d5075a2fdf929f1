namespace Weir.Expressions.Templates.Functions;

/// <summary>How two values compare: JavaScript's rules with exact numbers; lists and objects by their JSON.</summary>
internal static class Comparison
{
    /// <summary><c>===</c>: of the same kind and equal. Missing and null differ.</summary>
    public static bool AreEqual(Rendering rendering, in Value a, in Value b) => a.Kind == b.Kind && a.Kind switch
    {
        Kind.Missing or Kind.Null => true,
        Kind.Boolean => a.Integer == b.Integer,
        Kind.Number when Numbers.TryRead(rendering, a, out var x) && Numbers.TryRead(rendering, b, out var y) => x.Equals(y),
        Kind.List or Kind.Object => Json(rendering, a) == Json(rendering, b),
        _ => Printing.Text(rendering, a) == Printing.Text(rendering, b),
    };

    /// <summary><c>==</c>: a number equals the text that is it; a boolean is 1 or 0; missing equals null and nothing else.</summary>
    public static bool AreLooselyEqual(Rendering rendering, in Value a, in Value b)
    {
        if (a.IsNothing || b.IsNothing)
        {
            return a.IsNothing && b.IsNothing;
        }

        return a.Kind == b.Kind
            ? AreEqual(rendering, a, b)
            : TryNumber(rendering, a, out var x) && TryNumber(rendering, b, out var y) && x.Equals(y);
    }

    /// <summary>Two texts by their characters, anything else by number; null where one is no number.</summary>
    public static int? Order(Rendering rendering, in Value a, in Value b)
    {
        if (a.Kind == Kind.Text && b.Kind == Kind.Text)
        {
            return string.CompareOrdinal(Printing.Text(rendering, a), Printing.Text(rendering, b));
        }

        return TryNumber(rendering, a, out var x) && TryNumber(rendering, b, out var y) ? x.CompareTo(y) : null;
    }

    private static bool TryNumber(Rendering rendering, in Value value, out Exact number)
    {
        if (value.Kind == Kind.Boolean)
        {
            number = Exact.Of(value.Integer);
            return true;
        }

        return Numbers.TryRead(rendering, value, out number);
    }

    private static string Json(Rendering rendering, in Value value) => Printing.Text(rendering, value.AsJson());
}
