using Npgsql;

namespace Weir.Storage.Databases;

/// <summary>
/// PostgreSQL: one connection that writes, behind a gate, and pooled ones that read. What an outage interrupts is done
/// again when the database is back; each transaction is numbered, so that it is known which were kept. // Promise 2
/// </summary>
internal sealed class PostgresDatabase : Database
{
    // Refused, because null is, when the database is not as this process left it.
    private const string Count = "update weir_schema set writes = case when writes = @number - 1 then @number end where id = 1";

    private readonly DataFolder _folder;
    private readonly PostgresTarget _target;
    private readonly PostgresOutage _outage;
    private readonly NpgsqlDataSource _readers;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PostgresLease _lease;
    private long _writes;
    private bool _inDoubt;
    private volatile bool _closed;
    private bool _disposed;

    private PostgresDatabase(DataFolder folder, PostgresTarget target, PostgresOutage outage, PostgresLease lease, long writes)
    {
        (_folder, _target, _outage, _lease, _writes) = (folder, target, outage, lease, writes);
        _readers = NpgsqlDataSource.Create(target.Readers);
    }

    public override Dialect Dialect => PostgresWords.Dialect;

    public override string Name => $"{_target}";

    public override Task<string> Lost => _lost.Task;

    public override bool IsAway => _outage.IsNow;

    /// <summary>Throws <see cref="StorageStartException"/>; the database is then as it was.</summary>
    public static async Task<PostgresDatabase> OpenAsync(
        string dataFolder, PostgresTarget target, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = DataFolder.Open(dataFolder);
        var outage = new PostgresOutage(time);
        try
        {
            var (lease, writes) = await new PostgresStart(target, outage).OpenAsync(cancellationToken);
            return new PostgresDatabase(folder, target, outage, lease, writes);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return await _outage.RunAsync(AttemptAsync, PostgresOutage.OutageMax, cancellationToken);
        }
        catch (Exception away) when (PostgresOutage.IsPassing(away))
        {
            throw GiveUp(away);
        }

        async Task<T> AttemptAsync()
        {
            await using var connection = await _readers.OpenConnectionAsync(cancellationToken);
            try
            {
                return await read(new Session(connection, null, [], Dialect, cancellationToken));
            }
            catch (NpgsqlException slow) when (IsTooSlow(slow, connection))
            {
                throw TooSlow(slow);
            }
        }
    }

    public override async Task<T> WriteAsync<T>(
        Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            (bool IsSet, T Value) done = default;
            return await _outage.RunAsync(AttemptAsync, PostgresOutage.OutageMax, cancellationToken);

            async Task<T> AttemptAsync()
            {
                try
                {
                    // The commit whose answer did not arrive may have been kept.
                    if (await ReadyAsync(cancellationToken) && done.IsSet)
                    {
                        return done.Value;
                    }

                    await using var transaction = await _lease.Connection.BeginTransactionAsync(cancellationToken);
                    var session = new Session(_lease.Connection, transaction, _lease.Prepared, Dialect, cancellationToken);
                    done = (true, await write(session));
                    await CommitAsync(session);
                    return done.Value;
                }
                catch (NpgsqlException slow) when (IsTooSlow(slow, _lease.Connection))
                {
                    throw TooSlow(slow);
                }
                catch (Exception passing) when (PostgresOutage.IsPassing(passing))
                {
                    // Whatever state the connection is in, a new one is sure.
                    await _lease.Connection.CloseAsync();
                    throw;
                }
            }
        }
        catch (Exception away) when (PostgresOutage.IsPassing(away))
        {
            throw GiveUp(away);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void BeginStop() => _outage.BeginStop();

    public override async ValueTask DisposeAsync()
    {
        _outage.BeginStop();
        await _gate.WaitAsync();
        try
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            await _lease.DisposeAsync();
            await _readers.DisposeAsync();
            _folder.Dispose();
        }
        finally
        {
            _gate.Release();
        }
    }

    // The statement took too long, and the database has said so: another attempt would take as long.
    private static bool IsTooSlow(NpgsqlException failure, NpgsqlConnection connection) =>
        failure.InnerException is TimeoutException && connection.FullState == System.Data.ConnectionState.Open;

    private static TimeoutException TooSlow(NpgsqlException slow) =>
        new("A statement took longer than the Command Timeout of WEIR_DATABASE.", slow);

    // A connection that may write. True when the transaction in doubt was kept.
    private async Task<bool> ReadyAsync(CancellationToken cancellationToken)
    {
        if (_lost.Task.IsCompleted)
        {
            throw new StorageLostException(await _lost.Task);
        }

        if (_closed)
        {
            throw Stopping();
        }

        if (_lease.IsOpen)
        {
            return false;
        }

        var lease = await TakeAsync(cancellationToken);
        long stored;
        try
        {
            stored = await PostgresStart.WritesAsync(lease, cancellationToken);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }

        await _lease.DisposeAsync();
        _lease = lease;
        var kept = _inDoubt && stored == _writes + 1;
        if (stored != _writes && !kept)
        {
            throw Lose(Changed());
        }

        (_writes, _inDoubt) = (stored, false);
        return kept;
    }

    private async Task<PostgresLease> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresLease.TakeAsync(_target, _lease, cancellationToken);
        }
        catch (PostgresLeaseTakenException taken) when (!taken.IsPassing)
        {
            throw Lose($"Another Weir has taken over the {_target} ({taken.Whence}).", taken);
        }
    }

    // What was posted, the count and the commit, in one journey.
    private async Task CommitAsync(Session session)
    {
        await using var last = session.TakePosted();
        var count = new NpgsqlBatchCommand(Count);
        count.Parameters.AddWithValue("number", _writes + 1);
        last.BatchCommands.Add(count);
        last.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        _inDoubt = true;
        try
        {
            await last.ExecuteNonQueryAsync(CancellationToken.None);
            (_writes, _inDoubt) = (_writes + 1, false);
        }
        catch (PostgresException refused) when (_lease.IsOpen)
        {
            // It said so: nothing was kept.
            _inDoubt = false;
            if (refused is { SqlState: PostgresErrorCodes.NotNullViolation, TableName: "weir_schema" })
            {
                throw Lose(Changed(), refused);
            }

            throw;
        }
        catch
        {
            await _lease.Connection.CloseAsync();
            throw;
        }
    }

    // What this process believes in is not what stands there: only a new start, from what stands there, is right.
    // Promise 1
    private string Changed() =>
        $"The {_target} is not as this Weir left it: it went back to an earlier state, or somebody else has written to it.";

    private static StorageLostException Stopping(Exception? cause = null) =>
        new("The server stops while its database is away.", cause);

    // From here on nothing is written: a caller that has failed for this reason must not tell so as if it were its own end.
    private StorageLostException GiveUp(Exception away)
    {
        if (!_outage.IsStopping)
        {
            return Lose($"The {_target} has been away for more than {PostgresOutage.OutageMax.TotalMinutes} minutes.", away);
        }

        _closed = true;
        return Stopping(away);
    }

    private StorageLostException Lose(string sentence, Exception? cause = null)
    {
        sentence += " Start Weir again: it goes on from what is stored.";
        _lost.TrySetResult(sentence);
        return new StorageLostException(sentence, cause);
    }
}
