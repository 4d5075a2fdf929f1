using Weir.Engine.Secrets;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class KeyStore(Database database) : IKeyStore
{
    private const string Select =
        "select owner as Owner, key_id as KeyId, master_key_id as MasterKeyId, cipher as Cipher from data_keys ";

    private const string Newest = Select + "where owner = @owner order by generation desc limit 1";

    private const string ById = Select + "where owner = @owner and key_id = @keyId";

    private const string All = Select + "order by owner, generation";

    // Two writers that both saw no key: the index lets one of them in.
    private const string AddFirst =
        """
        insert into data_keys (owner, key_id, generation, master_key_id, cipher)
        values (@Owner, @KeyId, 1, @MasterKeyId, @Cipher)
        on conflict (owner, generation) do nothing
        """;

    private const string Replace =
        "update data_keys set master_key_id = @MasterKeyId, cipher = @Cipher where owner = @Owner and key_id = @KeyId";

    private const string Proof = "select master_key_id as MasterKeyId, cipher as Cipher from master_key_proof where id = 1";

    private const string SetProof =
        """
        insert into master_key_proof (id, master_key_id, cipher) values (1, @MasterKeyId, @Cipher)
        on conflict (id) do update set master_key_id = excluded.master_key_id, cipher = excluded.cipher
        """;

    public Task<WrappedKey?> FindAsync(string owner, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync<WrappedKey>(Newest, new { owner }), cancellationToken);

    public Task<WrappedKey?> FindAsync(string owner, string keyId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync<WrappedKey>(ById, new { owner, keyId }), cancellationToken);

    public Task<WrappedKey> AddAsync(WrappedKey key, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async session =>
        {
            await session.ExecuteAsync(AddFirst, key);
            return (await session.FirstAsync<WrappedKey>(Newest, new { owner = key.Owner }))!;
        },
        cancellationToken);

    public Task<IReadOnlyList<WrappedKey>> AllAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<WrappedKey>(All), cancellationToken);

    public Task ReplaceAsync(WrappedKey key, CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Full, session => session.ExecuteAsync(Replace, key), cancellationToken);

    public Task<MasterKeyProof?> ProofAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync<MasterKeyProof>(Proof), cancellationToken);

    public Task SetProofAsync(MasterKeyProof proof, CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Full, session => session.ExecuteAsync(SetProof, proof), cancellationToken);
}
