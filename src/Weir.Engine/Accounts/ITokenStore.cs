using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// Where tokens live, by the hash of their value. Safe for many callers; each method is one transaction: what it does is
/// stored together with its entry of the audit, or not at all.
/// </summary>
public interface ITokenStore
{
    /// <summary>More tokens than these are a <c>conflict</c> refusal.</summary>
    const int TokensMax = 1000;

    Task<AccessToken?> FindAsync(TokenId id, CancellationToken cancellationToken);

    /// <summary>By the hash of its value; what is found is compared once more by whoever asks.</summary>
    Task<StoredToken?> FindByHashAsync(byte[] hash, CancellationToken cancellationToken);

    Task<Slice<AccessToken>> ListAsync(ListQuery query, CancellationToken cancellationToken);

    /// <summary>Durable when it returns. A taken name is a <c>conflict</c> refusal on <c>name</c>.</summary>
    Task InsertAsync(StoredToken token, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Durable when it returns; false when it was gone.</summary>
    Task<bool> DeleteAsync(TokenId id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Notes a use; the last one may be lost in a crash.</summary>
    Task TouchAsync(TokenId id, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>A token as stored.</summary>
/// <param name="Token">What may be shown.</param>
/// <param name="Hash">SHA-256 of its value.</param>
public sealed record StoredToken(AccessToken Token, byte[] Hash);
