using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Batches;

/// <summary>A record of a batch, mapped and ready to leave.</summary>
/// <param name="Record">The record.</param>
/// <param name="Key">What identifies it at the step.</param>
/// <param name="Mapped">As JSON; disposed when its outcome is known.</param>
internal sealed record BatchItem(RecordState Record, SendKey Key, PooledBuffer Mapped)
{
    /// <summary>The intent of a request that must not be repeated.</summary>
    public Intent? Intent { get; set; }

    /// <summary>The items' records as one JSON list.</summary>
    public static PooledBuffer ListOf(IReadOnlyList<BatchItem> items)
    {
        var bytes = items.Sum(i => i.Mapped.Length + 1) + 1;
        var list = new PooledBuffer(bytes, bytes);
        list.Append("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                list.Append(","u8);
            }

            list.Append(items[i].Mapped.Span);
        }

        list.Append("]"u8);
        return list;
    }
}
