using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Weir.Storage.Databases;

/// <summary>
/// SQLite in the data folder, in WAL mode: one connection that writes, behind a gate, and pooled ones that only read.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private readonly DataFolder _folder;
    private readonly SqliteConnection _writer;
    private readonly string _readers;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<Statement, DbCommand> _prepared = [];
    private Durability? _durability;
    private bool _disposed;

    private SqliteDatabase(DataFolder folder, SqliteConnection writer)
    {
        _folder = folder;
        _writer = writer;
        _readers = new SqliteConnectionStringBuilder
        {
            DataSource = writer.DataSource,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = true,
        }.ToString();
    }

    public static Dialect Words { get; } = new()
    {
        IsRemote = false,
        Translate = sql => sql.Replace("{bytes}", "blob", StringComparison.Ordinal),
        Position = (column, parameter) => $"instr({column}, {parameter})",
        AnyOf = (column, parameter) => $"{column} in {parameter}",
        Text = text => text,
        IsUniqueViolation = e => e is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE },
    };

    public override Dialect Dialect => Words;

    public override string Name => $"SQLite database {_writer.DataSource}";

    /// <summary>Throws <see cref="StorageStartException"/>; the file is then as it was.</summary>
    public static SqliteDatabase Open(string dataFolder)
    {
        Batteries_V2.Init();
        var folder = DataFolder.Open(dataFolder);
        try
        {
            return new SqliteDatabase(folder, new SqliteStart(Path.Combine(folder.Path, "weir.db")).Open());
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
        await using var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(cancellationToken);
        return await read(new Session(connection, null, [], Words, cancellationToken));
    }

    public override async Task<T> WriteAsync<T>(
        Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            SetDurability(durability);
            await using var transaction = _writer.BeginTransaction(deferred: false);
            var result = await write(new Session(_writer, transaction, _prepared, Words, cancellationToken));
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            foreach (var command in _prepared.Values)
            {
                await command.DisposeAsync();
            }

            // Readers first: the last connection to close empties the log into the file, and a reader cannot.
            await using (var reader = new SqliteConnection(_readers))
            {
                SqliteConnection.ClearPool(reader);
            }

            await _writer.DisposeAsync();
            _folder.Dispose();
        }
        finally
        {
            _gate.Release();
        }
    }

    // One connection for both kinds keeps one cache; the setting costs nothing and lasts until the next change.
    private void SetDurability(Durability durability)
    {
        if (_durability != durability)
        {
            using var command = _writer.CreateCommand();
            command.CommandText = durability == Durability.Full ? "pragma synchronous = full" : "pragma synchronous = normal";
            command.ExecuteNonQuery();
            _durability = durability;
        }
    }
}
