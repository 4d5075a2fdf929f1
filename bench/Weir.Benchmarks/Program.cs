using Weir.Benchmarks.Compare;

// compare measures whole runs; raw and sandbox are the processes that it starts.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

return args switch
{
    ["compare", .. var rest] => await CompareCommand.RunAsync(rest, stop.Token),
    [RawProgram.Role, .. var rest] => await RawProgram.RunAsync(rest, stop.Token),
    [SandboxProgram.Role, .. var rest] => await SandboxProgram.RunAsync(rest, stop.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(CompareOptions.Usage);
    return 2;
}
