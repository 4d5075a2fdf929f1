using System.Globalization;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>
/// A list that comes newest change first, with cursors that name the last row's place. Its rows change, tie on the same time,
/// appear and vanish whenever it is read; some changes come late, with a time that has passed.
/// </summary>
internal sealed class MovingList(Random random)
{
    private const int PageSize = 10;

    /// <summary>So much later than its time a change may come at most.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromMinutes(4);

    private readonly SortedDictionary<int, MovingRow> _rows = [];
    private int _lastId;

    /// <summary>How much happens whenever it is read.</summary>
    public int Restlessness { get; set; }

    public DateTimeOffset Now { get; set; } = new(2026, 8, 26, 12, 0, 0, TimeSpan.Zero);

    public IEnumerable<string> Bodies => _rows.Values.Select(r => r.Body);

    public OrderDefinition Order { get; } = new("$.changed", "$.id", OrderDirection.Descending);

    public (IReadOnlyList<string> Rows, string? Next) Page(string state)
    {
        Live(random.Next(Restlessness + 1));
        var cursor = state.Split(',');
        var below = _rows.Values
            .OrderByDescending(r => r.Changed).ThenByDescending(r => r.Id)
            .SkipWhile(r => state.Length > 0 && !r.IsBelow(long.Parse(cursor[0], CultureInfo.InvariantCulture), int.Parse(cursor[1])))
            .ToList();
        var page = below.Take(PageSize).ToList();
        return ([.. page.Select(r => r.Body)], below.Count > PageSize ? page[^1].Cursor : null);
    }

    public void Live(int events)
    {
        for (var i = 0; i < events; i++)
        {
            Now = Now.AddSeconds(random.Next(1, 30));
            switch (random.Next(8))
            {
                case 0:
                    Set(++_lastId, Now);
                    break;
                case 1 when _rows.Count > 20:
                    _rows.Remove(Any());
                    break;
                case 2:
                    // A macro that changes many at once: more rows with one time than a page holds.
                    foreach (var id in _rows.Keys.Where(_ => random.Next(3) == 0).ToList())
                    {
                        Set(id, Now);
                    }

                    break;
                case 3:
                    Set(Any(), Now - TimeSpan.FromSeconds(random.Next((int)LateMax.TotalSeconds)));
                    break;
                default:
                    Set(Any(), Now);
                    break;
            }
        }
    }

    public void Fill(int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            Set(++_lastId, Now.AddMinutes(-rows + i));
        }
    }

    public void Touch(int id) => Set(id, Now);

    private int Any() => _rows.Count == 0 ? ++_lastId : _rows.Keys.ElementAt(random.Next(_rows.Count));

    /// <summary>A change is told by id and time: two of one row never have the same time.</summary>
    private void Set(int id, DateTimeOffset changed)
    {
        if (!_rows.TryGetValue(id, out var row) || row.Changed < changed)
        {
            _rows[id] = new MovingRow(id, changed);
        }
    }

    private sealed record MovingRow(int Id, DateTimeOffset Changed)
    {
        public string Cursor => $"{Changed.UtcTicks},{Id}";

        public string Body => $$"""{"id":{{Id}},"n":"x","changed":"{{Changed:O}}"}""";

        public bool IsBelow(long ticks, int id) => Changed.UtcTicks < ticks || (Changed.UtcTicks == ticks && Id < id);
    }
}
