using System.Runtime.InteropServices;

namespace Weir.Hosting;

/// <summary>
/// What the C library holds for the runtime's compiler, SQLite and compression. It makes a heap for each thread that asks at the
/// same time as others and gives little of it back; here a few threads ask seldom, so one heap does
/// (docs/performance.md). Where the C library is another one, nothing happens.
/// </summary>
internal static class NativeMemory
{
    private const int ArenaMax = -8;

    /// <summary>Call it before there are many threads.</summary>
    public static void UseOneHeap() => Try(() => SetOption(ArenaMax, 1));

    /// <summary>What nobody uses goes back to the system.</summary>
    public static void GiveBack() => Try(() => Trim(0));

    private static void Try(Func<int> call)
    {
        try
        {
            _ = call();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint keep);
}
