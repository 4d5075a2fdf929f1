namespace Weir.Engine.Runs;

/// <summary>
/// A multiset: a record that stands twice in a source is two records. Safe for many threads.
/// </summary>
internal sealed class FingerprintSet
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Fingerprint, int> _counts = [];

    public int Count { get; private set; }

    public void Add(Fingerprint fingerprint)
    {
        lock (_gate)
        {
            _counts[fingerprint] = _counts.GetValueOrDefault(fingerprint) + 1;
            Count++;
        }
    }

    /// <summary>Takes one out; false when there is none.</summary>
    public bool Remove(Fingerprint fingerprint)
    {
        if (Count == 0)
        {
            return false;
        }

        lock (_gate)
        {
            if (!_counts.TryGetValue(fingerprint, out var count))
            {
                return false;
            }

            if (count == 1)
            {
                _counts.Remove(fingerprint);
            }
            else
            {
                _counts[fingerprint] = count - 1;
            }

            Count--;
            return true;
        }
    }

    public IReadOnlyList<Fingerprint> ToList()
    {
        lock (_gate)
        {
            var all = new List<Fingerprint>(Count);
            foreach (var (fingerprint, count) in _counts)
            {
                for (var i = 0; i < count; i++)
                {
                    all.Add(fingerprint);
                }
            }

            return all;
        }
    }
}
