using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>
/// The administrator's token for automation. The server keeps only its hash. Where the operator gives none, the first
/// start makes one in the data folder, readable by this user only, which the commands on this machine read by themselves.
/// </summary>
public sealed class AdministratorToken
{
    public const string FileName = "api-token";

    private readonly byte[] _hash;

    private AdministratorToken(string token, string? file)
    {
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        File = file;
    }

    /// <summary>Where the token lies that was made here; null when the operator gave it.</summary>
    public string? File { get; }

    /// <summary>Takes the operator's token, or the one in the data folder, making it where there is none.</summary>
    public static AdministratorToken Open(string dataFolder, Secret? given)
    {
        if (given is not null)
        {
            return new AdministratorToken(given.Reveal(), null);
        }

        var file = Path.Combine(dataFolder, FileName);
        try
        {
            return new AdministratorToken(ReadOrMake(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The administrator's token {file} cannot be read or written: {e.Message}", e);
        }
    }

    /// <summary>Compares in a time that tells nothing about the token.</summary>
    public bool Matches(string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _hash);

    private static string ReadOrMake(string file)
    {
        if (System.IO.File.Exists(file))
        {
            var token = System.IO.File.ReadAllText(file).Trim();
            return token.Length >= WeirOptions.ApiTokenCharactersMin
                ? token
                : throw new StartException($"The file {file} holds no token; remove it, and the next start makes a new one.");
        }

        var made = "weir_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        // Under another name first: a kill never leaves half a token behind.
        var draft = file + ".new";
        System.IO.File.Delete(draft);
        using (var stream = new FileStream(draft, OnlyForThisUser()))
        {
            stream.Write(Encoding.UTF8.GetBytes(made + "\n"));
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(draft, file, overwrite: true);
        return made;
    }

    internal static FileStreamOptions OnlyForThisUser()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
