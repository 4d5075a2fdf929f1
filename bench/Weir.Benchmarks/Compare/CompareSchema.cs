using Npgsql;

namespace Weir.Benchmarks.Compare;

/// <summary>
/// Where <c>WEIR_DATABASE</c> names a PostgreSQL database: a schema of its own for each server, gone with it. Else nothing,
/// and the server uses SQLite.
/// </summary>
internal sealed class CompareSchema : IAsyncDisposable
{
    private readonly string _name = $"compare_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
    private readonly string? _database = Environment.GetEnvironmentVariable("WEIR_DATABASE") is { Length: > 0 } set ? set : null;

    private static int _made;

    private CompareSchema()
    {
    }

    /// <summary>What the tables call it.</summary>
    public static string Kind => new CompareSchema()._database is null ? "SQLite" : "PostgreSQL";

    /// <summary>The server's <c>WEIR_DATABASE</c>.</summary>
    public string Settings =>
        _database is null ? "" : new NpgsqlConnectionStringBuilder(_database) { SearchPath = _name }.ConnectionString;

    public static async Task<CompareSchema> MakeAsync(CancellationToken cancellationToken)
    {
        var schema = new CompareSchema();
        await schema.ExecuteAsync($"create schema {schema._name}", cancellationToken);
        return schema;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"drop schema {_name} cascade", CancellationToken.None);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        if (_database is null)
        {
            return;
        }

        await using var source = NpgsqlDataSource.Create(_database);
#pragma warning disable CA2100 // Constants and our own names.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
