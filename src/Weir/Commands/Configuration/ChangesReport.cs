using System.Text.Json;
using Weir.Engine.Configuration;
using Weir.Engine.Resources;

namespace Weir.Commands.Configuration;

/// <summary>What a configuration changes, for people.</summary>
internal static class ChangesReport
{
    private const int ValueCharactersMax = 60;
    private const int LeftShownMax = 10;

    public static bool IsEmpty(ConfigurationChangesView view) => view.Changes.All(c => c.Action == "none");

    /// <summary>The changes, one a line, with the fields of what is changed.</summary>
    public static void Difference(ConfigurationChangesView view, TextWriter to)
    {
        foreach (var change in view.Changes.Where(c => c.Action != "none"))
        {
            var sign = change.Action switch { "create" => '+', "delete" => '-', _ => '~' };
            to.WriteLine($"{sign} {change.Kind,-11} {Output.Line(change.Name)}");
            foreach (var field in change.Fields)
            {
                to.WriteLine($"    {Output.Line(field.Field)}: {Values(field)}");
            }

            if (change.MoreFields > 0)
            {
                to.WriteLine($"    and {change.MoreFields:N0} more");
            }
        }
    }

    /// <summary><c>2 to create, 1 to change</c></summary>
    public static string Counts(ConfigurationChangesView view, string create, string change, string delete)
    {
        var counts = new[] { ("create", create), ("update", change), ("delete", delete) }
            .Select(a => (Count: view.Changes.Count(c => c.Action == a.Item1), Words: a.Item2))
            .Where(c => c.Count > 0)
            .Select(c => $"{c.Count:N0} {c.Words}");
        return string.Join(", ", counts);
    }

    /// <summary>What is on the server and not in the folder.</summary>
    public static void Left(ConfigurationChangesView view, TextWriter to)
    {
        if (view.Left.Count == 0)
        {
            return;
        }

        var names = string.Join(", ", view.Left.Take(LeftShownMax).Select(l => $"{l.Kind} '{Output.Line(l.Name)}'"));
        var more = view.Left.Count > LeftShownMax ? $" and {view.Left.Count - LeftShownMax:N0} more" : "";
        to.WriteLine($"On the server and not in the folder, left as it is (--prune deletes it): {names}{more}");
    }

    /// <summary>How the connections are now, and what is missing.</summary>
    public static void Connections(ConfigurationChangesView view, TextWriter to)
    {
        foreach (var test in view.Tests)
        {
            to.WriteLine(test.Ok
                ? $"'{Output.Line(test.Connection)}' works: {Output.Line(test.Message)} ({test.LatencyMs} ms)"
                : $"'{Output.Line(test.Connection)}' does not work ({test.Code}): {Output.Line(test.Message)}");
        }

        foreach (var name in view.Untested.Except(view.Missing.Select(m => m.Connection), StringComparer.Ordinal))
        {
            to.WriteLine($"'{Output.Line(name)}' is not tested yet; 'weir connections test' does it.");
        }

        foreach (var missing in view.Missing)
        {
            to.WriteLine(
                $"{missing.Env} is not set: '{Output.Line(missing.Connection)}' has no {missing.Field} and stays untested. Set it and apply again.");
        }
    }

    private static string Values(DocumentChange change) =>
        change.Secret ? "another secret" : $"{Value(change.From)} → {Value(change.To)}";

    private static string Value(JsonElement? value)
    {
        var text = value is { } json ? Output.Line(json.GetRawText()) : "nothing";
        return text.Length <= ValueCharactersMax ? text : $"{text.AsSpan(0, ValueCharactersMax)}…";
    }
}
