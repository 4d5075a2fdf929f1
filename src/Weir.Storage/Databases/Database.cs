namespace Weir.Storage.Databases;

/// <summary>How sure a write is when it returns. A kill of the process loses neither.</summary>
internal enum Durability
{
    /// <summary>The last ones may be lost when the machine loses power; never a part, never an earlier one.</summary>
    Normal,

    /// <summary>On the disk: what must not be done twice, or what somebody was told is stored.</summary>
    Full,
}

/// <summary>
/// What the stores need of a database. Each call of <see cref="WriteAsync"/> is one transaction: all of it when the
/// function ends, nothing when it throws. Safe for many callers; a function must not call back into the database.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>Sees everything that was written before the call. Reads do not wait for writers.</summary>
    public abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Writers come one after the other.</summary>
    public abstract Task<T> WriteAsync<T>(
        Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
