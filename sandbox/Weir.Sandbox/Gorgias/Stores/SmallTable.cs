namespace Weir.Sandbox.Gorgias;

/// <summary>What the rows of small lists have in common: an id, and when they were made (UTC microseconds).</summary>
internal interface ISmallRow
{
    int Id { get; }

    long Created { get; }
}

/// <summary>
/// A list of which there are few rows, all kept: users, tags, macros and the like. An id is never given twice. Guarded
/// by the desk's gate.
/// </summary>
internal sealed class SmallTable<T>
    where T : class, ISmallRow
{
    private const int IdStep = 3;

    private readonly Dictionary<int, T> _rows = [];
    private int _lastId;

    public SmallTable(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            Save(row);
        }
    }

    public IEnumerable<T> All => _rows.Values;

    public int NextId => _lastId + IdStep;

    public T? Find(int? id) => id is { } wanted ? _rows.GetValueOrDefault(wanted) : null;

    /// <exception cref="GorgiasProblem">404: there is none with this id.</exception>
    public T Get(int id) => Find(id) ?? throw GorgiasProblem.NotFound();

    public T Save(T row)
    {
        _rows[row.Id] = row;
        _lastId = Math.Max(_lastId, row.Id);
        return row;
    }

    public bool Remove(int id) => _rows.Remove(id);
}
