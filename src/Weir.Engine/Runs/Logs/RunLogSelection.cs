using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Runs.Logs;

/// <summary>Reads which entries of a run's log a request asks for.</summary>
public static class RunLogSelection
{
    /// <summary>The filters, each with its sentence.</summary>
    public static IReadOnlyList<(string Name, string Says)> Filters { get; } =
    [
        ("traceKey", "What identifies the record: only what happened to it."),
        ("step", "The id of the source or step."),
        ("level", "info (default), warning or error: of that level, or above it."),
    ];

    /// <param name="run">Of this run.</param>
    /// <param name="value">A query parameter by its name; null when it is not given.</param>
    public static RunLogQuery Read(RunId run, Func<string, string?> value)
    {
        var reader = new DocumentReader(DocumentWriter.Element(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, _) in Filters)
            {
                writer.WriteString(name, value(name));
            }

            writer.WriteEndObject();
        }));
        var query = new RunLogQuery(
            run,
            reader.OptionalString("traceKey", TraceKey.CharactersMax),
            reader.OptionalString("step"),
            reader.Choice("level", "info", "warning", "error") switch
            {
                "error" => RunLogLevel.Error,
                "warning" => RunLogLevel.Warning,
                _ => RunLogLevel.Info,
            });
        reader.Finish();
        return query;
    }
}
