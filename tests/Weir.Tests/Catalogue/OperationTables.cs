using System.Text;
using System.Text.RegularExpressions;
using Weir.Model;
using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

/// <summary>
/// The tables of an application's guide, made from its definition. They stand between two comments in the file:
/// <c>&lt;!-- made: reads --&gt;</c> and <c>&lt;!-- end --&gt;</c>.
/// </summary>
internal sealed partial class OperationTables(ApplicationDefinition application)
{
    /// <summary>The file with its tables as the definition says.</summary>
    public string In(string file) => Marked().Replace(
        Repository.Text(file),
        match => $"<!-- made: {match.Groups["what"].Value} -->\n\n{Table(match.Groups["what"].Value)}\n<!-- end -->");

    private string Table(string what) => what switch
    {
        "reads" => Of(
            ["operation", "is", "requests"],
            o => o.Kind is not OperationKind.Import,
            o => [$"`{o.Key}`", Kind(o), o.Requests]),
        "writes" => Of(
            ["operation", "is", "requests", "what is there already", "when no answer came"],
            o => o.Kind is OperationKind.Import,
            o => [$"`{o.Key}`", o.Name, o.Requests, There(o.Find), Repeat(o)]),
        "causes" => Of(
            ["operation", "what it can set off"],
            o => o.Kind is OperationKind.Import,
            o => [$"`{o.Key}`", o.Causes.Length > 0 ? o.Causes : "nothing else"]),
        "parameters" => Of(
            ["operation", "parameters"],
            o => o.Parameters.Count > 0,
            o => [$"`{o.Key}`", string.Join(", ", o.Parameters.Select(p => $"`{p.Name}`{(p.Required ? "\\*" : "")}"))]),
        "changes" => Of(
            ["operation", "order", "a run for changes"],
            o => o.Kind is OperationKind.Export,
            o => [$"`{o.Key}`", Order(o.Order), Changes(o)]),
        _ => throw new ArgumentException($"There is no table '{what}'.", nameof(what)),
    };

    private string Of(
        string[] columns, Func<OperationDefinition, bool> isIn, Func<OperationDefinition, string[]> cells)
    {
        var table = new StringBuilder();
        Row(table, columns);
        Row(table, [.. columns.Select(_ => "---")]);
        foreach (var operation in application.Operations.Values.Where(isIn))
        {
            Row(table, cells(operation));
        }

        return table.ToString();
    }

    private static void Row(StringBuilder table, string[] cells) =>
        table.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    /// <summary>What becomes of it; empty where an operation does not ask.</summary>
    private static string There(FindDefinition? find) => find switch
    {
        null or { Update.Add.Count: > 0 } => "",
        { Update: not null } => $"changed, by {Fields(find.By)}",
        _ => string.Join("; ", ((string[])
        [
            find.First ? $"left as it is, by {Fields(find.By.Where(k => !k.Unique))}" : "",
            find.By.Any(k => k.Unique) ? $"refused, by {Fields(find.By.Where(k => k.Unique))}" : "",
        ]).Where(t => t.Length > 0)),
    };

    private static string Fields(IEnumerable<FindKey> keys) => string.Join(", then ", keys.Select(k => $"`{k.Field}`"));

    private static string Repeat(OperationDefinition operation) => operation switch
    {
        { Repeat: RepeatRule.Always } => "repeated",
        { Find: null } => "not repeated: `outcome_unknown`",
        { Find.By: var keys } => $"looked for by {Fields(keys)}; not found, "
            + (keys.All(k => k.Unique) ? "repeated"
                : keys.FirstOrDefault(k => k.Unique) is { } own ? $"repeated where it has `{own.Field}`, else `outcome_unknown`"
                : "`outcome_unknown`"),
    };

    private static string Kind(OperationDefinition operation) =>
        $"{operation.Name} ({(operation.Kind is OperationKind.Export ? "export" : "lookup")})";

    private static string Order(OrderDefinition? order) =>
        order is null ? "none stated" : $"`{order.By[2..]}` {(order.Descending ? "down" : "up")}, then `{order.Tie[2..]}`";

    private static string Changes(OperationDefinition operation) => operation.Delta switch
    {
        null => "cannot be asked for",
        { Compare: true, Lookback: { } lookback } => $"reads what was created up to {lookback} before the mark, and compares",
        { Compare: true } => "reads all, and compares",
        { NewestFirst: { } by } => $"newest `{by[2..]}` first, until a whole page is older than the mark",
        { From: { } from, Until: { } until } => $"asks for `{from}` the mark and `{until}` the run's start, the oldest first",
        _ => "asks with its filter for what changed since the mark",
    };

    [GeneratedRegex("<!-- made: (?<what>[a-z]+) -->.*?<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Marked();
}
