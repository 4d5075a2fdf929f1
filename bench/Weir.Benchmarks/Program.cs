using System.Runtime.InteropServices;
using Weir.Benchmarks.Compare;
using Weir.Benchmarks.Functions;

// compare measures whole runs, functions single functions; raw and sandbox are the processes that compare starts.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return args switch
{
    ["compare", .. var rest] => await CompareCommand.RunAsync(rest, stop.Token),
    ["functions", .. var rest] => FunctionsCommand.Run(rest),
    [RawProgram.Role, .. var rest] => await RawProgram.RunAsync(rest, stop.Token),
    [SandboxProgram.Role, .. var rest] => await SandboxProgram.RunAsync(rest, stop.Token),
    _ => Usage(),
};

// In order: the processes that were started end too.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static int Usage()
{
    Console.Error.WriteLine($"{CompareOptions.Usage}\n\nUsage: functions [--filter NAME]");
    return 2;
}
