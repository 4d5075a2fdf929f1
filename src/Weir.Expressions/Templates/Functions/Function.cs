using Weir.Expressions.Templates.Nodes;

namespace Weir.Expressions.Templates.Functions;

/// <summary>Computes what a helper gives for one record.</summary>
internal delegate Value FunctionBody(Call call, Rendering rendering);

/// <summary>A helper: what handlebars calls a function that a template may use.</summary>
/// <param name="Name">As templates write it.</param>
/// <param name="Min">The fewest arguments.</param>
/// <param name="Max">The most arguments.</param>
/// <param name="Body">What it computes.</param>
internal sealed record Function(string Name, int Min, int Max, FunctionBody Body)
{
    /// <summary>It answers yes or no, so it is a block too: <c>{{#contains list "a"}}…{{else}}…{{/contains}}</c>.</summary>
    public bool IsTest { get; init; }

    /// <summary>The names of its named arguments.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>
    /// Looks at the arguments that are literals, once, when the template is parsed: compiles a pattern, finds a time zone.
    /// A problem is an <see cref="RefusedException"/>, whose message becomes the parse error. The result is
    /// <see cref="Call.Prepared"/>.
    /// </summary>
    public Func<Call, object?>? Prepare { get; init; }
}

/// <summary>A helper with its arguments, somewhere in a template.</summary>
internal sealed class Call : Operand
{
    private readonly Function _function;
    private readonly Operand[] _arguments;
    private readonly (string Name, Operand Value)[] _named;

    public Call(Function function, Operand[] arguments, (string Name, Operand Value)[] named)
    {
        _function = function;
        _arguments = arguments;
        _named = named;
        Prepared = function.Prepare?.Invoke(this);
    }

    public int Count => _arguments.Length;

    public object? Prepared { get; }

    public override Value Evaluate(Rendering rendering)
    {
        rendering.Step();
        return _function.Body(this, rendering);
    }

    /// <summary>An argument; what <c>json</c> or <c>encodeURI</c> made of a value is a text.</summary>
    public Value Argument(Rendering rendering, int index)
    {
        var value = AsGiven(rendering, index);
        return value.Form == Form.Plain ? value : Value.Of(Printing.Text(rendering, value));
    }

    /// <summary>An argument to be handed on as it is.</summary>
    public Value AsGiven(Rendering rendering, int index) =>
        index < _arguments.Length ? _arguments[index].Evaluate(rendering) : Value.Missing;

    /// <summary>An argument as a text; empty where it is missing or null.</summary>
    public string Text(Rendering rendering, int index) => Printing.Text(rendering, Argument(rendering, index));

    /// <summary>An argument as a number: a JSON number, or a text that is one.</summary>
    public Exact Number(Rendering rendering, int index)
    {
        var value = Argument(rendering, index);
        return Numbers.TryRead(rendering, value, out var number)
            ? number
            : throw Fail(value.IsNothing
                ? $"argument {index + 1} has no value, and a number is needed"
                : $"'{Shown(Printing.Text(rendering, value))}' is not a number");
    }

    /// <summary>An argument as a whole number in a range.</summary>
    public int Whole(Rendering rendering, int index, int min, int max)
    {
        var number = Number(rendering, index);
        return number.TryToInt32(out var whole) && whole >= min && whole <= max
            ? whole
            : throw Fail($"argument {index + 1} must be a whole number from {min} to {max}");
    }

    public Value Named(Rendering rendering, string name)
    {
        foreach (var (known, value) in _named)
        {
            if (known == name)
            {
                return value.Evaluate(rendering);
            }
        }

        return Value.Missing;
    }

    /// <summary>Whether a named argument is set: <c>true</c> or <c>"true"</c>.</summary>
    public bool Flag(Rendering rendering, string name)
    {
        var value = Named(rendering, name);
        return value.IsTruthy() && Printing.Text(rendering, value) != "false";
    }

    /// <summary>The items of a list, a single value as its only item, nothing for what is missing.</summary>
    public Value[] Items(Rendering rendering, int index)
    {
        var value = Argument(rendering, index);
        if (value.IsNothing)
        {
            return [];
        }

        if (value.Kind != Kind.List)
        {
            return [value];
        }

        rendering.Step(value.Count);
        if (value.MadeItems is { } made)
        {
            return made;
        }

        var items = new Value[value.Count];
        var i = 0;
        foreach (var item in value.Element.EnumerateArray())
        {
            items[i++] = Value.Of(item);
        }

        return items;
    }

    /// <summary>The text of an argument that is a literal; null where it is something else.</summary>
    public string? Literal(int index) => index < _arguments.Length && _arguments[index] is ConstantOperand constant
        ? constant.Value.Made
        : null;

    public bool IsLiteral(int index) => index < _arguments.Length && _arguments[index] is ConstantOperand;

    /// <summary>A text that a helper made, refused where it is too long.</summary>
    public Value Made(string text) => text.Length <= TemplateLimits.ValueCharsMax
        ? Value.Of(text)
        : throw TooLong();

    public EvaluationException TooLong() =>
        Fail($"the text is longer than {TemplateLimits.ValueCharsMax} characters");

    public EvaluationException Fail(string problem) => new("template", $"{_function.Name}: {problem}.");

    /// <summary>A value's beginning, for a message.</summary>
    public static string Shown(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
