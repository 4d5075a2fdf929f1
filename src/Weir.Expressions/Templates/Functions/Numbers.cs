namespace Weir.Expressions.Templates.Functions;

/// <summary>Helpers over numbers. They compute in decimals without rounding; a division has at least 28 digits.</summary>
internal static class Numbers
{
    private const int PlacesMax = 100;

    public static IReadOnlyList<Function> All { get; } =
    [
        new("add", 1, int.MaxValue, static (call, r) => Fold(call, r, static (a, b) => a + b)),
        new("subtract", 2, 2, static (call, r) => Fold(call, r, static (a, b) => a - b)),
        new("multiply", 2, int.MaxValue, static (call, r) => Fold(call, r, static (a, b) => a * b)),
        new("divide", 2, 2, static (call, r) => Divide(call, r, static (a, b) => a / b)),
        new("modulo", 2, 2, static (call, r) => Divide(call, r, static (a, b) => a % b)),
        new("round", 1, 2, static (call, r) => Value.Of(call.Number(r, 0).Round(Places(call, r)))),
        new("floor", 1, 1, static (call, r) => Value.Of(call.Number(r, 0).Floor())),
        new("ceil", 1, 1, static (call, r) => Value.Of(call.Number(r, 0).Ceiling())),
        new("abs", 1, 1, static (call, r) => Value.Of(call.Number(r, 0).Abs())),
        new("toFixed", 1, 2, ToFixed),
    ];

    /// <summary>A JSON number, or a text that is one apart from white space around it.</summary>
    public static bool TryRead(Rendering rendering, in Value value, out Exact number)
    {
        number = default;
        return value.Kind is Kind.Number or Kind.Text
            && Exact.TryParse(Printing.Text(rendering, value).AsSpan().Trim(), out number);
    }

    private static Value Fold(Call call, Rendering rendering, Func<Exact, Exact, Exact> combine)
    {
        var result = call.Number(rendering, 0);
        for (var i = 1; i < call.Count; i++)
        {
            result = Bounded(call, combine(result, call.Number(rendering, i)));
        }

        return Value.Of(result);
    }

    private static Value Divide(Call call, Rendering rendering, Func<Exact, Exact, Exact> combine)
    {
        var divisor = call.Number(rendering, 1);
        return divisor.Sign == 0
            ? throw call.Fail("the divisor is zero")
            : Value.Of(Bounded(call, combine(call.Number(rendering, 0), divisor)));
    }

    private static Exact Bounded(Call call, Exact number) => number.PrintedDigits() <= Exact.DigitsMax
        ? number
        : throw call.Fail($"the number has more than {Exact.DigitsMax} digits");

    private static int Places(Call call, Rendering rendering) =>
        call.Count < 2 ? 0 : call.Whole(rendering, 1, 0, PlacesMax);

    private static Value ToFixed(Call call, Rendering rendering)
    {
        var places = Places(call, rendering);
        return Value.OfNumber(call.Number(rendering, 0).Round(places).ToString(places));
    }
}
