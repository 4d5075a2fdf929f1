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
    // Bounds what a batch holds in memory.
    private const int PostedMax = 500;

    private DbBatch? _posted;

    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await FlushAsync();
        return await connection.ExecuteAsync(Command(sql, parameters));
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await FlushAsync();
        return (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();
    }

    public async Task<T?> FirstAsync<T>(string sql, object? parameters = null)
    {
        await FlushAsync();
        return await connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));
    }

    /// <summary>Runs a prepared statement; gives the number of rows.</summary>
    public async Task<int> ExecuteAsync(Statement statement, params object?[] values)
    {
        await FlushAsync();
        return await Prepared(statement, values).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a prepared statement; gives the first value of the first row.</summary>
    public async Task<object?> ScalarAsync(Statement statement, params object?[] values)
    {
        await FlushAsync();
        return await Prepared(statement, values).ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a statement whose result nobody asks for, in its order among the others and before the commit. Where the
    /// database is reached over a network, many travel together; one that fails then fails a later call, or the commit.
    /// </summary>
    public async Task PostAsync(Statement statement, params object?[] values)
    {
        if (!dialect.IsRemote)
        {
            await Prepared(statement, values).ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        _posted ??= Batch();
        var command = _posted.CreateBatchCommand();
#pragma warning disable CA2100 // A statement's text is a constant.
        command.CommandText = statement.Sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = statement.Parameters[i];
            parameter.Value = ValueOf(values[i]);
            command.Parameters.Add(parameter);
        }

        _posted.BatchCommands.Add(command);
        if (_posted.BatchCommands.Count >= PostedMax)
        {
            await FlushAsync();
        }
    }

    /// <summary>What was posted and has not run yet, to run it together with what ends the transaction.</summary>
    public DbBatch TakePosted()
    {
        var posted = _posted ?? Batch();
        _posted = null;
        return posted;
    }

    private async Task FlushAsync()
    {
        if (_posted is not null)
        {
            await using var posted = TakePosted();
            await posted.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private DbBatch Batch()
    {
        var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        return batch;
    }

    // Numbers are bigint as their columns are: a statement that was prepared with a null takes no other width later.
    private object ValueOf(object? value) => value switch
    {
        null => DBNull.Value,
        string text => dialect.Text(text),
        int number => (long)number,
        _ => value,
    };

    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, new Values(parameters, dialect), transaction, cancellationToken: cancellationToken);

    private DbCommand Prepared(Statement statement, object?[] values)
    {
        if (!prepared.TryGetValue(statement, out var command))
        {
            prepared.Add(statement, command = Create(statement));
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = ValueOf(values[i]);
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
