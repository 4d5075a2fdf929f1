using Weir.Expressions.Templates.Functions;
using Weir.Expressions.Templates.Syntax;

namespace Weir.Expressions.Templates;

/// <summary>
/// The fields of the record that a template reads, by their first name: for checking that what it names exists, before
/// there is a record. Inside <c>each</c>, <c>with</c> and sections names belong to the item and are not looked at.
/// </summary>
public static class TemplateFields
{
    /// <summary>The names, variables such as <c>lastRun</c> and <c>record</c> included.</summary>
    /// <exception cref="ExpressionException">As <see cref="Template.Parse"/>.</exception>
    public static IReadOnlySet<string> Of(string text)
    {
        Template.Parse(text);
        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(Parser.Parse(text), names);
        return names;
    }

    private static void Collect(Body? body, HashSet<string> names)
    {
        foreach (var statement in body?.Statements ?? [])
        {
            switch (statement)
            {
                case Mustache mustache:
                    Collect(mustache.Invocation, isCall: false, names);
                    break;
                case Block { IsRaw: false } block:
                    Collect(block, names);
                    break;
            }
        }
    }

    private static void Collect(Block block, HashSet<string> names)
    {
        var head = block.Invocation;
        var isTest = head.Name is "if" or "unless" || Catalogue.Find(head.Name) is { IsTest: true };
        Collect(head, isCall: isTest || head.HasArguments, names);
        if (isTest)
        {
            Collect(block.Body, names);
        }

        Collect(block.Inverse, names);
    }

    private static void Collect(Invocation invocation, bool isCall, HashSet<string> names)
    {
        if (!isCall && !invocation.HasArguments && Catalogue.Find(invocation.Name) is not { Min: 0 })
        {
            Collect(invocation.Head, names);
        }

        foreach (var argument in invocation.Arguments.Concat(invocation.Named.Select(n => n.Value)))
        {
            Collect(argument, names);
        }
    }

    private static void Collect(Expression expression, HashSet<string> names)
    {
        switch (expression)
        {
            case Invocation invocation:
                Collect(invocation, isCall: true, names);
                break;
            case PathExpression { IsData: false, Names: [var name, ..] }:
                names.Add(name);
                break;
        }
    }
}
