using System.Data;
using System.Data.Common;
using Dapper;

namespace Weir.Storage.Databases;

/// <summary>A statement that is run often enough to stay prepared, with its parameters in order.</summary>
internal sealed class Statement(string sql, params IReadOnlyList<string> parameters)
{
    public string Sql => sql;

    public IReadOnlyList<string> Parameters => parameters;
}

/// <summary>A connection inside a read or a transaction. SQL is constant, values are parameters.</summary>
internal sealed class Session(
    DbConnection connection,
    DbTransaction? transaction,
    Dictionary<Statement, DbCommand> prepared,
    Dialect dialect,
    CancellationToken cancellationToken)
{
    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        connection.ExecuteAsync(Command(sql, parameters));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    public Task<T?> FirstAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>Runs a prepared statement; gives the number of rows.</summary>
    public Task<int> ExecuteAsync(Statement statement, params ReadOnlySpan<object?> values) =>
        Prepared(statement, values).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>Runs a prepared statement; gives the first value of the first row.</summary>
    public Task<object?> ScalarAsync(Statement statement, params ReadOnlySpan<object?> values) =>
        Prepared(statement, values).ExecuteScalarAsync(cancellationToken);

    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, new Values(parameters, dialect), transaction, cancellationToken: cancellationToken);

    private DbCommand Prepared(Statement statement, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(statement, out var command))
        {
            prepared.Add(statement, command = Create(statement));
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] is string text ? dialect.Text(text) : values[i] ?? DBNull.Value;
        }

        return command;
    }

    private DbCommand Create(Statement statement)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // A statement's text is a constant.
        command.CommandText = statement.Sql;
#pragma warning restore CA2100
        foreach (var name in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>What Dapper makes of an object's members, with texts as the database can hold them.</summary>
    private sealed class Values(object? members, Dialect dialect) : SqlMapper.IDynamicParameters
    {
        public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
        {
            SqlMapper.IDynamicParameters parameters = members as DynamicParameters ?? new DynamicParameters(members);
            parameters.AddParameters(command, identity);
            foreach (DbParameter parameter in command.Parameters)
            {
                if (parameter.Value is string text)
                {
                    parameter.Value = dialect.Text(text);
                }
            }
        }
    }
}
