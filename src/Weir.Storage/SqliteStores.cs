using Weir.Engine.Audit;
using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Engine.Secrets;
using Weir.Storage.Databases;
using Weir.Storage.Stores;

namespace Weir.Storage;

/// <summary>
/// All stores over one SQLite database, <c>weir.db</c> in the data folder. The folder belongs to this process until it is
/// disposed, which waits for the write under way and leaves one file.
/// </summary>
public sealed class SqliteStores : IAsyncDisposable
{
    private readonly SqliteDatabase _database;

    private SqliteStores(SqliteDatabase database, IdempotencyStore idempotency)
    {
        _database = database;
        Resources = new ResourceStore(database);
        Runs = new RunStore(database);
        Errors = new ErrorStore(database);
        Pauses = new PauseStore(database);
        Keys = new KeyStore(database);
        Audit = new AuditStore(database);
        Idempotency = idempotency;
    }

    public IResourceStore Resources { get; }

    public IRunStore Runs { get; }

    public IErrorStore Errors { get; }

    public IPauseStore Pauses { get; }

    public IKeyStore Keys { get; }

    public IAuditLog Audit { get; }

    public IIdempotencyStore Idempotency { get; }

    /// <summary>
    /// Opens the data folder, makes what is missing and brings the schema up to date. Throws
    /// <see cref="StorageStartException"/> when the folder is held by another process or cannot be written, or when the
    /// database is newer than this program, in use, damaged or somebody else's; it is then as it was, byte for byte.
    /// </summary>
    /// <param name="dataFolder">Made for this user only when it is missing.</param>
    public static async Task<SqliteStores> OpenAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var database = SqliteDatabase.Open(dataFolder);
        try
        {
            var idempotency = new IdempotencyStore(database);
            await idempotency.ForgetUnfinishedAsync(cancellationToken);
            return new SqliteStores(database, idempotency);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
