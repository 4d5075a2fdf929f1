using System.Text;
using Weir.Engine.Secrets;

namespace Weir.Engine.Errors;

/// <summary>
/// A record of an error or of a parked record as it is sealed: the fingerprint of the record as read (32 hexadecimal
/// digits), then the record's JSON as it stood at the step. Retries make the same idempotency keys from the fingerprint;
/// an edited record has a new one.
/// </summary>
public static class SealedRecord
{
    private const string Field = "record";
    private const int FingerprintCharacters = 32;

    public static ValueTask<byte[]> SealAsync(
        IVault vault, string fingerprint, ReadOnlySpan<byte> record, CancellationToken cancellationToken)
    {
        var plain = new byte[FingerprintCharacters + record.Length];
        Encoding.ASCII.GetBytes(fingerprint, plain);
        record.CopyTo(plain.AsSpan(FingerprintCharacters));
        return vault.SealAsync(VaultOwners.Records, Field, plain, cancellationToken);
    }

    /// <summary>Throws <see cref="SecretUnreadableException"/>.</summary>
    public static async ValueTask<OpenedRecord> OpenAsync(
        IVault vault, byte[] cipher, CancellationToken cancellationToken)
    {
        var plain = await vault.OpenAsync(VaultOwners.Records, Field, cipher, cancellationToken);
        return plain.Length < FingerprintCharacters
            ? throw new SecretUnreadableException("A stored record is too short.")
            : new OpenedRecord(
                Encoding.ASCII.GetString(plain, 0, FingerprintCharacters), plain.AsMemory(FingerprintCharacters));
    }

    /// <summary>The fingerprint of an edited record.</summary>
    public static string FingerprintOf(string traceKey, ReadOnlySpan<byte> record) =>
        Runs.Fingerprint.Of(traceKey, record).ToString();
}

/// <summary>A record out of its seal.</summary>
/// <param name="Fingerprint">Of the record as read.</param>
/// <param name="Record">The record's JSON as it stood at the step.</param>
public readonly record struct OpenedRecord(string Fingerprint, ReadOnlyMemory<byte> Record);
