using Weir.Engine.Secrets;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory; held to it by the same tests as the databases.</summary>
internal sealed class InMemoryKeyStore : IKeyStore
{
    private readonly Lock _gate = new();

    public List<WrappedKey> Keys { get; } = [];

    public MasterKeyProof? Proof { get; set; }

    public Task<WrappedKey?> FindAsync(string owner, CancellationToken cancellationToken) =>
        Locked(() => Keys.FindLast(k => k.Owner == owner));

    public Task<WrappedKey?> FindAsync(string owner, string keyId, CancellationToken cancellationToken) =>
        Locked(() => Keys.Find(k => k.Owner == owner && k.KeyId == keyId));

    public Task<WrappedKey> AddAsync(WrappedKey key, CancellationToken cancellationToken) => Locked(() =>
    {
        if (Keys.Find(k => k.Owner == key.Owner) is { } standing)
        {
            return standing;
        }

        Keys.Add(key);
        return key;
    });

    public Task<IReadOnlyList<WrappedKey>> AllAsync(CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<WrappedKey>>(() => [.. Keys.OrderBy(k => k.Owner, StringComparer.Ordinal)]);

    public Task ReplaceAsync(WrappedKey key, CancellationToken cancellationToken) => Locked(() =>
    {
        var place = Keys.FindIndex(k => k.Owner == key.Owner && k.KeyId == key.KeyId);
        return place < 0 ? null : Keys[place] = key;
    });

    public Task<MasterKeyProof?> ProofAsync(CancellationToken cancellationToken) => Locked(() => Proof);

    public Task SetProofAsync(MasterKeyProof proof, CancellationToken cancellationToken) => Locked(() => Proof = proof);

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Task.FromResult(work());
        }
    }
}
