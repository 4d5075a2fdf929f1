using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// Hashes and checks passwords: PBKDF2 with HMAC-SHA-512, as ASP.NET Core Identity stores it. That is slow on purpose, so
/// only so many are under way as half the processors can do, and a bounded number wait.
/// </summary>
/// <param name="iterations">How slow. A stored hash with another count is made anew when its password is next given.</param>
public sealed class PasswordHashing(int iterations = PasswordHashing.IterationsDefault) : IDisposable
{
    /// <summary>What OWASP's Password Storage Cheat Sheet asks of PBKDF2 with HMAC-SHA-512.</summary>
    public const int IterationsDefault = 210_000;

    private const int WaitingMax = 100;
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;

    private readonly PasswordHasher<User> _hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        WorkAsync(() => _hasher.HashPassword(null!, CanonicalText.Of(password)), cancellationToken);

    /// <summary>Takes as long without a hash as with one, so that nobody learns which users there are.</summary>
    /// <param name="hash">The stored one; null matches nothing.</param>
    /// <param name="password">As given.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<PasswordMatch> CheckAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        var result = await WorkAsync(
            () => _hasher.VerifyHashedPassword(null!, hash ?? NobodysHash(iterations), CanonicalText.Of(password)), cancellationToken);
        return result switch
        {
            _ when hash is null => PasswordMatch.Wrong,
            PasswordVerificationResult.Success => PasswordMatch.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.RightButOld,
            _ => PasswordMatch.Wrong,
        };
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>
    /// Random bytes in the form of a hash (Identity's version 3: a mark, function, iterations, salt length, salt, key), so
    /// that none has to be worked out.
    /// </summary>
    private static string NobodysHash(int iterations)
    {
        const uint HmacSha512 = 2;
        var bytes = RandomNumberGenerator.GetBytes(13 + SaltBytes + KeyBytes);
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), HmacSha512);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), SaltBytes);
        return Convert.ToBase64String(bytes);
    }

    private async Task<T> WorkAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            throw new RefusalException(ErrorCodes.RateLimited, "Too many sign-ins at once; try again in a moment.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}

public enum PasswordMatch
{
    Wrong,
    Right,

    /// <summary>Right, and its hash is of an older kind: store a new one.</summary>
    RightButOld,
}
