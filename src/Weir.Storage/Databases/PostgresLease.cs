using System.Data.Common;
using Npgsql;

namespace Weir.Storage.Databases;

/// <summary>
/// The one connection that writes, and the right to do so: a lock that the database holds for as long as this connection
/// lives. Whoever has lost the connection has lost the lock, and cannot write without taking both again.
/// </summary>
internal sealed class PostgresLease : IAsyncDisposable
{
    // "Weir" in ASCII; with the schema's number it is the lock's key.
    private const int LockClass = 0x57656972;

    // An idle server stays connected; a machine that is gone is noticed within half a minute; what is committed stands
    // also after a crash of PostgreSQL, because this process goes on from it. // Promise 1
    private const string Settings =
        """
        select set_config(s.name, w.value, false)
        from (values
            ('idle_session_timeout', '0', ''), ('idle_in_transaction_session_timeout', '0', ''),
            ('statement_timeout', '0', ''), ('lock_timeout', '0', ''), ('default_transaction_isolation', 'read committed', ''),
            ('tcp_keepalives_idle', '10', ''), ('tcp_keepalives_interval', '5', ''), ('tcp_keepalives_count', '3', ''),
            ('synchronous_commit', 'on', 'off')) w(name, value, instead_of)
        join pg_settings s on s.name = w.name
        where w.instead_of in ('', s.setting)
        """;

    private const string Lock =
        "select pg_try_advisory_lock(@class, (select oid::int from pg_namespace where nspname = current_schema()))";

    private const string Me =
        "select pid || ' ' || coalesce(backend_start::text, '') from pg_stat_activity where pid = pg_backend_pid()";

    private const string Holder =
        """
        select a.pid || ' ' || coalesce(a.backend_start::text, '') as who,
            coalesce(a.application_name || coalesce(' at ' || host(a.client_addr), ''), 'of another user') as whence
        from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and l.classid = @class::bigint::oid
            and l.objid = (select oid from pg_namespace where nspname = current_schema())
            and l.database = (select oid from pg_database where datname = current_database())
        """;

    // The server has not noticed yet that our former connection is gone.
    private const string EndFormer =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid || ' ' || coalesce(backend_start::text, '') = @who";

    private readonly string _who;

    private PostgresLease(NpgsqlConnection connection, string who) => (Connection, _who) = (connection, who);

    public NpgsqlConnection Connection { get; }

    /// <summary>The statements that stay prepared on this connection.</summary>
    public Dictionary<Statement, DbCommand> Prepared { get; } = [];

    public bool IsOpen => Connection.FullState == System.Data.ConnectionState.Open;

    /// <summary>Throws <see cref="PostgresLeaseTakenException"/> when another connection holds the lock.</summary>
    /// <param name="target">The database.</param>
    /// <param name="former">Our own lease whose connection broke: it is ended where the server still holds it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<PostgresLease> TakeAsync(
        PostgresTarget target, PostgresLease? former, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(target.Writer);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await PostgresCommand.ScalarAsync(connection, Settings, cancellationToken);
            var taken = await PostgresCommand.ScalarAsync(connection, Lock, cancellationToken, ("class", LockClass));
            if (taken is DBNull)
            {
                throw new StorageStartException($"The user '{target.User}' has no schema in the {target}; name one as Search Path in WEIR_DATABASE.");
            }

            if (taken is false)
            {
                throw await TakenAsync(connection, former, cancellationToken);
            }

            var who = await PostgresCommand.ScalarAsync(connection, Me, cancellationToken);
            return new PostgresLease(connection, $"{who}");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in Prepared.Values)
        {
            await command.DisposeAsync();
        }

        Prepared.Clear();
        await Connection.DisposeAsync();
    }

    private static async Task<PostgresLeaseTakenException> TakenAsync(
        NpgsqlConnection connection, PostgresLease? former, CancellationToken cancellationToken)
    {
        var (who, whence) = ("", "");
        await using (var command = PostgresCommand.Create(connection, Holder, ("class", LockClass)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken))
            {
                (who, whence) = (reader.GetString(0), reader.GetString(1));
            }
        }

        var isOurs = former is not null && who == former._who;
        if (isOurs)
        {
            await PostgresCommand.ScalarAsync(connection, EndFormer, cancellationToken, ("who", who));
        }

        return new PostgresLeaseTakenException(whence, isOurs || who.Length == 0);
    }
}

/// <summary>Another connection has the right to write.</summary>
/// <param name="whence">Which program from where, as far as this user may know.</param>
/// <param name="isPassing">It is our own former connection, or gone by now: the next attempt may succeed.</param>
internal sealed class PostgresLeaseTakenException(string whence, bool isPassing) : Exception("The database's lock is taken.")
{
    public string Whence => whence;

    public bool IsPassing => isPassing;
}
