using Weir.Engine.Secrets;
using Weir.Vault;

namespace Weir.Tests.Vault;

/// <summary>The process is gone: nothing that it does from here on happens.</summary>
internal sealed class KilledException : Exception;

/// <summary>
/// What a vault does to its store and its files, one after the other: before and after each of them something else may
/// happen, or the process may be killed.
/// </summary>
internal sealed class Watch
{
    private bool _isKilled;

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>The process ends at this instant: 0 before the first operation, 1 after it, 2 before the second …</summary>
    public int KillAt { get; init; } = int.MaxValue;

    /// <summary>Happens before each operation, given its place and its name.</summary>
    public Func<int, string, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Happens after each operation on the store, before its caller sees the result.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    public bool IsKilled => _isKilled;

    public async Task<T> DoAsync<T>(string name, Func<Task<T>> operation)
    {
        var place = Enter();
        await Before(place, name);
        var result = await operation();
        Leave(place);
        await After(name);
        return result;
    }

    public T Do<T>(Func<T> operation)
    {
        var place = Enter();
        var result = operation();
        Leave(place);
        return result;
    }

    private int Enter()
    {
        var place = Count++;
        Leave(place - 0.5);
        return place;
    }

    private void Leave(double place)
    {
        _isKilled |= (int)(2 * place) + 1 >= KillAt;
        if (_isKilled)
        {
            throw new KilledException();
        }
    }
}

internal sealed class WatchedKeyFiles(IKeyFiles files, Watch watch) : IKeyFiles
{
    public bool Exists(string name) => watch.Do(() => files.Exists(name));

    public Memory<byte>? Read(string name, int bytesMax) => watch.Do(() => files.Read(name, bytesMax));

    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Do(() => files.Write(name, copy));
    }

    public void Rename(string from, string to) => Do(() => files.Rename(from, to));

    public void Sync() => Do(files.Sync);

    private void Do(Action operation) => watch.Do(() =>
    {
        operation();
        return true;
    });
}

internal sealed class WatchedKeyStore(IKeyStore keys, Watch watch) : IKeyStore
{
    public Task<WrappedKey?> FindAsync(string owner, CancellationToken cancellationToken) =>
        watch.DoAsync("find", () => keys.FindAsync(owner, cancellationToken));

    public Task<WrappedKey?> FindAsync(string owner, string keyId, CancellationToken cancellationToken) =>
        watch.DoAsync("find", () => keys.FindAsync(owner, keyId, cancellationToken));

    public Task<WrappedKey?> AddAsync(WrappedKey key, CancellationToken cancellationToken) =>
        watch.DoAsync("add", () => keys.AddAsync(key, cancellationToken));

    public Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken) =>
        watch.DoAsync("count", () => keys.CountAsync(cancellationToken));

    public Task<IReadOnlyList<WrappedKey>> WrappedByAsync(
        string masterKeyId, WrappedKey? after, int limit, CancellationToken cancellationToken) =>
        watch.DoAsync("slice", () => keys.WrappedByAsync(masterKeyId, after, limit, cancellationToken));

    public Task ReplaceAsync(string from, IReadOnlyList<WrappedKey> anew, CancellationToken cancellationToken) =>
        DoAsync("replace", () => keys.ReplaceAsync(from, anew, cancellationToken));

    public Task<MasterKeyProofs> ProofsAsync(CancellationToken cancellationToken) =>
        watch.DoAsync("proofs", () => keys.ProofsAsync(cancellationToken));

    public Task<MasterKeyProof> AddProofAsync(MasterKeyProof proof, CancellationToken cancellationToken) =>
        watch.DoAsync("prove", () => keys.AddProofAsync(proof, cancellationToken));

    public Task SetNextProofAsync(MasterKeyProof? next, CancellationToken cancellationToken) =>
        DoAsync("announce", () => keys.SetNextProofAsync(next, cancellationToken));

    public Task<bool> EndRotationAsync(MasterKeyProof proof, string from, int left, CancellationToken cancellationToken) =>
        watch.DoAsync("end", () => keys.EndRotationAsync(proof, from, left, cancellationToken));

    private Task<bool> DoAsync(string name, Func<Task> operation) => watch.DoAsync(name, async () =>
    {
        await operation();
        return true;
    });
}
