using System.Data.Common;

namespace Weir.Storage.Databases;

/// <summary>The few words in which databases differ. All other SQL is common to them.</summary>
internal sealed record Dialect
{
    /// <summary>True when each statement is a journey over a network.</summary>
    public required bool IsRemote { get; init; }

    /// <summary>A migration's SQL for this database; there <c>{bytes}</c> stands for a column of bytes.</summary>
    public required Func<string, string> Translate { get; init; }

    /// <summary>An expression that is above 0 when a column's text contains a parameter's, exactly as it is.</summary>
    public required Func<string, string, string> Position { get; init; }

    /// <summary>A condition that a column's value is one of a parameter's, which is a list.</summary>
    public required Func<string, string, string> AnyOf { get; init; }

    /// <summary>A text as this database can hold it.</summary>
    public required Func<string, string> Text { get; init; }

    /// <summary>True when a statement failed because a unique index, no primary key, already has the value.</summary>
    public required Func<DbException, bool> IsUniqueViolation { get; init; }
}
