using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>A file in memory, one line a record: as long as its last state says.</summary>
internal sealed class FakeRows : IRowDestination, IRowWriter
{
    private string _text = "";

    public IReadOnlyList<string> Lines => _text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of each file that was given its name.</summary>
    public List<IReadOnlyList<string>> Finished { get; } = [];

    public Task<IRowWriter> OpenAsync(
        ConnectionSnapshot connection, RowTarget target, string? state, CancellationToken cancellationToken)
    {
        _text = _text[..int.Parse(state ?? "0")];
        return Task.FromResult<IRowWriter>(this);
    }

    public void Format(JsonElement mapped, PooledBuffer into)
    {
        into.Append(JsonMarshal.GetRawUtf8Value(mapped));
        into.Append("\n"u8);
    }

    public Task<string> AppendAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        _text += Encoding.UTF8.GetString(rows.Span);
        return Task.FromResult($"{_text.Length}");
    }

    public Task<string> CompleteAsync(CancellationToken cancellationToken)
    {
        Finished.Add(Lines);
        return Task.FromResult("");
    }

    public IRowSketch Sketch(Variables variables) => throw new NotSupportedException("Nothing is previewed.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
