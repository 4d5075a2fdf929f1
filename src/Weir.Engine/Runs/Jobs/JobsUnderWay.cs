using Weir.Model;

namespace Weir.Engine.Runs.Jobs;

/// <summary>Jobs that a run waits for. Safe for many threads.</summary>
internal sealed class JobsUnderWay
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ConnectionId, int> _records = [];

    /// <summary>What is waited for, by connection, with the number of records.</summary>
    public IReadOnlyList<RunWait> Waits
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _records.Where(r => r.Value > 0)
                        .Select(r => new RunWait { Reason = WaitReason.Job, Connection = r.Key, Count = r.Value }),
                ];
            }
        }
    }

    public void Begin(ConnectionId connection, int records) => Add(connection, records);

    public void End(ConnectionId connection, int records) => Add(connection, -records);

    private void Add(ConnectionId connection, int records)
    {
        lock (_gate)
        {
            _records[connection] = _records.GetValueOrDefault(connection) + records;
        }
    }
}
