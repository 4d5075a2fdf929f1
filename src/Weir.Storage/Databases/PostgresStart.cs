using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Weir.Storage.Databases;

/// <summary>
/// Takes the right to write, looks at the database before anything is written, and brings its schema up to date. A database
/// that cannot be used stays as it is.
/// </summary>
internal sealed class PostgresStart(PostgresTarget target, PostgresOutage outage)
{
    /// <summary>A database that starts at the same time, or a former server that is just ending, is waited for.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(3);

    private const int VersionMin = 13;

    // The one row: which schema stands here, and how many transactions Weir has committed since it was made.
    private const string Table =
        """
        create table weir_schema (
            id bigint not null primary key check (id = 1),
            version bigint not null,
            writes bigint not null
        );
        insert into weir_schema (id, version, writes) values (1, 0, 0)
        """;

    private const string Exists =
        "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() and c.relname = 'weir_schema'";

    // Without what extensions bring.
    private const string Others =
        """
        select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'f')
            and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
        """;

    private const string Version = "select version from weir_schema where id = 1";

    private const string Server =
        "select current_setting('server_version_num')::int / 10000 || ' ' || current_setting('server_encoding')";

    /// <summary>The lease, and how many transactions were committed.</summary>
    public async Task<(PostgresLease Lease, long Writes)> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await outage.RunAsync(() => TakeAsync(cancellationToken), WaitMax, cancellationToken);
            try
            {
                await MigrateAsync(lease.Connection, cancellationToken);
                return (lease, await WritesAsync(lease, cancellationToken));
            }
            catch
            {
                await lease.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is NpgsqlException or PostgresLeaseTakenException or SocketException or TimeoutException)
        {
            throw Explain(e);
        }
    }

    /// <summary>How many transactions of Weir this database holds.</summary>
    public static async Task<long> WritesAsync(PostgresLease lease, CancellationToken cancellationToken) => Convert.ToInt64(
        await PostgresCommand.ScalarAsync(lease.Connection, "select writes from weir_schema where id = 1", cancellationToken),
        CultureInfo.InvariantCulture);

    /// <summary>The sentence for a person. It holds nothing of the connection's settings but host, database and user.</summary>
    internal StorageStartException Explain(Exception cause) => new(
        (cause switch
        {
            PostgresLeaseTakenException taken =>
                $"Another Weir is at work on the {target} ({taken.Whence}); stop it, or give this one another database.",
            PostgresException refused => Explain(refused),
            { InnerException: SocketException refused } =>
                $"PostgreSQL at {target.Address} cannot be reached ({refused.Message}); check WEIR_DATABASE.",
            { InnerException: AuthenticationException tls } =>
                $"PostgreSQL at {target.Address} gives no secure connection that is trusted: {tls.Message}",
            TimeoutException or { InnerException: TimeoutException } =>
                $"PostgreSQL at {target.Address} did not answer in time; check WEIR_DATABASE.",
            _ => $"The {target} cannot be used: {cause.Message}",
        }).ReplaceLineEndings(" "),
        cause);

    private string Explain(PostgresException cause) => cause.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL at {target.Address} refuses the user '{target.User}' ({cause.MessageText}); check WEIR_DATABASE.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"There is no database '{target.Database}' at {target.Address}; make it with createdb, or correct WEIR_DATABASE.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"The user '{target.User}' may not make or change tables in the {target}; make it the owner of the database.",
        _ => $"The {target} cannot be used: {cause.MessageText} ({cause.SqlState})",
    };

    // Another server at the start may be a former one that is about to end: that passes.
    private async Task<PostgresLease> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresLease.TakeAsync(target, null, cancellationToken);
        }
        catch (PostgresLeaseTakenException taken)
        {
            throw new PostgresLeaseTakenException(taken.Whence, isPassing: true);
        }
    }

    // One transaction: a kill leaves the old schema.
    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await NumberAsync(connection, Exists, cancellationToken) == 0)
        {
            if (await NumberAsync(connection, Others, cancellationToken) > 0)
            {
                throw new StorageStartException($"The {target} is not one of Weir's; give an empty one.");
            }

            await PostgresCommand.ExecuteAsync(connection, Table, cancellationToken);
        }

        var version = await NumberAsync(connection, Version, cancellationToken);
        if (version > Migration.Newest)
        {
            throw new StorageStartException(
                $"The {target} was written by a newer Weir (schema {version}, this one knows {Migration.Newest}); start the newer one.");
        }

        foreach (var migration in Migration.All.Skip((int)version))
        {
            await PostgresCommand.ExecuteAsync(connection, PostgresWords.Dialect.Translate(migration.Sql), cancellationToken);
        }

        await PostgresCommand.ExecuteAsync(
            connection, "update weir_schema set version = @newest", cancellationToken, ("newest", (long)Migration.Newest));
        await transaction.CommitAsync(CancellationToken.None);
    }

    private async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var words = $"{await PostgresCommand.ScalarAsync(connection, Server, cancellationToken)}".Split(' ');
        if (int.Parse(words[0], CultureInfo.InvariantCulture) < VersionMin)
        {
            throw new StorageStartException($"PostgreSQL at {target.Address} is version {words[0]}; Weir needs {VersionMin} or newer.");
        }

        if (words[1] != "UTF8")
        {
            throw new StorageStartException($"The {target} stores its text as {words[1]}; make one with the encoding UTF8.");
        }
    }

    private static async Task<long> NumberAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        Convert.ToInt64(await PostgresCommand.ScalarAsync(connection, sql, cancellationToken), CultureInfo.InvariantCulture);
}
