using Weir.Engine.Accounts;
using Weir.Engine.Alerts;
using Weir.Engine.Audit;
using Weir.Engine.Dashboard;
using Weir.Engine.Errors;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Engine.Retention;
using Weir.Engine.Runs;
using Weir.Engine.Schedules;
using Weir.Engine.Secrets;
using Weir.Storage.Databases;
using Weir.Storage.Stores;

namespace Weir.Storage;

/// <summary>
/// All stores over one database: SQLite, which is <c>weir.db</c> in the data folder, or PostgreSQL. Data folder and
/// database belong to this process until it is disposed, which waits for the write under way.
/// </summary>
public sealed class DatabaseStores : IAsyncDisposable
{
    private readonly Database _database;

    private DatabaseStores(Database database)
    {
        _database = database;
        Resources = new ResourceStore(database);
        Runs = new RunStore(database);
        Errors = new ErrorStore(database);
        Pauses = new PauseStore(database);
        Keys = new KeyStore(database);
        Audit = new AuditStore(database);
        Users = new UserStore(database);
        Tokens = new TokenStore(database);
        Sessions = new SessionStore(database);
        Schedules = new ScheduleStore(database);
        Alerts = new AlertStore(database);
        Hours = new HourStore(database);
        Retention = new RetentionStore(database);
        Idempotency = new IdempotencyStore(database);
    }

    public IResourceStore Resources { get; }

    public IRunStore Runs { get; }

    public IErrorStore Errors { get; }

    public IPauseStore Pauses { get; }

    public IKeyStore Keys { get; }

    public IAuditLog Audit { get; }

    public IUserStore Users { get; }

    public ITokenStore Tokens { get; }

    public ISessionStore Sessions { get; }

    public IScheduleStore Schedules { get; }

    public IAlertStore Alerts { get; }

    public IHourStore Hours { get; }

    public IRetentionStore Retention { get; }

    public IIdempotencyStore Idempotency { get; }

    /// <summary>Which database it is, for people; without secrets.</summary>
    public string Name => _database.Name;

    /// <summary>
    /// Ends, with a sentence for a person, when this process may no longer write: another server has taken the database over,
    /// the database went back to an earlier state, or it was away for too long. Whoever writes then gets
    /// <see cref="StorageLostException"/>; a new start goes on from what is stored.
    /// </summary>
    public Task<string> Lost => _database.Lost;

    /// <summary>True while the database cannot be reached and its callers wait for it.</summary>
    public bool IsAway => _database.IsAway;

    /// <summary>
    /// Opens the data folder and the database, makes what is missing and brings the schema up to date. Throws
    /// <see cref="StorageStartException"/> when either is held by another process or cannot be written, or when the
    /// database is newer than this program, in use, damaged or somebody else's; it is then as it was.
    /// </summary>
    /// <param name="dataFolder">Made for this user only when it is missing.</param>
    /// <param name="postgres">The database; null is SQLite in the data folder.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<DatabaseStores> OpenAsync(
        string dataFolder, PostgresTarget? postgres, CancellationToken cancellationToken)
    {
        Database database = postgres is null
            ? SqliteDatabase.Open(dataFolder)
            : await PostgresDatabase.OpenAsync(dataFolder, postgres, TimeProvider.System, cancellationToken);
        try
        {
            await KeyStore.DropOwnerlessAsync(database, cancellationToken);
            return new DatabaseStores(database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>The process is about to end: a database that is away is not waited for much longer.</summary>
    public void BeginStop() => _database.BeginStop();

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
