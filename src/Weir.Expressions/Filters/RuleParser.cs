using System.Text.Json;

namespace Weir.Expressions.Filters;

/// <summary>
/// Compiles the JSON of a rule. An object with exactly one member is an operation; any other value stands for itself
/// (so does, with everything in it, an object with none or several members: JsonLogic's own rule).
/// </summary>
internal sealed class RuleParser
{
    private int _nodes;
    private int _levels;

    public Rule Parse(JsonElement rule, string path = "")
    {
        if (++_nodes > FilterLimits.RuleNodesMax)
        {
            throw Fail($"The rule has more than {FilterLimits.RuleNodesMax} parts", path);
        }

        if (++_levels > FilterLimits.RuleNestingLevelsMax)
        {
            throw Fail($"The rule is nested more than {FilterLimits.RuleNestingLevelsMax} levels deep", path);
        }

        var node = rule.ValueKind switch
        {
            JsonValueKind.Array => List(rule, path),
            JsonValueKind.Object when IsOperation(rule, path, out var name, out var arguments) =>
                Operation(name, arguments, path.Length == 0 ? name : $"{path}.{name}"),
            _ => Constant(rule, path),
        };
        _levels--;
        return node;
    }

    private static bool IsOperation(JsonElement rule, string path, out string name, out JsonElement arguments)
    {
        (name, arguments) = ("", default);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in rule.EnumerateObject())
        {
            name = Read(() => member.Name, path);
            arguments = member.Value;
            if (!names.Add(name))
            {
                throw Fail($"The name '{name}' occurs twice in one object", path);
            }
        }

        return names.Count == 1;
    }

    private Rule List(JsonElement rule, string path)
    {
        var items = Items(rule, path);
        return Array.TrueForAll(items, item => item is Literal) ? new Literal(Value.Of(rule)) : new ListOf(items);
    }

    private Rule[] Items(JsonElement list, string path)
    {
        var items = new Rule[list.GetArrayLength()];
        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            items[i] = Parse(item, $"{path}[{i}]");
            i++;
        }

        return items;
    }

    private static Literal Constant(JsonElement rule, string path) => new(rule.ValueKind is JsonValueKind.String
        ? Value.Of(Read(rule.GetString, path)!)
        : Value.Of(rule));

    private Rule Operation(string name, JsonElement arguments, string path)
    {
        // The easy way to write one argument: {"var": "a"} for {"var": ["a"]}.
        var given = arguments.ValueKind is JsonValueKind.Array ? Items(arguments, path) : [Parse(arguments, path)];
        return Operations.Find(name, given) ?? throw Fail($"There is no operation '{name}'", path);
    }

    private static T Read<T>(Func<T> text, string path)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            throw Fail("The rule has a text that is not valid Unicode", path);
        }
    }

    private static ExpressionException Fail(string message, string path) =>
        new(path.Length == 0 ? $"{message}." : $"{message}: {path}.", 0, path);
}
