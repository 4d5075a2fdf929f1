using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>A file that is shown and not written.</summary>
/// <param name="name">The finished file's name.</param>
/// <param name="format">Null where the first record decides the columns.</param>
internal sealed class FileSketch(string name, RowFormat? format) : IRowSketch
{
    private RowFormat? _format = format;

    public string Name => name;

    public void Format(JsonElement mapped, PooledBuffer into) => (_format ??= Csv.Of(mapped)).Write(mapped, into);

    public void WriteHead(PooledBuffer into) => _format?.WriteHead(into);
}
