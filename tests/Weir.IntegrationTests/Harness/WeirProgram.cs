using System.Diagnostics;

namespace Weir.IntegrationTests.Harness;

/// <summary>What a command that ran to its end left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>The built program as a stranger starts it: its own process, its own environment.</summary>
internal static class WeirProgram
{
    /// <summary>The program built from the same configuration as these tests.</summary>
    public static string Location { get; } = Locate();

    /// <summary>Runs a command to its end; one that does not end within the bound is killed and fails the test.</summary>
    public static async Task<CommandResult> RunAsync(
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>>? environment = null,
        TimeSpan? bound = null)
    {
        await using var running = RunningProcess.Start(StartInfo(arguments, environment ?? []));
        var exitCode = await running.ExitAsync(bound ?? TimeSpan.FromMinutes(2));
        return new CommandResult(exitCode, running.Output, running.Error);
    }

    /// <summary>How to start the program: nothing that this machine has set for Weir reaches it.</summary>
    public static ProcessStartInfo StartInfo(
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Location, .. arguments]);
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOurs))
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsOurs(string name) => name.StartsWith("WEIR_", StringComparison.OrdinalIgnoreCase);

    // …/tests/Weir.IntegrationTests/bin/<configuration>/<framework>/ → …/src/Weir/bin/<configuration>/<framework>/weir.dll
    private static string Locate()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = framework.Parent!;
        var root = configuration.Parent!.Parent!.Parent!.Parent!;
        var program = Path.Combine(
            root.FullName, "src", "Weir", "bin", configuration.Name, framework.Name, "weir.dll");
        return File.Exists(program)
            ? program
            : throw new FileNotFoundException($"Build src/Weir first: {program} is not there.", program);
    }
}
