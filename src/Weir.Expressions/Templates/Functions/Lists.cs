using Weir.Expressions.Templates.Nodes;

namespace Weir.Expressions.Templates.Functions;

/// <summary>Helpers over lists and objects, and those that choose a value.</summary>
internal static class Lists
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("join", 1, int.MaxValue, Join),
        new("pluck", 2, 2, Pluck),
        new("sort", 1, 1, Sort) { Named = ["number", "reverse"] },
        new("unique", 1, 1, Unique),
        new("first", 1, 2, static (call, r) => Ends(call, r, fromStart: true)),
        new("last", 1, 2, static (call, r) => Ends(call, r, fromStart: false)),
        new("length", 1, 1, Length),
        new("default", 2, int.MaxValue, Default),
        new("required", 1, 1, Required),
        new("lookup", 2, 2, Lookup),
    ];

    /// <summary>
    /// <c>join list ", "</c>, or, when the first argument is a literal, it is the separator of all the others.
    /// </summary>
    private static Value Join(Call call, Rendering rendering)
    {
        var separatorFirst = call.IsLiteral(0);
        var separator = separatorFirst ? call.Text(rendering, 0) : call.Count < 2 ? "," : call.Text(rendering, 1);
        if (!separatorFirst && call.Count > 2)
        {
            separator = call.Text(rendering, 0);
            separatorFirst = true;
        }

        var joined = new System.Text.StringBuilder();
        var (from, to) = separatorFirst ? (1, call.Count) : (0, 1);
        var isFirst = true;
        for (var i = from; i < to; i++)
        {
            foreach (var item in call.Items(rendering, i))
            {
                joined.Append(isFirst ? "" : separator).Append(Printing.Text(rendering, item));
                isFirst = false;
                if (joined.Length > TemplateLimits.ValueCharsMax)
                {
                    throw call.TooLong();
                }
            }
        }

        return Value.Of(joined.ToString());
    }

    private static Value Pluck(Call call, Rendering rendering)
    {
        var names = Segment.Of(call.Text(rendering, 1).Split('.'));
        List<Value> plucked = [];
        foreach (var item in call.Items(rendering, 0))
        {
            var value = Operand.Follow(rendering, item, names);
            if (value.Kind != Kind.Missing)
            {
                plucked.Add(value);
            }
        }

        return Value.Of(plucked.ToArray());
    }

    /// <summary>By number where all items are numbers (or <c>number=true</c> asks for it), else by text, ordinally.</summary>
    private static Value Sort(Call call, Rendering rendering)
    {
        var items = (Value[])call.Items(rendering, 0).Clone();
        var reverse = call.Flag(rendering, "reverse") ? -1 : 1;
        if (call.Flag(rendering, "number") || Array.TrueForAll(items, static item => item.Kind == Kind.Number))
        {
            var keys = Array.ConvertAll(items, item => Numbers.TryRead(rendering, item, out var number)
                ? number
                : throw call.Fail($"'{Call.Shown(Printing.Text(rendering, item))}' is not a number"));
            return Value.Of(Ordered(items, keys, (a, b) => reverse * a.CompareTo(b)));
        }

        var texts = Array.ConvertAll(items, item => Printing.Text(rendering, item));
        return Value.Of(Ordered(items, texts, (a, b) => reverse * string.CompareOrdinal(a, b)));
    }

    // Equal items keep their order, which Array.Sort alone does not promise.
    private static Value[] Ordered<TKey>(Value[] items, TKey[] keys, Comparison<TKey> compare)
    {
        var order = new int[items.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => compare(keys[a], keys[b]) is var result && result != 0 ? result : a.CompareTo(b));
        return Array.ConvertAll(order, index => items[index]);
    }

    private static Value Unique(Call call, Rendering rendering)
    {
        HashSet<(Kind, string)> seen = [];
        List<Value> unique = [];
        foreach (var item in call.Items(rendering, 0))
        {
            var text = Numbers.TryRead(rendering, item, out var number) && item.Kind == Kind.Number
                ? number.ToString()
                : Printing.Text(rendering, item.Kind is Kind.List or Kind.Object ? item.AsJson() : item);
            if (seen.Add((item.Kind, text)))
            {
                unique.Add(item);
            }
        }

        return Value.Of(unique.ToArray());
    }

    /// <summary>The first or last item, or a list of so many; of a text the first or last characters.</summary>
    private static Value Ends(Call call, Rendering rendering, bool fromStart)
    {
        var value = call.Argument(rendering, 0);
        var count = call.Count < 2 ? 1 : call.Whole(rendering, 1, 0, int.MaxValue);
        if (value.Kind == Kind.Text)
        {
            var runes = Printing.Text(rendering, value).EnumerateRunes().ToArray();
            count = Math.Min(count, runes.Length);
            return Value.Of(string.Concat(fromStart ? runes[..count] : runes[^count..]));
        }

        var items = call.Items(rendering, 0);
        count = Math.Min(count, items.Length);
        var taken = fromStart ? items[..count] : items[^count..];
        return call.Count == 2 ? Value.Of(taken) : taken is [var only] ? only : Value.Missing;
    }

    private static Value Length(Call call, Rendering rendering)
    {
        var value = call.Argument(rendering, 0);
        return Value.Of(value.Kind switch
        {
            Kind.List => value.Count,
            Kind.Object => value.Element.GetPropertyCount(),
            _ => Operand.Characters(Printing.Text(rendering, value)),
        });
    }

    /// <summary>The first argument that is neither missing nor null.</summary>
    private static Value Default(Call call, Rendering rendering)
    {
        for (var i = 0; i < call.Count - 1; i++)
        {
            var value = call.AsGiven(rendering, i);
            if (!value.IsNothing)
            {
                return value;
            }
        }

        return call.AsGiven(rendering, call.Count - 1);
    }

    private static Value Lookup(Call call, Rendering rendering) =>
        Operand.Member(rendering, call.Argument(rendering, 0), new Segment(call.Text(rendering, 1)));

    /// <summary>The value; an error where there is none, so that what is made of it is never half.</summary>
    private static Value Required(Call call, Rendering rendering)
    {
        var value = call.AsGiven(rendering, 0);
        return string.IsNullOrWhiteSpace(Printing.Text(rendering, value)) ? throw call.Fail("the value is missing or empty") : value;
    }
}
