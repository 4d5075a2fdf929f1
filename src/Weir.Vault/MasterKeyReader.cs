using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Vault;

/// <summary>Gets the master key from its source; makes one only where nothing depends on another.</summary>
internal sealed class MasterKeyReader(MasterKeySource source)
{
    // Base64 of 32 bytes is 44 characters; more than this is something else.
    private const int TextBytesMax = 1024;

    private string OwnFile => Path.Combine(source.DataFolder, "master.key");

    /// <param name="mayMake">False when the stored data belongs to a key: then one is found or there is none.</param>
    public async Task<(MasterKey Key, string? Warning)> ReadAsync(bool mayMake, CancellationToken cancellationToken)
    {
        string[] set = [.. Names()];
        if (set.Length > 1)
        {
            throw new MasterKeyException($"Set only one of {string.Join(" and ", set)}.");
        }

        return source switch
        {
            { Value: { } value } => (Parse(Encoding.UTF8.GetBytes(value.Reveal()), set[0]), null),
            { File: { } file } => (await ReadFileAsync(file, set[0], cancellationToken), null),
            { Command: { } command } =>
                (Parse(await new KeyCommand(command, source.Time).RunAsync(TextBytesMax, cancellationToken), set[0]), null),
            _ => await ReadOwnAsync(mayMake, cancellationToken),
        };
    }

    // Clears the text.
    private static MasterKey Parse(Memory<byte> text, string where)
    {
        var trimmed = text.Span.Trim(" \t\r\n"u8);
        var key = new byte[TextBytesMax];
        try
        {
            return trimmed.Length <= TextBytesMax
                && Base64.DecodeFromUtf8(trimmed, key, out _, out var length) == OperationStatus.Done
                && length == SealedBox.KeyBytes
                ? new MasterKey(key.AsSpan(0, length))
                : throw new MasterKeyException(
                    $"The master key in {where} cannot be used: it must be {SealedBox.KeyBytes} bytes in base64, as "
                    + "'openssl rand -base64 32' prints them.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text.Span);
        }
    }

    private static async Task<MasterKey> ReadFileAsync(string path, string where, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var text = new byte[TextBytesMax + 1];
            var length = await file.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
            return Parse(text.AsMemory(0, length), where);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key in {where} cannot be read: {e.Message}", e);
        }
    }

    private IEnumerable<string> Names()
    {
        if (source.Value is not null)
        {
            yield return MasterKeySource.ValueVariable;
        }

        if (source.File is not null)
        {
            yield return MasterKeySource.FileVariable;
        }

        if (source.Command is not null)
        {
            yield return MasterKeySource.CommandVariable;
        }
    }

    private async Task<(MasterKey Key, string? Warning)> ReadOwnAsync(bool mayMake, CancellationToken cancellationToken)
    {
        if (!mayMake && !File.Exists(OwnFile))
        {
            throw new MasterKeyException(
                $"The data folder {source.DataFolder} holds secrets, but its master key is missing: restore {OwnFile} "
                + $"or set {MasterKeySource.ValueVariable}.");
        }

        var key = File.Exists(OwnFile)
            ? await ReadFileAsync(OwnFile, OwnFile, cancellationToken)
            : await MakeAsync(cancellationToken);
        return (key, mayMake ? Warning() : null);
    }

    private string Warning() =>
        $"A new master key is in {OwnFile}; keep a copy in a safe place, apart from backups of the data: without it the stored "
        + "secrets are lost.";

    // Written whole under another name, then linked: a kill leaves no half key, and an existing one is never replaced.
    private async Task<MasterKey> MakeAsync(CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(SealedBox.KeyBytes);
        var unfinished = OwnFile + ".new";
        try
        {
            File.Delete(unfinished);
            await using (var file = new FileStream(unfinished, Private()))
            {
                await file.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"), cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, OwnFile, overwrite: false);
            return new MasterKey(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"A master key cannot be made in {OwnFile}: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
