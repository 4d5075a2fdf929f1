using Weir.Engine.Secrets;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory; held to it by the same tests as the databases.</summary>
internal sealed class InMemoryKeyStore : IKeyStore
{
    private readonly Lock _gate = new();

    public List<WrappedKey> Keys { get; } = [];

    public MasterKeyProof? Proof { get; set; }

    public MasterKeyProof? NextProof { get; set; }

    public Task<WrappedKey?> FindAsync(string owner, CancellationToken cancellationToken) =>
        Locked(() => Keys.FindLast(k => k.Owner == owner));

    public Task<WrappedKey?> FindAsync(string owner, string keyId, CancellationToken cancellationToken) =>
        Locked(() => Keys.Find(k => k.Owner == owner && k.KeyId == keyId));

    public Task<WrappedKey?> AddAsync(WrappedKey key, CancellationToken cancellationToken) => Locked(() =>
    {
        if (key.MasterKeyId != Proof?.MasterKeyId && key.MasterKeyId != NextProof?.MasterKeyId)
        {
            return null;
        }

        if (Keys.Find(k => k.Owner == key.Owner) is { } standing)
        {
            return standing;
        }

        Keys.Add(key);
        return key;
    });

    public Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken) =>
        Locked<IReadOnlyDictionary<string, int>>(() => Keys
            .CountBy(k => k.MasterKeyId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));

    public Task<IReadOnlyList<WrappedKey>> WrappedByAsync(
        string masterKeyId, WrappedKey? after, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<WrappedKey>>(() =>
        [
            .. Keys.Where(k => k.MasterKeyId == masterKeyId && (after is null || Compare(k, after) > 0))
                .Order(Comparer<WrappedKey>.Create(Compare))
                .Take(limit),
        ]);

    public Task ReplaceAsync(string from, IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) => Locked(() =>
    {
        foreach (var key in keys)
        {
            var place = Keys.FindIndex(k => k.Owner == key.Owner && k.KeyId == key.KeyId && k.MasterKeyId == from);
            if (place >= 0)
            {
                Keys[place] = key;
            }
        }

        return true;
    });

    public Task<MasterKeyProofs> ProofsAsync(CancellationToken cancellationToken) =>
        Locked(() => new MasterKeyProofs(Proof, NextProof));

    public Task<MasterKeyProof> AddProofAsync(MasterKeyProof proof, CancellationToken cancellationToken) =>
        Locked(() => Proof ??= proof);

    public Task SetNextProofAsync(MasterKeyProof? next, CancellationToken cancellationToken) => Locked(() => NextProof = next);

    public Task<bool> EndRotationAsync(MasterKeyProof proof, string from, int left, CancellationToken cancellationToken) =>
        Locked(() =>
        {
            if (Keys.Count(k => k.MasterKeyId == from) != left)
            {
                return false;
            }

            (Proof, NextProof) = (proof, null);
            return true;
        });

    private static int Compare(WrappedKey one, WrappedKey other) =>
        (string.CompareOrdinal(one.Owner, other.Owner), string.CompareOrdinal(one.KeyId, other.KeyId)) switch
        {
            (0, var byId) => byId,
            var (byOwner, _) => byOwner,
        };

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Task.FromResult(work());
        }
    }
}
