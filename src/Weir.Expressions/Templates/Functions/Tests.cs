namespace Weir.Expressions.Templates.Functions;

/// <summary>Helpers that answer yes or no: as a block, or inside another helper as <c>true</c> and <c>false</c>.</summary>
internal static class Tests
{
    private static readonly string[] Operators = ["==", "===", "!=", "!==", "<", ">", "<=", ">="];

    public static IReadOnlyList<Function> All { get; } =
    [
        new("compare", 3, 3, Compare) { IsTest = true, Prepare = CheckOperator },
        new("and", 2, int.MaxValue, static (call, r) => Value.Of(!Any(call, r, wanted: false))) { IsTest = true },
        new("or", 2, int.MaxValue, static (call, r) => Value.Of(Any(call, r, wanted: true))) { IsTest = true },
        new("not", 1, 1, static (call, r) => Value.Of(!call.Argument(r, 0).IsTruthy())) { IsTest = true },
        new("eq", 2, 2, static (call, r) =>
            Value.Of(Comparison.AreLooselyEqual(r, call.Argument(r, 0), call.Argument(r, 1)))) { IsTest = true },
        new("contains", 2, 2, Contains) { IsTest = true },
        new("startsWith", 2, 2, static (call, r) =>
            Value.Of(call.Text(r, 1).StartsWith(call.Text(r, 0), StringComparison.Ordinal))) { IsTest = true },
        new("isEmpty", 1, 1, IsEmpty) { IsTest = true },
    ];

    private static bool Any(Call call, Rendering rendering, bool wanted)
    {
        for (var i = 0; i < call.Count; i++)
        {
            if (call.Argument(rendering, i).IsTruthy() == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static object? CheckOperator(Call call) => Operators.Contains(call.Literal(1))
        ? null
        : throw new RefusedException("the second argument is \"==\", \"===\", \"!=\", \"!==\", \"<\", \">\", \"<=\" or \">=\"");

    private static Value Compare(Call call, Rendering rendering)
    {
        var (a, b) = (call.Argument(rendering, 0), call.Argument(rendering, 2));
        return Value.Of(call.Literal(1) switch
        {
            "==" => Comparison.AreLooselyEqual(rendering, a, b),
            "!=" => !Comparison.AreLooselyEqual(rendering, a, b),
            "===" => Comparison.AreEqual(rendering, a, b),
            "!==" => !Comparison.AreEqual(rendering, a, b),
            "<" => Comparison.Order(rendering, a, b) is < 0,
            ">" => Comparison.Order(rendering, a, b) is > 0,
            "<=" => Comparison.Order(rendering, a, b) is <= 0,
            _ => Comparison.Order(rendering, a, b) is >= 0,
        });
    }

    /// <summary>A list holds an equal item, or a text holds the text.</summary>
    private static Value Contains(Call call, Rendering rendering)
    {
        var (where, what) = (call.Argument(rendering, 0), call.Argument(rendering, 1));
        if (where.Kind != Kind.List)
        {
            var text = where.Kind is Kind.Text or Kind.Number ? Printing.Text(rendering, where) : "";
            var part = Printing.Text(rendering, what);
            return Value.Of(part.Length > 0 && text.Contains(part, StringComparison.Ordinal));
        }

        foreach (var item in call.Items(rendering, 0))
        {
            if (Comparison.AreEqual(rendering, item, what))
            {
                return Value.True;
            }
        }

        return Value.False;
    }

    private static Value IsEmpty(Call call, Rendering rendering)
    {
        var value = call.Argument(rendering, 0);
        return Value.Of(value.Kind switch
        {
            Kind.Missing or Kind.Null => true,
            Kind.Text => Printing.Text(rendering, value).Length == 0,
            Kind.List => value.Count == 0,
            Kind.Object => value.Element.GetPropertyCount() == 0,
            _ => false,
        });
    }
}
