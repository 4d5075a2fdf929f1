using Weir.Engine.Secrets;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class KeyStore(Database database) : IKeyStore
{
    private const string Select =
        "select owner as Owner, key_id as KeyId, master_key_id as MasterKeyId, cipher as Cipher from data_keys ";

    private const string Newest = Select + "where owner = @owner order by generation desc limit 1";

    private const string ById = Select + "where owner = @owner and key_id = @keyId";

    private const string WrappedBy =
        Select
        + """
        where master_key_id = @masterKeyId and (owner > @owner or (owner = @owner and key_id > @keyId))
        order by owner, key_id limit @limit
        """;

    private const string Count = "select master_key_id as Id, count(*) as Keys from data_keys group by master_key_id";

    private const string CountOf = "select count(*) from data_keys where master_key_id = @from";

    // Two writers that both saw no key: the index lets one of them in.
    private const string AddFirst =
        """
        insert into data_keys (owner, key_id, generation, master_key_id, cipher)
        values (@Owner, @KeyId, 1, @MasterKeyId, @Cipher)
        on conflict (owner, generation) do nothing
        """;

    private const string Replace =
        """
        update data_keys set master_key_id = @MasterKeyId, cipher = @Cipher
        where owner = @Owner and key_id = @KeyId and master_key_id = @from
        """;

    private const string ProofsOf = "select count(*) from master_key_proof where master_key_id = @MasterKeyId";

    // The present proof has id 1, the next one 2.
    private const string Proof = "select master_key_id as MasterKeyId, cipher as Cipher from master_key_proof where id = @id";

    private const string AddProof =
        """
        insert into master_key_proof (id, master_key_id, cipher) values (1, @MasterKeyId, @Cipher)
        on conflict (id) do nothing
        """;

    private const string SetProof =
        """
        insert into master_key_proof (id, master_key_id, cipher) values (@id, @MasterKeyId, @Cipher)
        on conflict (id) do update set master_key_id = excluded.master_key_id, cipher = excluded.cipher
        """;

    private const string DeleteNextProof = "delete from master_key_proof where id = 2";

    private const string DeleteOwnerless =
        "delete from data_keys where substr(owner, 1, length(@prefix)) = @prefix and owner not in (select id from resources)";

    public Task<WrappedKey?> FindAsync(string owner, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync<WrappedKey>(Newest, new { owner }), cancellationToken);

    public Task<WrappedKey?> FindAsync(string owner, string keyId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync<WrappedKey>(ById, new { owner, keyId }), cancellationToken);

    public Task<WrappedKey?> AddAsync(WrappedKey key, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async session =>
        {
            // Writers come one after the other: the proof still stands when the key is added.
            if (await session.FirstAsync<long>(ProofsOf, new { key.MasterKeyId }) == 0)
            {
                return null;
            }

            await session.ExecuteAsync(AddFirst, key);
            return await session.FirstAsync<WrappedKey>(Newest, new { owner = key.Owner });
        },
        cancellationToken);

    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await database.ReadAsync(session => session.QueryAsync<KeyCount>(Count), cancellationToken);
        return counts.ToDictionary(c => c.Id, c => (int)c.Keys, StringComparer.Ordinal);
    }

    public Task<IReadOnlyList<WrappedKey>> WrappedByAsync(
        string masterKeyId, WrappedKey? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync<WrappedKey>(
            WrappedBy, new { masterKeyId, owner = after?.Owner ?? "", keyId = after?.KeyId ?? "", limit }),
        cancellationToken);

    public Task ReplaceAsync(string from, IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async session =>
            {
                var replaced = 0;
                foreach (var key in keys)
                {
                    replaced += await session.ExecuteAsync(
                        Replace, new { key.Owner, key.KeyId, key.MasterKeyId, key.Cipher, from });
                }

                return replaced;
            },
            cancellationToken);

    public Task<MasterKeyProofs> ProofsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async session => new MasterKeyProofs(
            await session.FirstAsync<MasterKeyProof>(Proof, new { id = 1 }),
            await session.FirstAsync<MasterKeyProof>(Proof, new { id = 2 })),
        cancellationToken);

    public Task<MasterKeyProof> AddProofAsync(MasterKeyProof proof, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async session =>
        {
            await session.ExecuteAsync(AddProof, proof);
            return (await session.FirstAsync<MasterKeyProof>(Proof, new { id = 1 }))!;
        },
        cancellationToken);

    public Task SetNextProofAsync(MasterKeyProof? next, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        session => next is null
            ? session.ExecuteAsync(DeleteNextProof)
            : session.ExecuteAsync(SetProof, new { id = 2, next.MasterKeyId, next.Cipher }),
        cancellationToken);

    public Task<bool> EndRotationAsync(MasterKeyProof proof, string from, int left, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async session =>
            {
                if (await session.FirstAsync<long>(CountOf, new { from }) != left)
                {
                    return false;
                }

                await session.ExecuteAsync(SetProof, new { id = 1, proof.MasterKeyId, proof.Cipher });
                await session.ExecuteAsync(DeleteNextProof);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Drops the data keys of connections that were never stored: a secret is sealed before the store decides. For the start
    /// only, when nothing is being sealed.
    /// </summary>
    internal static Task<int> DropOwnerlessAsync(Database database, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Normal,
            session => session.ExecuteAsync(DeleteOwnerless, new { prefix = $"{ConnectionId.Prefix}_" }),
            cancellationToken);

    // With setters: SQLite does not say what a count is before there is a row.
    private sealed record KeyCount
    {
        public string Id { get; init; } = "";

        public long Keys { get; init; }
    }
}
