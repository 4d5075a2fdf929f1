using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.IntegrationTests.Harness;

/// <summary>A process that a test started, with all it has printed so far. Killed when the test lets go of it.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    /// <summary>Nothing is promised of a killed process: on a busy machine it, and who reads what it printed, wait for their turn.</summary>
    private static readonly TimeSpan KillBound = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private RunningProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Read(_output);

    public string Error => Read(_error);

    public static RunningProcess Start(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };
        var running = new RunningProcess(process);
        process.OutputDataReceived += (_, line) => Append(running._output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(running._error, line.Data);
        process.Start();
        // A command that asks a question finds nobody there, as in a script.
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>SIGKILL: the process gets no chance to put anything in order.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync(KillBound);
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">The process was still there after the bound.</exception>
    public Task<int> StopAsync(TimeSpan bound)
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, Terminate);
        }

        return ExitAsync(bound);
    }

    /// <summary>Waits until the process has ended and everything it printed has been read.</summary>
    public async Task<int> ExitAsync(TimeSpan bound)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(bound, TimeProvider.System);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Still running after {bound.TotalSeconds:0.#} s.\n{this}", late);
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    public override string ToString() => $"--- output\n{Output}--- error\n{Error}---";

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (text)
        {
            text.Append(line).Append('\n');
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
