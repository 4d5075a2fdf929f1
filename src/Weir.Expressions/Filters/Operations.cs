namespace Weir.Expressions.Filters;

/// <summary>
/// The operations of jsonlogic.com by name. Arguments that are not given are undefined, further ones ignored.
/// </summary>
internal static class Operations
{
    /// <summary>Null when there is no operation of that name.</summary>
    public static Rule? Find(string name, Rule[] given) =>
        Access(name, given) ?? Logic(name, given) ?? Arithmetic(name, given) ?? ListsAndTexts(name, given);

    private static Rule? Access(string name, Rule[] given) => name switch
    {
        "var" => Var(At(given, 0), At(given, 1)),
        "missing" => new Missing(given),
        "missing_some" => new MissingSome(At(given, 0), At(given, 1)),
        "log" => new Log(At(given, 0)),
        _ => null,
    };

    private static Rule? Logic(string name, Rule[] given) => name switch
    {
        "if" or "?:" => new Conditional(given),
        "and" => new Junction(isOr: false, given),
        "or" => new Junction(isOr: true, given),
        "!" => new Truth(isNegated: true, At(given, 0)),
        "!!" => new Truth(isNegated: false, At(given, 0)),
        "==" => new Equality(isStrict: false, isNegated: false, At(given, 0), At(given, 1)),
        "!=" => new Equality(isStrict: false, isNegated: true, At(given, 0), At(given, 1)),
        "===" => new Equality(isStrict: true, isNegated: false, At(given, 0), At(given, 1)),
        "!==" => new Equality(isStrict: true, isNegated: true, At(given, 0), At(given, 1)),
        "<" => new Ascending(mayBeEqual: false, At(given, 0), At(given, 1), At(given, 2)),
        "<=" => new Ascending(mayBeEqual: true, At(given, 0), At(given, 1), At(given, 2)),
        ">" => new Descending(mayBeEqual: false, At(given, 0), At(given, 1)),
        ">=" => new Descending(mayBeEqual: true, At(given, 0), At(given, 1)),
        _ => null,
    };

    private static Rule? Arithmetic(string name, Rule[] given) => name switch
    {
        "+" => new Sum(given),
        "-" => new Difference(At(given, 0), At(given, 1)),
        "*" => new Product(given),
        "/" => new Division(isRemainder: false, At(given, 0), At(given, 1)),
        "%" => new Division(isRemainder: true, At(given, 0), At(given, 1)),
        "max" => new Extreme(isMax: true, given),
        "min" => new Extreme(isMax: false, given),
        _ => null,
    };

    private static Rule? ListsAndTexts(string name, Rule[] given) => name switch
    {
        "map" => new Map(At(given, 0), At(given, 1)),
        "filter" => new Where(At(given, 0), At(given, 1)),
        "reduce" => new Reduce(At(given, 0), At(given, 1), given.Length > 2 ? given[2] : Literal.Null),
        "all" => new Quantified(Quantifier.All, At(given, 0), At(given, 1)),
        "none" => new Quantified(Quantifier.None, At(given, 0), At(given, 1)),
        "some" => new Quantified(Quantifier.Some, At(given, 0), At(given, 1)),
        "merge" => new Merge(given),
        "in" => new In(At(given, 0), At(given, 1)),
        "cat" => new Cat(given),
        "substr" => new Substr(At(given, 0), At(given, 1), At(given, 2)),
        _ => null,
    };

    private static Rule At(Rule[] given, int index) => index < given.Length ? given[index] : Literal.Undefined;

    private static Rule Var(Rule name, Rule fallback)
    {
        if (name is not Literal { Value: { Kind: ValueKind.Text or ValueKind.Number } constant })
        {
            return new ComputedVar(name, fallback);
        }

        var budget = Budget.Full;
        var path = Coercion.ToText(constant, ref budget);
        return path.Length == 0 ? new ComputedVar(name, fallback) : new Var(VarStep.Split(path), fallback);
    }
}
