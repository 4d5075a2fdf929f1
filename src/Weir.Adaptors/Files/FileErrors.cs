using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>Makes what the disk says a sentence with a code. The path of the server's folder is nobody's business.</summary>
internal static class FileErrors
{
    public static T Guard<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Of(name, e);
        }
    }

    public static async Task<T> GuardAsync<T>(string name, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Of(name, e);
        }
    }

    private static RefusalException Of(string name, Exception exception)
    {
        const int HandleDiskFull = unchecked((int)0x80070027);
        const int DiskFull = unchecked((int)0x80070070);
        const int NoSpaceLeft = 28;
        return exception switch
        {
            UnauthorizedAccessException =>
                new(ErrorCodes.Forbidden, $"{name} cannot be written: the server may not write to its folder."),
            DirectoryNotFoundException =>
                new(ErrorCodes.NotFound, $"{name} cannot be written: its folder is gone."),
            { HResult: HandleDiskFull or DiskFull or NoSpaceLeft } =>
                new(ErrorCodes.Unexpected, $"{name} cannot be written: the disk is full."),
            _ => new(ErrorCodes.Unexpected, $"{name} cannot be written: the disk refuses ({exception.GetType().Name})."),
        };
    }
}
