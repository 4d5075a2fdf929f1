using System.Text;
using Weir.Model;

namespace Weir.Vault;

/// <summary>Where the operator keeps a master key: at most one of a value, a file and a command.</summary>
/// <param name="variable">The environment variable of the value; with <c>_FILE</c> and <c>_COMMAND</c> those of the others.</param>
internal sealed class KeyPlace(string variable, Secret? value, string? file, string? command, TimeProvider time)
{
    /// <summary>The variable that is set; null when none is. Throws <see cref="MasterKeyException"/> when several are.</summary>
    public string? Name
    {
        get
        {
            string[] set = [.. Names()];
            return set.Length > 1
                ? throw new MasterKeyException($"Set only one of {string.Join(" and ", set)}.")
                : set.SingleOrDefault();
        }
    }

    /// <summary>The key; a variable is set. Throws <see cref="MasterKeyException"/>.</summary>
    public async Task<MasterKey> ReadAsync(CancellationToken cancellationToken)
    {
        var text = value is not null ? Encoding.UTF8.GetBytes(value.Reveal())
            : file is not null ? await ReadFileAsync(file, cancellationToken)
            : await new KeyCommand(command!, Name!, time).RunAsync(KeyText.BytesMax, cancellationToken);
        return KeyText.Parse(text.Span, Name!);
    }

    private IEnumerable<string> Names()
    {
        if (value is not null)
        {
            yield return variable;
        }

        if (file is not null)
        {
            yield return variable + "_FILE";
        }

        if (command is not null)
        {
            yield return variable + "_COMMAND";
        }
    }

    private async Task<Memory<byte>> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var text = GC.AllocateUninitializedArray<byte>(KeyText.BytesMax + 1, pinned: true);
            var length = await stream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
            return text.AsMemory(0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key in {Name} cannot be read: {e.Message}", e);
        }
    }
}
