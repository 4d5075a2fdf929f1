using Npgsql;

namespace Weir.Storage.Databases;

/// <summary>Constant SQL on a connection, with values.</summary>
internal static class PostgresCommand
{
    public static NpgsqlCommand Create(NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
#pragma warning disable CA2100 // Constants and migrations only.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    /// <summary>The first value of the first row.</summary>
    public static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        await using var command = Create(connection, sql, values);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>The number of rows that were changed.</summary>
    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        await using var command = Create(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
