using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>
/// Makes the first owner: from the operator's variables, or by whoever has the one-time code that the start prints. Of many
/// at once exactly one wins; from then on it refuses.
/// </summary>
public sealed class SetupService(
    IUserStore users,
    SessionService sessions,
    PasswordHashing passwords,
    SignInLimits limits,
    AccountAudit audit,
    IdSource ids,
    TimeProvider time)
{
    // Without letters and digits that are taken for one another.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int CodeCharacters = 20;
    private const int GroupCharacters = 4;

    private byte[]? _code;
    private bool _hasOwner;

    /// <summary>True until there is an owner.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        // Once there is one, there always is: the last stays.
        _hasOwner = _hasOwner || await users.HasOwnerAsync(cancellationToken);
        return !_hasOwner;
    }

    /// <summary>A new code, about 98 random bits; only its hash is kept, in memory. The one before is void.</summary>
    public string NewCode()
    {
        var letters = RandomNumberGenerator.GetString(Alphabet, CodeCharacters);
        _code = Credential.HashOf(letters);
        return string.Join('-', letters.Chunk(GroupCharacters).Select(group => new string(group)));
    }

    /// <summary>
    /// Makes the owner of <c>{"code","email","name","password"}</c> and signs it in. Refusals: <c>conflict</c> when there is
    /// an owner or a user with this address, <c>forbidden</c> for a wrong code, <c>rate_limited</c> after several of them.
    /// </summary>
    public async Task<SignedIn> SetUpAsync(JsonElement body, SignInPlace place, CancellationToken cancellationToken)
    {
        if (!await IsNeededAsync(cancellationToken))
        {
            throw AlreadyDone();
        }

        var (owner, password, code) = UserDocument.ReadOwner(body, ids.New<UserId>(), time.GetUtcNow());
        CheckCode(code, place.Address);
        var hash = await passwords.HashAsync(password, cancellationToken);
        if (!await users.InsertFirstOwnerAsync(new StoredUser(owner, hash), audit.UserCreated(owner.Actor, owner), cancellationToken))
        {
            throw AlreadyDone();
        }

        _code = null;
        return await sessions.BeginAsync(owner, hash, null, place, cancellationToken) ?? throw AlreadyDone();
    }

    /// <summary>The operator's owner; false when there is one already. Refusal: <c>conflict</c> when another user has the address.</summary>
    public async Task<bool> CreateOwnerAsync(string email, Secret password, CancellationToken cancellationToken)
    {
        var owner = UserDocument.Owner(email, null, ids.New<UserId>(), time.GetUtcNow());
        var hash = await passwords.HashAsync(password.Reveal(), cancellationToken);
        return await users.InsertFirstOwnerAsync(
            new StoredUser(owner, hash), audit.UserCreated(Actor.Weir, owner), cancellationToken);
    }

    private static RefusalException AlreadyDone() => new(ErrorCodes.Conflict, "There is an owner already; sign in.");

    private void CheckCode(string given, IPAddress? address)
    {
        limits.BeginCode(address);
        var letters = string.Concat(given.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        if (_code is not { } code || !Credential.AreEqual(Credential.HashOf(letters), code))
        {
            const string Message = "This is not the set-up code. Each start of the server prints a new one.";
            throw new RefusalException(ErrorCodes.Forbidden, Message, new Problem("code", ErrorCodes.Forbidden, Message));
        }

        limits.CodeWasRight(address);
    }
}
