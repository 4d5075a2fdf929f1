using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>How a record becomes a row. A closed set: CSV and JSON Lines. Immutable, for many threads.</summary>
internal abstract class RowFormat
{
    /// <summary>The columns, which a run keeps; empty where the format has none.</summary>
    public virtual IReadOnlyList<string> Columns => [];

    /// <summary>What stands before the first row.</summary>
    public virtual void WriteHead(PooledBuffer into)
    {
    }

    /// <summary>Writes one row and its line break. Throws <see cref="EvaluationException"/> (mapping).</summary>
    public abstract void Write(JsonElement record, PooledBuffer into);
}
