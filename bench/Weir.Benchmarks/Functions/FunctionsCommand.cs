using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Weir.Benchmarks.Functions;

/// <summary>Benchmarks of single functions.</summary>
internal static class FunctionsCommand
{
    /// <param name="args">BenchmarkDotNet's own: <c>--filter "*Mapping*"</c> and so on; none runs all.</param>
    public static int Run(string[] args)
    {
        // In this process: a project of its own would have to repeat this repository's build rules.
        var config = DefaultConfig.Instance.AddJob(Job.MediumRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(FunctionsCommand).Assembly)
            .Run(args.Length == 0 ? ["--filter", "*"] : args, config);
        return 0;
    }
}
