using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Vault;

/// <summary>Key files on the disk.</summary>
internal sealed class KeyFolder(string folder) : IKeyFiles
{
    // What file systems answer that have nothing to do for a folder.
    private const int InvalidArgument = 22;

    public bool Exists(string name) => File.Exists(Full(name));

    public Memory<byte>? Read(string name, int bytesMax)
    {
        if (!Exists(name))
        {
            return null;
        }

        using var file = new FileStream(Full(name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var bytes = GC.AllocateUninitializedArray<byte>(bytesMax, pinned: true);
        return bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.Delete(Full(name));
        using var file = new FileStream(Full(name), Private());
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    public void Rename(string from, string to) => File.Move(Full(from), Full(to), overwrite: true);

    public void Sync()
    {
        if (OperatingSystem.IsWindows())
        {
            // There a rename is in the file system's journal, and a folder cannot be flushed.
            return;
        }

        var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (handle < 0)
        {
            throw Failed();
        }

        try
        {
            if (Flush(handle) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw Failed();
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);

    private IOException Failed() =>
        new($"The folder {folder} cannot be flushed to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");

    private string Full(string name) => Path.Combine(folder, name);
}
