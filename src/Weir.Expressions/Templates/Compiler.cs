using System.Text;
using Weir.Expressions.Templates.Functions;
using Weir.Expressions.Templates.Nodes;
using Weir.Expressions.Templates.Syntax;

namespace Weir.Expressions.Templates;

/// <summary>Turns statements into nodes: decides what each name means, and refuses what means nothing.</summary>
internal sealed class Compiler
{
    private static readonly TextNode Nothing = new([]);

    // Names of block parameters in scope, the innermost last; a name's place is its slot.
    private readonly List<string> _parameters = [];

    public static Node Compile(Body body) => new Compiler().Node(body);

    private Node Node(Body? body)
    {
        List<Node> nodes = [];
        var text = new StringBuilder();
        foreach (var statement in body?.Statements ?? [])
        {
            switch (statement)
            {
                case Content content:
                    text.Append(content.Value);
                    break;
                case Block { IsRaw: true } raw:
                    text.Append(RawText(raw));
                    break;
                case Mustache mustache:
                    Flush(text, nodes);
                    nodes.Add(new PrintNode(Value(mustache.Invocation)));
                    break;
                case Block block:
                    Flush(text, nodes);
                    nodes.Add(Node(block));
                    break;
            }
        }

        Flush(text, nodes);
        return nodes.Count switch
        {
            0 => Nothing,
            1 => nodes[0],
            _ => new SequenceNode([.. nodes]),
        };
    }

    private static void Flush(StringBuilder text, List<Node> nodes)
    {
        if (text.Length > 0)
        {
            nodes.Add(new TextNode(Encoding.UTF8.GetBytes(text.ToString())));
            text.Clear();
        }
    }

    private static string RawText(Block raw)
    {
        if (raw.Invocation.Name != "raw" || raw.Invocation.HasArguments)
        {
            throw Fail($"A raw block is written {{{{{{{{raw}}}}}}}} … {{{{{{{{/raw}}}}}}}}, not '{raw.Invocation.Name}'", raw.Invocation);
        }

        var text = new StringBuilder();
        foreach (var statement in raw.Body!.Statements)
        {
            text.Append(((Content)statement).Value);
        }

        return text.ToString();
    }

    private Node Node(Block block)
    {
        var head = block.Invocation;
        if (SimpleName(head.Head) is { } name && !_parameters.Contains(name))
        {
            switch (name)
            {
                case "if" or "unless":
                    CheckShape(head, ["includeZero"]);
                    return If(block, name == "unless");
                case "each" or "with":
                    CheckShape(head, []);
                    return Walk(block, name == "each");
            }

            if (head.HasArguments || Catalogue.Find(name) is { IsTest: true })
            {
                return Test(block, name);
            }
        }

        if (head.HasArguments)
        {
            throw Fail($"There is no block '{head.Name}'", head);
        }

        var value = Field(head.Head);
        var slots = Declare(block, 2);
        var body = Node(block.Body);
        Forget(block);
        return new SectionNode(value, slots, body, Node(block.Inverse));
    }

    private static void CheckShape(Invocation head, IReadOnlyList<string> named)
    {
        if (head.Arguments.Count != 1)
        {
            throw Fail($"#{head.Name} takes one argument and is given {head.Arguments.Count}", head);
        }

        CheckNamed(head, named);
    }

    private static void CheckNamed(Invocation head, IReadOnlyList<string> named)
    {
        foreach (var argument in head.Named)
        {
            if (!named.Contains(argument.Name))
            {
                throw new ExpressionException(
                    $"'{head.Name}' has no argument named '{argument.Name}' (position {argument.Position}).",
                    argument.Position);
            }
        }
    }

    private IfNode If(Block block, bool negated)
    {
        RefuseParameters(block);
        var head = block.Invocation;
        var includeZero = head.Named.Count > 0
            && head.Named[0].Value is LiteralExpression literal
            && literal.Value.IsTruthy();
        if (head.Named.Count > 0 && head.Named[0].Value is not LiteralExpression)
        {
            throw Fail("includeZero is true or false", head);
        }

        var test = Argument(head.Arguments[0]);
        var (then, otherwise) = (Node(block.Body), Node(block.Inverse));
        return negated
            ? new IfNode(test, includeZero, otherwise, then)
            : new IfNode(test, includeZero, then, otherwise);
    }

    private Node Walk(Block block, bool each)
    {
        var value = Argument(block.Invocation.Arguments[0]);
        var slots = Declare(block, each ? 2 : 1);
        var body = Node(block.Body);
        Forget(block);
        var otherwise = Node(block.Inverse);
        return each ? new EachNode(value, slots, body, otherwise) : new WithNode(value, slots, body, otherwise);
    }

    private IfNode Test(Block block, string name)
    {
        RefuseParameters(block);
        var function = Catalogue.Find(name) ?? throw Unknown(name, block.Invocation);
        if (!function.IsTest)
        {
            throw Fail($"'{name}' is not a block: write {{{{{name} …}}}}", block.Invocation);
        }

        var test = Call(function, block.Invocation);
        return new IfNode(test, false, Node(block.Body), Node(block.Inverse));
    }

    private static void RefuseParameters(Block block)
    {
        if (block.Parameters.Count > 0)
        {
            throw Fail($"#{block.Invocation.Name} gives no block parameters", block.Invocation);
        }
    }

