using Weir.Engine.Calls;

namespace Weir.Adaptors.Files;

/// <summary>Reads some rows of a file.</summary>
/// <param name="name">The file's name in the connection's folder.</param>
/// <param name="separator">What parts the values of CSV; null: the file is JSON Lines.</param>
/// <param name="place">From where on.</param>
/// <param name="rowsMax">So many rows at most.</param>
internal sealed class FileRead(string name, byte? separator, FilePlace place, int rowsMax) : PreparedCall
{
    public string Name => name;

    public byte? Separator => separator;

    public FilePlace Place => place;

    public int RowsMax => rowsMax;

    public override string Summary => $"Read {name} from line {place.Line + 1}";

    protected override void Dispose(bool disposing)
    {
    }
}
