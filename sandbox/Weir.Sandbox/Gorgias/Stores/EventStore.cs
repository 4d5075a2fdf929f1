namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Everything that happened: what the seed says, and what was done since, each action's events under one context.
/// Guarded by the desk's gate.
/// </summary>
internal sealed class EventStore(EventSeed seed, int numbers, int userId, Func<long> nextChange)
{
    private readonly List<DeskEvent> _added = [];
    private readonly KeysetIndex _addedByCreated = new();
    private readonly Dictionary<(string Type, int Id), List<int>> _addedByObject = [];
    private KeysetIndex? _byCreated;
    private string _context = "";
    private int _contexts;

    /// <summary>Told of each event as it is added, while the desk's gate is held.</summary>
    public Action<DeskEvent>? Happened { get; set; }

    /// <summary>A new action begins: what is added from now on belongs together.</summary>
    public void Begin() => _context = new Dice(numbers, DiceKind.Context, _contexts++).Uuid();

    public void Add(string type, string objectType, int objectId, string? data = null)
    {
        var happened = new DeskEvent(
            EventSeed.FirstAddedId + _added.Count, _context, nextChange(), data, objectId, objectType, type, userId);
        _added.Add(happened);
        var place = new Place(happened.Created, happened.Id);
        _addedByCreated.Add(place);
        _byCreated?.Add(place);
        if (!_addedByObject.TryGetValue((objectType, objectId), out var numbersOfObject))
        {
            _addedByObject[(objectType, objectId)] = numbersOfObject = [];
        }

        numbersOfObject.Add(_added.Count - 1);
        Happened?.Invoke(happened);
    }

    public DeskEvent? Find(long id) =>
        id < EventSeed.FirstAddedId ? seed.Find(id)
        : id - EventSeed.FirstAddedId < _added.Count ? _added[(int)(id - EventSeed.FirstAddedId)]
        : null;

    /// <summary>The fewest events among which those of these types are; all where none is named.</summary>
    public KeysetIndex OfTypes(IReadOnlyList<string> types) =>
        types.Count > 0 && !types.Any(EventSeed.Types.Contains)
            ? _addedByCreated
            : _byCreated ??= KeysetIndex.Of(
                [.. seed.Places(), .. _added.Select(each => new Place(each.Created, each.Id))]);

    public KeysetIndex OfObject(string objectType, int objectId) => KeysetIndex.Of(
    [
        .. seed.Of(objectType, objectId),
        .. (_addedByObject.GetValueOrDefault((objectType, objectId)) ?? [])
            .Select(number => new Place(_added[number].Created, _added[number].Id)),
    ]);
}
