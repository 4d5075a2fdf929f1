using System.ComponentModel;
using System.Diagnostics;

namespace Weir.Vault;

/// <summary>Runs the operator's command line and gives what it prints.</summary>
/// <param name="line">For the system's shell.</param>
/// <param name="variable">Names it where it fails.</param>
/// <param name="time">Bounds it.</param>
internal sealed class KeyCommand(string line, string variable, TimeProvider time)
{
    private static readonly TimeSpan RunMax = TimeSpan.FromSeconds(30);

    /// <param name="bytesMax">What is read of its output; the rest is not needed to see that it is no key.</param>
    public async Task<Memory<byte>> RunAsync(int bytesMax, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(RunMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var process = Start();
        try
        {
            var output = GC.AllocateUninitializedArray<byte>(bytesMax + 1, pinned: true);
            var length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(
                output, output.Length, throwOnEndOfStream: false, either.Token);
            process.StandardOutput.Close();
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? output.AsMemory(0, length)
                : throw Failed($"ended with exit code {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not end within {RunMax.TotalSeconds:0} seconds");
        }
        finally
        {
            Stop(process);
        }
    }

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
        }
    }

    private MasterKeyException Failed(string how, Exception? inner = null) =>
        new($"The command in {variable} {how}.", inner);

    private Process Start()
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        (start.FileName, string[] arguments) = OperatingSystem.IsWindows()
            ? ("cmd.exe", new[] { "/c", line })
            : ("/bin/sh", new[] { "-c", line });
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw Failed("cannot be started: no shell", e);
        }
    }
}
