using System.Globalization;
using CsvHelper;

namespace Weir.Commands.Demo;

/// <summary>Reads the file that the demo wrote, and says whether every ticket is in it, once.</summary>
/// <param name="Rows">Rows below the heading.</param>
/// <param name="Tickets">Tickets that should be there and are.</param>
/// <param name="Bytes">The file's length.</param>
internal sealed record DemoFile(int Rows, int Tickets, long Bytes)
{
    public static DemoFile Read(string path, IReadOnlySet<int> expected)
    {
        if (!File.Exists(path))
        {
            return new DemoFile(0, 0, 0);
        }

        using var reader = CsvReader.FromFile(path, CsvReaderOptions.Default with { Separator = ',' });
        HashSet<int> found = [];
        var rows = 0;
        while (reader.Read())
        {
            rows++;
            if (int.TryParse(reader.GetSpan(DemoSetup.KeyColumn), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && expected.Contains(id))
            {
                found.Add(id);
            }
        }

        return new DemoFile(rows, found.Count, new FileInfo(path).Length);
    }
}
