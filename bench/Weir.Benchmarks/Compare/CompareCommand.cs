namespace Weir.Benchmarks.Compare;

/// <summary>
/// The same tickets, the same twelve fields, the same requests: through a raw loop and through Weir, taking turns in one run.
/// </summary>
internal static class CompareCommand
{
    /// <returns>The exit code: 0, 1 when a side failed, 2 on wrong usage.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (CompareOptions.Read(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(CompareOptions.Usage);
            return 2;
        }

        if (!ProcessMeter.IsAvailable || (options.Program ?? BuiltProgram()) is not { } program)
        {
            await Console.Error.WriteLineAsync(
                "Needs Linux and a built program: run ./weir --help first, or name one with --program.");
            return 2;
        }

        try
        {
            var tables = await MeasureAsync(options, program, cancellationToken);
            Console.Write(tables);
            if (options.Markdown is { } path)
            {
                CompareReport.Save(path, tables);
            }

            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<string> MeasureAsync(
        CompareOptions options, string program, CancellationToken cancellationToken)
    {
        var start = await StartProbe.MeasureAsync(program, cancellationToken);
        var (compared, leftOut) = (new List<Comparison>(), new List<Workload>());
        foreach (var records in options.Records)
        {
            foreach (var latencyMs in options.Latencies)
            {
                await using var sandbox = await SandboxProcess.StartAsync(records, latencyMs, cancellationToken);
                foreach (var level in options.Levels)
                {
                    var workload = new Workload(records, level, latencyMs);
                    if (workload.SecondsAtLeast > options.SecondsMax)
                    {
                        leftOut.Add(workload);
                        continue;
                    }

                    compared.Add(await Comparison.MeasureAsync(
                        program, sandbox, workload, options.Rounds, cancellationToken));
                }
            }
        }

        return CompareReport.Write(options, start, compared, leftOut);
    }

    /// <summary>The program that <c>./weir</c> built last: …/.build/weir-…/weir.dll above this one.</summary>
    private static string? BuiltProgram()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Weir.slnx")))
        {
            root = root.Parent;
        }

        var builds = new DirectoryInfo(Path.Combine(root?.FullName ?? "", ".build"));
        return root is null || !builds.Exists
            ? null
            : builds.EnumerateDirectories("weir-*")
                .OrderByDescending(build => build.LastWriteTimeUtc)
                .Select(build => Path.Combine(build.FullName, "weir.dll"))
                .FirstOrDefault(File.Exists);
    }
}
