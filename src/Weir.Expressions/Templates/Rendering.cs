using System.Text.Json;

namespace Weir.Expressions.Templates;

/// <summary>Where an <c>each</c> stands in its list.</summary>
internal struct Loop
{
    public Value Key;
    public int Index;
    public bool IsLast;
}

/// <summary>
/// One rendering under way: what the template sees, what it has written, what it may still do. Kept by the thread from one
/// rendering to the next, so that a record costs no allocation of its own.
/// </summary>
internal sealed class Rendering
{
    [ThreadStatic]
    private static Rendering? _spare;

    // One context and one loop a nested block, and the one that the template begins with.
    private readonly Value[] _contexts = new Value[TemplateLimits.NestingMax + 2];
    private readonly Loop[] _loops = new Loop[TemplateLimits.NestingMax + 2];
    private readonly Value[] _slots = new Value[2 * TemplateLimits.NestingMax];
    private int _context;
    private int _loop;
    private int _slotsUsed;
    private int _steps;

    public Utf8Text Output { get; } = new("template");

    /// <summary>Where values were printed that turned out empty: they may have left a path segment empty.</summary>
    public List<int> Empties { get; } = [];

    public Place Place { get; private set; }

    public JsonState Json { get; set; }

    public Variables Variables { get; private set; } = Variables.None;

    /// <summary>What the template was given: the record, or the item of a mapping's list.</summary>
    public Value Record => _contexts[0];

    /// <summary>The whole record.</summary>
    public Value Root { get; private set; }

    public Value Context => _contexts[_context];

    public bool IsAtTop(int parents) => _context == parents;

    public static Rendering Begin(Place place, JsonElement record, JsonElement root, Variables variables)
    {
        var rendering = _spare ?? new Rendering();
        _spare = null;
        rendering.Place = place;
        rendering.Variables = variables;
        rendering._contexts[0] = Value.Of(record);
        rendering.Root = Value.Of(root);
        return rendering;
    }

    /// <summary>Gives everything back; nothing of the record is kept.</summary>
    public void End()
    {
        Array.Clear(_contexts, 0, _context + 1);
        Array.Clear(_slots, 0, _slotsUsed);
        Array.Clear(_loops, 0, _loop + 1);
        _context = _loop = _slotsUsed = _steps = 0;
        Root = default;
        Variables = Variables.None;
        Json = JsonState.Outside;
        Empties.Clear();
        Output.Clear();
        _spare = this;
    }

    public void Step(int count = 1)
    {
        _steps += count;
        if (_steps > TemplateLimits.StepsMax)
        {
            throw new EvaluationException(
                "template", $"The template takes more than {TemplateLimits.StepsMax} steps for one record.");
        }
    }

    /// <summary>Counts the reading of a text or of an object's names, which take time by their length.</summary>
    public void StepOver(int length) => Step(length >> 6);

    /// <summary>The context so many blocks further out; missing where there is none.</summary>
    public Value Parent(int parents) => parents <= _context ? _contexts[_context - parents] : Value.Missing;

    public void Push(in Value context) => _contexts[++_context] = context;

    public void Pop() => _contexts[_context--] = default;

    public ref Loop PushLoop() => ref _loops[++_loop];

    public void PopLoop() => _loops[_loop--] = default;

    /// <summary>The nearest list that is walked, or one so many further out.</summary>
    public bool TryGetLoop(int parents, out Loop loop)
    {
        var found = parents < _loop;
        loop = found ? _loops[_loop - parents] : default;
        return found;
    }

    public Value Slot(int slot) => _slots[slot];

    public void SetSlot(int slot, in Value value)
    {
        _slots[slot] = value;
        _slotsUsed = Math.Max(_slotsUsed, slot + 1);
    }
}
