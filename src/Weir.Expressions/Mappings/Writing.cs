using System.Text.Json;
using Weir.Expressions.Templates;

namespace Weir.Expressions.Mappings;

/// <summary>
/// One record on its way through a mapping: what the mapping sees and what it has written. Kept by the thread from one record
/// to the next.
/// </summary>
internal sealed class Writing
{
    [ThreadStatic]
    private static Writing? _spare;

    private readonly Stack<List<JsonElement>> _lists = new();
    private int _steps;

    public Utf8Text Output { get; } = new("mapping");

    public FieldPath Path { get; } = new();

    public Variables Variables { get; private set; } = Variables.None;

    /// <summary>What <c>$</c> means: the record, or the item of the innermost <c>@each</c>.</summary>
    public JsonElement Item { get; set; }

    /// <summary>What <c>$$</c> means: the whole record.</summary>
    public JsonElement Root { get; private set; }

    public static Writing Begin(JsonElement record, Variables variables)
    {
        var writing = _spare ?? new Writing();
        _spare = null;
        writing.Item = writing.Root = record;
        writing.Variables = variables;
        return writing;
    }

    public void End()
    {
        Item = Root = default;
        Variables = Variables.None;
        Path.Clear();
        Output.Clear();
        _steps = 0;
        _spare = this;
    }

    public void Step()
    {
        if (++_steps > MappingLimits.StepsMax)
        {
            throw Fail($"The mapping takes more than {MappingLimits.StepsMax} steps for one record.");
        }
    }

    /// <summary>What a path selects. Give the list back with <see cref="Return"/>.</summary>
    public List<JsonElement> Select(PathSource path)
    {
        var list = _lists.Count > 0 ? _lists.Pop() : [];
        path.Select(this, list);
        return list;
    }

    public void Return(List<JsonElement> list)
    {
        list.Clear();
        _lists.Push(list);
    }

    public EvaluationException Fail(string message) => new("mapping", message, Path.ToString());
}
