using Weir.Vault;

namespace Weir.Tests.Fakes;

/// <summary>A folder of key files that can lose power: what happened to names since the last sync may then be gone.</summary>
internal sealed class InMemoryKeyFiles : IKeyFiles
{
    private readonly List<Action<Dictionary<string, byte[]>>> _pending = [];
    private Dictionary<string, byte[]> _durable = new(StringComparer.Ordinal);

    public Dictionary<string, byte[]> Files { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>How many changes of names a loss of power may take back.</summary>
    public int Pending => _pending.Count;

    public bool Exists(string name) => Files.ContainsKey(name);

    public Memory<byte>? Read(string name, int bytesMax) =>
        Files.TryGetValue(name, out var bytes)
            ? (Memory<byte>?)new Memory<byte>(bytes.AsSpan(0, Math.Min(bytes.Length, bytesMax)).ToArray())
            : null;

    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var file = bytes.ToArray();
        Change(folder => folder.Remove(name));
        Change(folder => folder[name] = file);
    }

    public void Rename(string from, string to)
    {
        var file = Files.GetValueOrDefault(from) ?? throw new FileNotFoundException(from);
        Change(folder =>
        {
            folder.Remove(from);
            folder[to] = file;
        });
    }

    public void Sync()
    {
        _durable = new(Files, StringComparer.Ordinal);
        _pending.Clear();
    }

    /// <summary>The folder after a loss of power that kept the changes whose bit is set, or after a kill of the process (all).</summary>
    public InMemoryKeyFiles After(uint kept = uint.MaxValue)
    {
        var after = new InMemoryKeyFiles { Files = new(_durable, StringComparer.Ordinal), _durable = new(_durable, StringComparer.Ordinal) };
        foreach (var (place, change) in _pending.Index())
        {
            if ((kept >> place & 1) == 1)
            {
                after.Change(change);
            }
        }

        return after;
    }

    private void Change(Action<Dictionary<string, byte[]>> change)
    {
        change(Files);
        _pending.Add(change);
    }
}
