namespace Weir.Storage.Databases;

/// <summary>
/// The data folder, held by one process: <c>weir.lock</c> is locked for as long as this lives, and the operating system
/// takes the lock back from a process that dies.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    // What the operating systems answer when the file is locked, and when the disk is full.
    private static readonly int[] Locked = [11, 35, unchecked((int)0x80070020)];
    private static readonly int[] Full = [28, unchecked((int)0x80070070)];

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Makes the folder when it is missing, for this user only, and locks it.</summary>
    public static DataFolder Open(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            Create(path);
            return new DataFolder(path, new FileStream(
                System.IO.Path.Combine(path, "weir.lock"), Private(FileMode.OpenOrCreate, FileShare.None)));
        }
        catch (IOException e) when (Locked.Contains(e.HResult))
        {
            throw new StorageStartException($"Another Weir is running on the data folder {path}; stop it, or give this one another folder.", e)
            {
                IsHeld = true,
            };
        }
        catch (IOException e) when (Full.Contains(e.HResult))
        {
            throw new StorageStartException($"The disk of the data folder {path} is full.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageStartException($"The data folder {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Options for a file that only this user may read.</summary>
    public static FileStreamOptions Private(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
