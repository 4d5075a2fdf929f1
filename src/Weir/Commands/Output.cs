using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Engine.Documents;

namespace Weir.Commands;

/// <summary>What commands print on standard output: tables for people, JSON for scripts.</summary>
internal static class Output
{
    private const int GapBetweenColumns = 2;

    /// <summary>True where a person watches: only there something moves or has colours.</summary>
    public static bool IsLive => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Values under their headings, or a sentence where there are none.</summary>
    public static void Table(string none, IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0)
        {
            Console.Out.WriteLine(none);
            return;
        }

        var lines = rows.Prepend(headings).Select(r => r.Select(Line).ToList()).ToList();
        var widths = headings.Select((_, column) => lines.Max(l => l[column].Length)).ToList();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => cell.PadRight(widths[column] + GapBetweenColumns));
            Console.Out.WriteLine(string.Concat(cells).TrimEnd());
        }
    }

    public static void Json<T>(T value, JsonTypeInfo<T> type) =>
        Json(writer => JsonSerializer.Serialize(writer, value, type));

    /// <summary>One array of all of them.</summary>
    public static void Json<T>(IEnumerable<T> values, JsonTypeInfo<T> type) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        writer.WriteEndArray();
    });

    public static void Json(Action<Utf8JsonWriter> write) => Console.Out.WriteLine(DocumentWriter.Text(write));

    /// <summary>What comes from outside stays on its line and moves no cursor.</summary>
    public static string Line(string cell) => string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c));
}
