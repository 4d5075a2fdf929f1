using System.Data.Common;

namespace Weir.Storage.Databases;

/// <summary>The few words in which databases differ. All other SQL is common to them.</summary>
internal sealed record Dialect
{
    /// <summary>The column type that stands for <c>{bytes}</c> in a migration.</summary>
    public required string Bytes { get; init; }

    /// <summary>An expression that is above 0 when a column's text contains a parameter's, exactly as it is.</summary>
    public required Func<string, string, string> Position { get; init; }

    /// <summary>True when a statement failed because a unique index, no primary key, already has the value.</summary>
    public required Func<DbException, bool> IsUniqueViolation { get; init; }

    /// <summary>A migration's SQL for this database.</summary>
    public string Translate(string sql) => sql.Replace("{bytes}", Bytes, StringComparison.Ordinal);
}
