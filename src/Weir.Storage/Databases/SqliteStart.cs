using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Weir.Storage.Databases;

/// <summary>
/// Opens the database file for writing, looks at it before anything is written, and brings its schema up to date. A file
/// that cannot be used stays as it is, byte for byte.
/// </summary>
internal sealed class SqliteStart(string path)
{
    // "Weir" in ASCII, in the file's header: what tells our database from another program's.
    private const int ApplicationId = 0x57656972;

    // A whole check reads the whole file; beyond this size the start does not wait for it.
    private const long CheckedBytesMax = 64 * 1024 * 1024;

    // What the log keeps on the disk after a burst.
    private const long LogBytesMax = 64 * 1024 * 1024;

    private const int StartTimeoutSeconds = 1;
    private const int TimeoutSeconds = 30;

    private static readonly byte[] Magic = "SQLite format 3\0"u8.ToArray();

    public SqliteConnection Open()
    {
        SqliteConnection? connection = null;
        try
        {
            CheckHeader();
            connection = Connect();
            var isNew = Inspect(connection);
            Migrate(connection, isNew);
            KeepLogOnClose(connection, false);
            Execute(connection, $"pragma journal_size_limit = {LogBytesMax}");
            connection.DefaultTimeout = TimeoutSeconds;
            return connection;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw Explain(e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>The sentence for a person.</summary>
    internal StorageStartException Explain(Exception cause) => cause is not SqliteException { SqliteErrorCode: var code }
        ? new StorageStartException($"The database {path} cannot be opened: {cause.Message}", cause)
        : code switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                new StorageStartException($"The database {path} is in use by another program; close it and start again.", cause),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(cause.Message, cause),
            raw.SQLITE_FULL => new StorageStartException($"The disk of the database {path} is full.", cause),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN =>
                new StorageStartException($"The database {path} cannot be written; check its permissions and those of its folder.", cause),
            _ => new StorageStartException($"The database {path} cannot be opened: {cause.Message}", cause),
        };

    private static long Number(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = Command(connection, sql, transaction);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = Command(connection, sql, transaction);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Constants and migrations only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    // Closing the last connection moves the log into the file; one that is refused must not do that.
    private static void KeepLogOnClose(SqliteConnection connection, bool keep) =>
        raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, out _);

    private StorageStartException Damaged(string how, Exception? cause = null) =>
        new($"The database {path} is damaged or no database ({how}); restore it from a backup, or give another data folder.", cause);

    // Without SQLite, which might take a strange file for something to repair.
    private void CheckHeader()
    {
        if (!File.Exists(path))
        {
            new FileStream(path, DataFolder.Private(FileMode.CreateNew, FileShare.ReadWrite)).Dispose();
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[Magic.Length];
        var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read > 0 && !header.AsSpan(0, read).SequenceEqual(Magic))
        {
            throw Damaged("it does not begin as one");
        }
    }

    private SqliteConnection Connect()
    {
        var log = new FileInfo(path + "-wal");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = StartTimeoutSeconds,
        }.ToString());
        connection.Open();
        KeepLogOnClose(connection, log is { Exists: true, Length: > 0 });
        return connection;
    }

    // Only reads. True when there is nothing in it yet.
    private bool Inspect(SqliteConnection connection)
    {
        var application = Number(connection, "pragma application_id");
        var version = Number(connection, "pragma user_version");
        if (application == 0 && version == 0 && Number(connection, "select count(*) from sqlite_schema") == 0)
        {
            return true;
        }

        if (application != ApplicationId)
        {
            throw new StorageStartException($"The database {path} is not one of Weir's; give another data folder.");
        }

        CheckVersion(version);
        if (new FileInfo(path).Length <= CheckedBytesMax)
        {
            CheckPages(connection);
        }

        return false;
    }

    private void CheckVersion(long version)
    {
        if (version > Migration.Newest)
        {
            throw new StorageStartException(
                $"The database {path} was written by a newer Weir (schema {version}, this one knows {Migration.Newest}); start the newer one.");
        }
    }

    private void CheckPages(SqliteConnection connection)
    {
        using var command = Command(connection, "pragma quick_check(1)");
        if (command.ExecuteScalar() is not "ok" and var finding)
        {
            throw Damaged(Convert.ToString(finding, CultureInfo.InvariantCulture)!.ReplaceLineEndings(" "));
        }
    }

    // One transaction that holds the write lock: two programs never apply the same step, and a kill leaves the old schema.
    private void Migrate(SqliteConnection connection, bool isNew)
    {
        if (isNew)
        {
            Execute(connection, "pragma journal_mode = wal");
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Number(connection, "pragma user_version", transaction);
        CheckVersion(version);
        foreach (var migration in Migration.All.Skip((int)version))
        {
            Execute(connection, SqliteDatabase.Words.Translate(migration.Sql), transaction);
        }

        if (version < Migration.Newest)
        {
            Execute(connection, $"pragma application_id = {ApplicationId}", transaction);
            Execute(connection, $"pragma user_version = {Migration.Newest}", transaction);
        }

        transaction.Commit();
    }
}
