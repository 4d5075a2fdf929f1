using System.Globalization;

namespace Weir.Benchmarks.Compare;

/// <summary>What the kernel says that a process has used.</summary>
internal static class ProcessMeter
{
    /// <summary>Clock ticks a second, as the kernel shows them to every program.</summary>
    private const double TicksPerSecond = 100;

    // Counted after the command's name, which may hold spaces: the state is field 0.
    private const int UserTicks = 11;
    private const int SystemTicks = 12;

    public static bool IsAvailable => File.Exists("/proc/self/stat");

    /// <summary>User and system time since the process began.</summary>
    public static double CpuSeconds(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[UserTicks]) + Number(fields[SystemTicks])) / TicksPerSecond;
    }

    /// <summary>The most memory it ever had resident, in MB.</summary>
    public static double PeakMb(int processId) => Megabytes(processId, "VmHWM:");

    /// <summary>What it has resident now, in MB.</summary>
    public static double ResidentMb(int processId) => Megabytes(processId, "VmRSS:");

    private static double Megabytes(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) * 1024 / 1e6;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
