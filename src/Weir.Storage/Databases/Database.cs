namespace Weir.Storage.Databases;

/// <summary>How sure a write is when it returns. A kill of this process loses neither.</summary>
internal enum Durability
{
    /// <summary>
    /// SQLite may lose the last ones when the machine loses power, and this process with it; never a part, never an
    /// earlier one. PostgreSQL keeps them: this process may outlive its crash and believes in what was committed.
    /// </summary>
    Normal,

    /// <summary>On the disk: what must not be done twice, or what somebody was told is stored.</summary>
    Full,
}

/// <summary>
/// What the stores need of a database. Each call of <see cref="WriteAsync"/> is one transaction: all of it when the
/// function ends, nothing when it throws. Safe for many callers; a function must not call back into the database. It may
/// run again when the connection to the database broke before anything was kept, so it changes nothing outside. After
/// a statement that failed, nothing more of that transaction works.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>Which one it is, for people; without secrets.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Ends, with a sentence for a person, when this process may no longer write: everything that writes fails from then
    /// on with <see cref="StorageLostException"/>. A new start goes on from what is stored.
    /// </summary>
    public virtual Task<string> Lost { get; } = new TaskCompletionSource<string>().Task;

    /// <summary>True while the database cannot be reached and callers wait for it.</summary>
    public virtual bool IsAway => false;

    /// <summary>Sees everything that was written before the call. Reads do not wait for writers.</summary>
    public abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>
    /// Writers come one after the other: what a function has read, no other writer of this database changes before it ends.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(
        Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>The process is about to end: a database that is away is not waited for much longer.</summary>
    public virtual void BeginStop()
    {
    }

    public abstract ValueTask DisposeAsync();
}