    private BlockSlots Declare(Block block, int most)
    {
        if (block.Parameters.Count > most)
        {
            throw Fail($"#{block.Invocation.Name} gives at most {most} block parameters", block.Invocation);
        }

        var first = _parameters.Count;
        _parameters.AddRange(block.Parameters);
        return new BlockSlots(block.Parameters.Count > 0 ? first : -1, block.Parameters.Count > 1 ? first + 1 : -1);
    }

    private void Forget(Block block) =>
        _parameters.RemoveRange(_parameters.Count - block.Parameters.Count, block.Parameters.Count);

    /// <summary>What a tag or a sub-expression gives: a helper's result, or a field.</summary>
    private Operand Value(Invocation invocation, bool isCall = false)
    {
        var name = SimpleName(invocation.Head);
        if (name is null || _parameters.Contains(name))
        {
            return invocation.HasArguments || isCall ? throw Unknown(invocation.Name, invocation) : Field(invocation.Head);
        }

        var function = Catalogue.Find(name);
        if (function is not null && (invocation.HasArguments || isCall || function.Min == 0))
        {
            return Call(function, invocation);
        }

        if (!invocation.HasArguments && !isCall)
        {
            return Field(invocation.Head);
        }

        throw name is "if" or "unless" or "each" or "with"
            ? Fail($"'{name}' is a block: write {{{{#{name} …}}}}", invocation)
            : Unknown(name, invocation);
    }

    private Call Call(Function function, Invocation invocation)
    {
        var count = invocation.Arguments.Count;
        if (count < function.Min || count > function.Max)
        {
            var takes = function.Max == function.Min ? $"{function.Min}"
                : function.Max == int.MaxValue ? $"{function.Min} or more"
                : $"{function.Min} to {function.Max}";
            throw Fail($"'{function.Name}' takes {takes} arguments and is given {count}", invocation);
        }

        CheckNamed(invocation, function.Named);
        var arguments = new Operand[count];
        for (var i = 0; i < count; i++)
        {
            arguments[i] = Argument(invocation.Arguments[i]);
        }

        var named = new (string, Operand)[invocation.Named.Count];
        for (var i = 0; i < named.Length; i++)
        {
            named[i] = (invocation.Named[i].Name, Argument(invocation.Named[i].Value));
        }

        try
        {
            return new Call(function, arguments, named);
        }
        catch (RefusedException e)
        {
            throw Fail($"{function.Name}: {e.Message}", invocation);
        }
    }

    private Operand Argument(Expression expression) => expression switch
    {
        LiteralExpression literal => new ConstantOperand(literal.Value),
        Invocation invocation => Value(invocation, isCall: true),
        _ => Field(expression),
    };

    /// <summary>What a path names: a block parameter, a variable, or a field of a context.</summary>
    private Operand Field(Expression expression)
    {
        if (expression is LiteralExpression literal)
        {
            // At the head of a tag a literal names the field that is called so.
            return new PathOperand(0, [new Segment(literal.Original)]);
        }

        var path = (PathExpression)expression;
        if (path.IsData)
        {
            return Data(path);
        }

        var names = Segment.Of(path.Names);
        if (names.Length == 0)
        {
            return new PathOperand(path.Parents, names);
        }

        var field = new PathOperand(path.Parents, names);
        if (!path.IsScoped)
        {
            var slot = _parameters.LastIndexOf(path.Names[0]);
            return slot >= 0 ? new SlotOperand(slot, names[1..]) : Variable(names) ?? (Operand)field;
        }

        return path.Parents > 0 && Variable(names) is { } variable
            ? new OuterOperand(path.Parents, variable, field)
            : field;
    }

    private static VariableOperand? Variable(Segment[] names) => names[0].Name switch
    {
        "record" => new VariableOperand(Nodes.Variable.Record, names[1..]),
        "root" => new VariableOperand(Nodes.Variable.Root, names[1..]),
        "lastRun" => new VariableOperand(Nodes.Variable.LastRun, names[1..]),
        "thisRun" => new VariableOperand(Nodes.Variable.ThisRun, names[1..]),
        "run" => new VariableOperand(Nodes.Variable.Run, names[1..]),
        _ => null,
    };

    private static Operand Data(PathExpression path)
    {
        var names = Segment.Of(path.Names);
        return names is not [var first, ..]
            ? throw new ExpressionException($"A name is missing after @ (position {path.Position}).", path.Position)
            : first.Name == "root"
                ? (names.Length > 1 ? Variable(names[1..]) : null) ?? new VariableOperand(Nodes.Variable.Root, names[1..])
                : LoopOperand.Knows(first.Name)
                    ? new LoopOperand(first.Name, path.Parents, names[1..])
                    : throw new ExpressionException(
                        $"There is no variable '@{first.Name}' (position {path.Position}).", path.Position);
    }

    private static string? SimpleName(Expression head) => head switch
    {
        LiteralExpression literal => literal.Original,
        PathExpression { IsData: false, IsScoped: false, Names: [var name] } => name,
        _ => null,
    };

    private static ExpressionException Unknown(string name, Invocation at) => name switch
    {
        "hmac" => Fail("The helper 'hmac' takes its key from a connection's secrets, which no template reaches yet", at),
        _ => Fail($"There is no helper '{name}'", at),
    };

    private static ExpressionException Fail(string message, Invocation at) =>
        new($"{message} (position {at.Position}).", at.Position);
}
