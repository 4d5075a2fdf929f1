namespace Weir.Expressions.Templates.Syntax;

/// <summary>What stands inside a tag.</summary>
/// <param name="Position">Where it begins in the template's text.</param>
internal abstract record Expression(int Position);

/// <summary><c>"text"</c>, <c>12.5</c>, <c>true</c>, <c>null</c>, <c>undefined</c>.</summary>
/// <param name="Value">The value it stands for.</param>
/// <param name="Original">As it was written, without quotes: the field it names at the head of a tag.</param>
internal sealed record LiteralExpression(Value Value, string Original, int Position) : Expression(Position);

/// <summary><c>a.b</c>, <c>../a</c>, <c>this.[b c]</c>, <c>@root.a</c>.</summary>
/// <param name="Names">The names to follow; empty for the context itself.</param>
/// <param name="Parents">How many <c>..</c> stand in front.</param>
/// <param name="IsScoped">It begins with <c>this</c>, <c>.</c> or <c>..</c>, so its first name is surely a field.</param>
/// <param name="IsData">It begins with <c>@</c>.</param>
/// <param name="Original">As it was written.</param>
internal sealed record PathExpression(
    IReadOnlyList<string> Names, int Parents, bool IsScoped, bool IsData, string Original, int Position)
    : Expression(Position);

/// <summary><c>head argument … name=argument …</c>: a tag's inside or a sub-expression in parentheses.</summary>
internal sealed record Invocation(
    Expression Head,
    IReadOnlyList<Expression> Arguments,
    IReadOnlyList<NamedArgument> Named,
    int Position) : Expression(Position)
{
    public bool HasArguments => Arguments.Count + Named.Count > 0;

    /// <summary>The head as it was written, for messages and for matching a block's end.</summary>
    public string Name => Head switch
    {
        PathExpression path => path.Original,
        LiteralExpression literal => literal.Original,
        _ => "",
    };
}

internal sealed record NamedArgument(string Name, Expression Value, int Position);
