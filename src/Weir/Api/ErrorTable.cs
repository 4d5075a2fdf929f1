using System.Globalization;
using System.Text;
using Weir.Engine.Documents;
using Weir.Engine.Errors;

namespace Weir.Api;

/// <summary>
/// Errors as CSV (RFC 4180) with a heading, row by row as they are read; without their records. Messages and trace keys come from
/// elsewhere: a cell that begins with <c>= + - @</c>, a tab or a carriage return gets an apostrophe before it, so that no
/// spreadsheet takes it for a formula.
/// </summary>
internal static class ErrorTable
{
    public const string MediaType = "text/csv";

    private const string FormulaStarts = "=+-@\t\r";

    private static readonly (string Name, Func<ErrorView, string?> Value)[] Columns =
    [
        ("id", e => e.Id),
        ("flow", e => e.Flow),
        ("run", e => e.Run),
        ("step", e => e.Step),
        ("code", e => e.Code),
        ("message", e => e.Message),
        ("httpStatus", e => e.HttpStatus?.ToString(CultureInfo.InvariantCulture)),
        ("traceKey", e => e.TraceKey),
        ("occurredAt", e => DocumentWriter.TimeText(e.OccurredAt)),
        ("status", e => e.Status),
        ("attempts", e => e.Attempts.ToString(CultureInfo.InvariantCulture)),
        ("assignee", e => e.Assignee),
        ("tags", e => string.Join(' ', e.Tags)),
        ("note", e => e.Note),
    ];

    public static async Task WriteAsync(HttpContext http, IAsyncEnumerable<ErrorView> errors)
    {
        http.Response.ContentType = $"{MediaType}; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"errors.csv\"";
        await http.Response.WriteAsync(Line(Columns.Select(c => c.Name)), http.RequestAborted);
        await foreach (var error in errors)
        {
            await http.Response.WriteAsync(Line(Columns.Select(c => c.Value(error))), http.RequestAborted);
        }
    }

    private static string Line(IEnumerable<string?> cells)
    {
        var line = new StringBuilder();
        foreach (var cell in cells)
        {
            line.Append(line.Length == 0 ? "" : ",").Append(Cell(cell ?? ""));
        }

        return line.Append("\r\n").ToString();
    }

    private static string Cell(string text)
    {
        // What a spreadsheet takes for a formula is shown as it stands.
        var harmless = text.Length > 0 && FormulaStarts.Contains(text[0]) ? $"'{text}" : text;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
