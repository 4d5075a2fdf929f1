using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Engine.Accounts;

/// <summary>
/// Values that let somebody in: 256 random bits, of which only the SHA-256 is stored. That many bits cannot be guessed, so
/// the hash needs neither salt nor repetition, and can be looked up.
/// </summary>
public static class Credential
{
    /// <summary>What every token begins with, so that people and scanners recognise one that lies around.</summary>
    public const string TokenPrefix = "weir_";

    private const int Bytes = 32;

    /// <summary>Longer values are no credentials of ours and not looked up.</summary>
    private const int CharactersMax = 200;

    public static string NewToken() => TokenPrefix + NewValue();

    public static string NewValue() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] HashOf(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));

    public static bool IsPossible(string value) => value.Length is > 0 and <= CharactersMax;

    /// <summary>Compares in a time that tells nothing.</summary>
    public static bool AreEqual(byte[] hash, byte[] other) => CryptographicOperations.FixedTimeEquals(hash, other);
}
