using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Expressions.Mappings;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>A source's own rules, in runs and previews alike: first the transform, then the filter.</summary>
internal static class SourceRules
{
    /// <summary>
    /// False when the filter leaves the record out. Throws <see cref="EvaluationException"/> or
    /// <see cref="BufferFullException"/> when a rule cannot be applied to it.
    /// </summary>
    public static bool Admit(RecordState record, Mapping? transform, Filter? filter, Variables variables)
    {
        if (transform is not null)
        {
            var bytes = new PooledBuffer(RecordState.BytesMax);
            try
            {
                transform.Write(record.Current, variables, bytes);
            }
            catch
            {
                bytes.Dispose();
                throw;
            }

            record.Become(bytes);
        }

        return filter is null || filter.Test(record.Current);
    }
}
