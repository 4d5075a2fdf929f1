using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>The logical expression of a filter selector, with the types of RFC 9535 section 2.4.1 checked.</summary>
internal sealed class ConditionParser(PathReader reader, PathParser paths)
{
    public Condition Condition()
    {
        reader.Enter();
        var conditions = new List<Condition>();
        do
        {
            reader.SkipBlanks();
            conditions.Add(Conjunction());
        }
        while (TakeAfterBlanks("||"));

        reader.Leave();
        return conditions is [var only] ? only : new AnyOf([.. conditions]);
    }

    private Condition Conjunction()
    {
        var conditions = new List<Condition>();
        do
        {
            reader.SkipBlanks();
            conditions.Add(Basic());
        }
        while (TakeAfterBlanks("&&"));

        return conditions is [var only] ? only : new AllOf([.. conditions]);
    }

    private Condition Basic()
    {
        var isNegated = reader.Take('!');
        if (isNegated)
        {
            reader.SkipBlanks();
        }

        if (!reader.Take('('))
        {
            return isNegated ? new Not(Test()) : ComparisonOrTest();
        }

        var inner = Condition();
        reader.SkipBlanks();
        reader.Expect(')');
        return isNegated ? new Not(inner) : inner;
    }

    private Condition Test()
    {
        var start = reader.Position;
        return Term() switch
        {
            Query query => new Exists(query),
            Condition condition => condition,
            _ => throw reader.Fail("A value alone is no condition; compare it with something", start),
        };
    }

    private Condition ComparisonOrTest()
    {
        var start = reader.Position;
        var left = Term();
        if (!TryComparison(out var comparison))
        {
            return left switch
            {
                Query query => new Exists(query),
                Condition condition => condition,
                _ => throw reader.Fail("A value alone is no condition; compare it with something", start),
            };
        }

        var leftOperand = Comparable(left, start);
        reader.SkipBlanks();
        start = reader.Position;
        return new Compare(comparison, leftOperand, Comparable(Term(), start));
    }

    private bool TryComparison(out Comparison comparison)
    {
        (string Sign, Comparison Comparison)[] signs =
        [
            ("==", Comparison.Equal), ("!=", Comparison.NotEqual), ("<=", Comparison.LessOrEqual),
            (">=", Comparison.GreaterOrEqual), ("<", Comparison.Less), (">", Comparison.Greater),
        ];
        foreach (var (sign, value) in signs)
        {
            if (TakeAfterBlanks(sign))
            {
                comparison = value;
                return true;
            }
        }

        comparison = default;
        return false;
    }

    /// <summary>
    /// A <see cref="Query"/>, an <see cref="Operand"/> or, for a function that answers yes or no, a
    /// <see cref="Paths.Condition"/>: what it may be used for depends on what stands around it.
    /// </summary>
    private object Term()
    {
        var start = reader.Position;
        switch (reader.Peek())
        {
            case '@' or '$':
                var isAbsolute = reader.Take('$') || !reader.Take('@');
                return new Query(isAbsolute, paths.Segments());
            case '"' or '\'':
                return Literal(JsonText.ToElement(reader.Quoted()));
            case '-' or (>= '0' and <= '9'):
                return Literal(JsonElement.Parse(reader.Number()));
        }

        var name = reader.FunctionName();
        if (reader.Peek() == '(')
        {
            return Function(name, start);
        }

        return name switch
        {
            "true" or "false" or "null" => Literal(JsonElement.Parse(name)),
            _ => throw reader.Fail("Expected a path, a value or a function", start),
        };
    }

    private static LiteralOperand Literal(JsonElement value) => new(value);

    private object Function(string name, int start)
    {
        reader.Enter();
        var arguments = Arguments(name);
        reader.Leave();
        var wanted = name switch
        {
            "length" or "count" or "value" => 1,
            "match" or "search" => 2,
            _ => throw reader.Fail($"There is no function '{name}', asked for", start),
        };
        if (arguments.Count != wanted)
        {
            throw reader.Fail($"The function '{name}' takes {wanted} argument(s), not {arguments.Count},", start);
        }

        return name switch
        {
            "length" => new LengthCall(Comparable(arguments[0].Term, arguments[0].Start)),
            "count" => new CountCall(Nodes(arguments[0])),
            "value" => new ValueCall(Nodes(arguments[0])),
            _ => PatternCall(arguments, isWhole: name == "match"),
        };
    }

    private List<(object Term, int Start)> Arguments(string name)
    {
        reader.Expect('(');
        reader.SkipBlanks();
        var arguments = new List<(object Term, int Start)>();
        if (reader.Take(')'))
        {
            return arguments;
        }

        do
        {
            reader.SkipBlanks();
            var start = reader.Position;
            arguments.Add((Term(), start));
            reader.SkipBlanks();
        }
        while (reader.Take(','));

        return reader.Take(')')
            ? arguments
            : throw reader.Fail($"Expected ',' or ')' in the arguments of '{name}'");
    }

    private PatternCall PatternCall(List<(object Term, int Start)> arguments, bool isWhole)
    {
        var text = Comparable(arguments[0].Term, arguments[0].Start);
        var pattern = Comparable(arguments[1].Term, arguments[1].Start);
        var literal = pattern is LiteralOperand { Value: { ValueKind: JsonValueKind.String } source }
            ? Pattern.Compile(source.GetString()!, isWhole)
            : null;
        return literal is { IsTooLarge: true }
            ? throw reader.Fail(Pattern.TooLarge, arguments[1].Start)
            : new(text, pattern, isWhole, literal);
    }

    private Query Nodes((object Term, int Start) argument) =>
        argument.Term as Query ?? throw reader.Fail("Expected a path as the argument", argument.Start);

    private Operand Comparable(object term, int start) => term switch
    {
        Operand operand => operand,
        Query { IsSingular: true } query => new QueryOperand(query),
        Query => throw reader.Fail("Only a path that gives at most one value can stand for a value; another is", start),
        _ => throw reader.Fail("A function that answers yes or no cannot stand for a value, but does", start),
    };

    private bool TakeAfterBlanks(string sign)
    {
        var start = reader.Position;
        reader.SkipBlanks();
        if (reader.Take(sign))
        {
            return true;
        }

        reader.Return(start);
        return false;
    }
}
