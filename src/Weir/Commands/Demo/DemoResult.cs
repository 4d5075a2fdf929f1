using System.Globalization;
using Spectre.Console;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Sandbox;

namespace Weir.Commands.Demo;

/// <summary>What the demo found. Requests and peak are the sandbox's own numbers, held against the run's.</summary>
internal sealed record DemoResult(RunView Run, int Expected, TrafficSnapshot Sandbox, int Level, DemoFile File)
{
    private long RequestsCounted => Run.Steps.Where(s => s.Id is "tickets" or "customer").Sum(s => s.Requests);

    private double Seconds => ((Run.EndedAt ?? Run.StartedAt) - Run.StartedAt).TotalSeconds;

    private long Errors => Run.Steps.Sum(s => s.Error);

    /// <summary>Null when every ticket arrived, once, and the counts agree.</summary>
    public string? Failure() => this switch
    {
        { Run.Status: not RunStatus.Completed } =>
            $"The run ended as {Run.Status.ToString().ToLowerInvariant()}: {Run.Error?.Message ?? "nobody said why"}",
        { Errors: > 0 } => $"{Errors} tickets are in the errors.",
        _ when File.Tickets != Expected => $"Only {File.Tickets} of {Expected} tickets are in the file.",
        _ when File.Rows != Expected => $"The file has {File.Rows} rows for {Expected} tickets.",
        _ when RequestsCounted != Sandbox.Requests =>
            $"The run counted {RequestsCounted} requests, and the sandbox {Sandbox.Requests}.",
        _ => null,
    };

    public void Print()
    {
        var rows = new[]
        {
            ("Tickets", $"{Number(File.Tickets)} of {Number(Expected)}"),
            ("Requests", Number(Sandbox.Requests)),
            ("Peak slots", $"{Sandbox.Peak} of {Level}"),
            ("Seconds", Seconds.ToString("0.0", CultureInfo.InvariantCulture)),
            ("Errors", Number(Errors)),
        };
        if (!Output.IsLive)
        {
            foreach (var (name, value) in rows)
            {
                Console.Out.WriteLine($"  {name,-12}{value}");
            }

            return;
        }

        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumn("").AddColumn("", column => column.RightAligned());
        foreach (var (name, value) in rows)
        {
            table.AddRow(name, value);
        }

        AnsiConsole.Write(table);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
