using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Benchmarks.Compare;

/// <summary>The tables, as they stand in the guide.</summary>
internal static class CompareReport
{
    private const string Begin = "<!-- compare: begin -->";
    private const string End = "<!-- compare: end -->";

    public static string Write(
        CompareOptions options, StartProbe start, IReadOnlyList<Comparison> compared, IReadOnlyList<Workload> leftOut)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Machine()}. Medians of {options.Rounds} rounds; Weir ÷ raw is the median of the rounds' own");
        text.AppendLine("ratios of records/s, with the lowest and the highest.").AppendLine();
        text.AppendLine("| records | level | latency | raw records/s | Weir records/s | Weir ÷ raw | raw CPU s | Weir CPU s | raw peak MB | Weir peak MB |");
        text.AppendLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var line in compared)
        {
            text.AppendLine(Line(line));
        }

        foreach (var workload in leftOut)
        {
            text.AppendLine(
                $"| {workload.Records:N0} | {workload.Level} | {workload.LatencyMs} ms | left out: a run takes at least {workload.SecondsAtLeast:0} s | | | | | | |");
        }

        text.AppendLine();
        text.AppendLine("| beside the run | measured | budget |");
        text.AppendLine("|---|--:|--:|");
        text.AppendLine($"| start to ready, empty {CompareSchema.Kind} | {start.ReadySeconds:0.00} s | 1.0 s |");
        text.AppendLine($"| memory at rest | {start.IdleMb:0} MB | 110 MB |");
        text.AppendLine($"| run asked for → first request | {start.FirstRequestMs:0} ms | 50 ms |");
        return text.ToString();
    }

    /// <summary>Puts the tables between the file's markers; a file without them is written anew.</summary>
    public static void Save(string path, string tables)
    {
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(
            path,
            begin < 0 || end < begin ? tables : $"{text[..begin]}{Begin}\n\n{tables}\n{text[end..]}");
    }

    private static string Line(Comparison line)
    {
        var workload = line.Workload;
        return $"| {workload.Records:N0} | {workload.Level} | {workload.LatencyMs} ms"
            + $" | {Speed(workload, line.Raw):N0} | {Speed(workload, line.Weir):N0}"
            + $" | **{Median.Of(line.Ratios):0.00}** ({line.Ratios.Min():0.00}–{line.Ratios.Max():0.00})"
            + $" | {Median.Of(line.Raw.Select(m => m.CpuSeconds)):0.00} | {Median.Of(line.Weir.Select(m => m.CpuSeconds)):0.00}"
            + $" | {line.Raw.Max(m => m.PeakMb):0} | {line.Weir.Max(m => m.PeakMb):0} |";
    }

    private static double Speed(Workload workload, IReadOnlyList<Measurement> runs) =>
        workload.Records / Median.Of(runs.Select(m => m.Seconds));

    private static string Machine()
    {
        const string Model = "model name";
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(Model, StringComparison.Ordinal));
        var name = cpu is null ? RuntimeInformation.ProcessArchitecture.ToString() : cpu[(cpu.IndexOf(':') + 1)..].Trim();
        return $"{Environment.ProcessorCount} cores ({name}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
