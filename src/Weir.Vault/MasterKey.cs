using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Secrets;

namespace Weir.Vault;

/// <summary>
/// The key that wraps the data keys. Its id is computed from it, so the same key has the same id wherever it comes from; the
/// id says nothing about the key.
/// </summary>
internal sealed class MasterKey : IDisposable
{
    private const string WrapLabel = "weir data key";
    private const string ProofLabel = "weir master key proof";

    private static readonly byte[] ProofText = "This is the right master key."u8.ToArray();

    private readonly byte[] _key;

    /// <param name="key">32 bytes, copied; the caller clears its own.</param>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        _key = GC.AllocateUninitializedArray<byte>(SealedBox.KeyBytes, pinned: true);
        key.CopyTo(_key);
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes("weir master key id")).AsSpan(0, 8));
    }

    /// <summary>16 hexadecimal digits.</summary>
    public string Id { get; }

    public static MasterKey Make()
    {
        var key = GC.AllocateUninitializedArray<byte>(SealedBox.KeyBytes, pinned: true);
        RandomNumberGenerator.Fill(key);
        try
        {
            return new MasterKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc cref="KeyText.Print"/>
    public byte[] Print() => KeyText.Print(_key);

    public WrappedKey Wrap(string owner, string keyId, ReadOnlySpan<byte> dataKey)
    {
        var box = new byte[dataKey.Length + SealedBox.Overhead];
        SealedBox.Seal(_key, dataKey, box, WrapLabel, owner, keyId, Id);
        return new WrappedKey(owner, keyId, Id, box);
    }

    /// <summary>The data key; the caller clears it.</summary>
    public byte[] Unwrap(WrappedKey wrapped)
    {
        if (wrapped.MasterKeyId != Id)
        {
            throw new SecretUnreadableException($"The data key of {wrapped.Owner} belongs to another master key.");
        }

        var key = SealedBox.Open(_key, wrapped.Cipher, WrapLabel, wrapped.Owner, wrapped.KeyId, wrapped.MasterKeyId);
        return key.Length == SealedBox.KeyBytes
            ? key
            : throw new SecretUnreadableException($"The data key of {wrapped.Owner} is none.");
    }

    public MasterKeyProof Prove()
    {
        var box = new byte[ProofText.Length + SealedBox.Overhead];
        SealedBox.Seal(_key, ProofText, box, ProofLabel, Id);
        return new MasterKeyProof(Id, box);
    }

    /// <summary>True when this key made the proof.</summary>
    public bool Made(MasterKeyProof proof)
    {
        try
        {
            return proof.MasterKeyId == Id && SealedBox.Open(_key, proof.Cipher, ProofLabel, Id).AsSpan().SequenceEqual(ProofText);
        }
        catch (SecretUnreadableException)
        {
            return false;
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
