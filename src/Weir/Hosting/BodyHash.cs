using System.Security.Cryptography;
using Weir.Engine.Secrets;

namespace Weir.Hosting;

/// <summary>
/// Hashes bodies with a secret key, because a body may hold a password and a plain hash of it could be guessed. The key
/// lies in the data folder, sealed by the vault, and so outlives a restart. // Promise 5
/// </summary>
internal sealed class BodyHash(byte[] key)
{
    private const string FileName = "body-hash-key";
    private const int KeyBytes = 32;

    public static async Task<BodyHash> OpenAsync(string dataFolder, IVault vault, CancellationToken cancellationToken)
    {
        var file = Path.Combine(dataFolder, FileName);
        if (File.Exists(file))
        {
            try
            {
                var sealedKey = await File.ReadAllBytesAsync(file, cancellationToken);
                return new BodyHash(await vault.OpenAsync(Idempotency.VaultOwner, FileName, sealedKey, cancellationToken));
            }
            catch (SecretUnreadableException)
            {
                // Then nothing that was kept is recognised any more: the same as after 24 hours.
            }
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var draft = file + ".new";
        var sealedDraft = await vault.SealAsync(Idempotency.VaultOwner, FileName, key, cancellationToken);
        File.Delete(draft);
        await using (var stream = new FileStream(draft, OperatorTokens.OnlyForThisUser()))
        {
            await stream.WriteAsync(sealedDraft, cancellationToken);
        }

        File.Move(draft, file, overwrite: true);
        return new BodyHash(key);
    }

    public string Of(ReadOnlySpan<byte> body) => Convert.ToHexString(HMACSHA256.HashData(key, body));
}
