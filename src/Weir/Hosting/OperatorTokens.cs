using System.Text;
using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>
/// The two tokens that need no database: the operator's, an administrator's for automation; and the local one, an owner's,
/// which lies in the data folder, readable by this user only, where the commands on this machine find it. The server keeps
/// only their hashes.
/// </summary>
public sealed class OperatorTokens
{
    public const string FileName = "api-token";

    private readonly byte[] _local;
    private readonly byte[]? _given;

    private OperatorTokens(string file, string local, Secret? given)
    {
        File = file;
        _local = Credential.HashOf(local);
        _given = given is null ? null : Credential.HashOf(given.Reveal());
    }

    /// <summary>Where the local token lies.</summary>
    public string File { get; }

    /// <summary>True when the operator gave one of his own.</summary>
    public bool HasGiven => _given is not null;

    /// <summary>Takes the operator's token, if there is one, and the one in the data folder, making it where there is none.</summary>
    public static OperatorTokens Open(string dataFolder, Secret? given)
    {
        var file = Path.Combine(dataFolder, FileName);
        try
        {
            return new OperatorTokens(file, ReadOrMake(file), given);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The local token {file} cannot be read or written: {e.Message}", e);
        }
    }

    /// <summary>Whose token it is; null when it is neither. Compares in a time that tells nothing about them.</summary>
    public Actor? Find(string token)
    {
        var hash = Credential.HashOf(token);
        var isLocal = Credential.AreEqual(hash, _local);
        var isGiven = _given is not null && Credential.AreEqual(hash, _given);
        return isGiven ? Actor.ApiToken : isLocal ? Actor.LocalToken : null;
    }

    private static string ReadOrMake(string file)
    {
        if (System.IO.File.Exists(file))
        {
            var token = System.IO.File.ReadAllText(file).Trim();
            return token.Length >= WeirOptions.ApiTokenCharactersMin
                ? token
                : throw new StartException($"The file {file} holds no token; remove it, and the next start makes a new one.");
        }

        var made = Credential.NewToken();
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
