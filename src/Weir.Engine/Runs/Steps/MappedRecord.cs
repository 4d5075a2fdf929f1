using System.Runtime.InteropServices;
using Weir.Expressions;
using Weir.Expressions.Mappings;
using Weir.Model;

namespace Weir.Engine.Runs.Steps;

/// <summary>A record as an import sends it, as JSON: mapped, or as it stands. Valid until it is disposed.</summary>
internal readonly ref struct MappedRecord
{
    /// <summary>The largest body of one request, in bytes.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    private readonly PooledBuffer? _mapped;

    /// <summary>Throws <see cref="EvaluationException"/> where the mapping cannot be done for it.</summary>
    public MappedRecord(Mapping? mapping, RecordState record, Variables variables)
    {
        if (mapping is null)
        {
            Json = JsonMarshal.GetRawUtf8Value(record.Current);
            return;
        }

        _mapped = new PooledBuffer(BytesMax);
        try
        {
            mapping.Write(record.Current, variables, _mapped);
        }
        catch
        {
            _mapped.Dispose();
            throw;
        }

        Json = _mapped.Span;
    }

    public ReadOnlySpan<byte> Json { get; }

    public void Dispose() => _mapped?.Dispose();
}
