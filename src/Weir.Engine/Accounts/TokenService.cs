using System.Globalization;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>What administrators do with tokens, and whose token it is that somebody sends.</summary>
public sealed class TokenService(ITokenStore store, AccountAudit audit, IdSource ids, TimeProvider time)
{
    private const int YearsMax = 10;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly LastUse _lastUse = new(time);

    /// <summary>Makes a token; only this answer holds its value. Refusals: <c>forbidden</c>, <c>conflict</c>.</summary>
    public async Task<TokenView> CreateAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        var token = Read(body, by);
        Authority.MayGive(by, token.Role);
        var value = Credential.NewToken();
        await store.InsertAsync(new StoredToken(token, Credential.HashOf(value)), audit.TokenCreated(by, token), cancellationToken);
        return TokenView.Of(token, value);
    }

    public async Task<TokenView> ReadAsync(TokenId id, CancellationToken cancellationToken) =>
        TokenView.Of(await GetAsync(id, cancellationToken));

    public async Task<Slice<TokenView>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var tokens = await store.ListAsync(query, cancellationToken);
        return new Slice<TokenView>([.. tokens.Data.Select(token => TokenView.Of(token))], tokens.Next);
    }

    /// <summary>Revokes it: the next request with it is refused. Refusals: <c>not_found</c>, <c>forbidden</c>, <c>precondition_failed</c>.</summary>
    public async Task DeleteAsync(TokenId id, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var token = await GetAsync(id, cancellationToken);
        ResourceEditor.Expect(expectedVersion, 1);
        Authority.MayTouch(by, token.Role, "token");
        if (!await store.DeleteAsync(id, audit.TokenDeleted(by, token), cancellationToken))
        {
            throw RefusalException.NotFound("token", id.Value);
        }
    }

    /// <summary>Whose token it is; null when it is unknown, revoked or expired.</summary>
    public async Task<Actor?> FindAsync(string value, CancellationToken cancellationToken)
    {
        if (!value.StartsWith(Credential.TokenPrefix, StringComparison.Ordinal) || !Credential.IsPossible(value))
        {
            return null;
        }

        var hash = Credential.HashOf(value);
        var now = time.GetUtcNow();
        if (await store.FindByHashAsync(hash, cancellationToken) is not { } found
            || !Credential.AreEqual(found.Hash, hash)
            || found.Token.IsExpired(now))
        {
            return null;
        }

        var token = found.Token;
        if (_lastUse.IsDue(token.Id.Value, token.LastUsedAt))
        {
            await store.TouchAsync(token.Id, now, cancellationToken);
        }

        return token.Actor;
    }

    private async Task<AccessToken> GetAsync(TokenId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) ?? throw RefusalException.NotFound("token", id.Value);

    private AccessToken Read(JsonElement body, Actor by)
    {
        var reader = new DocumentReader(body);
        reader.ReadOnly(default, TokenView.ReadOnlyFields);
        var now = time.GetUtcNow();
        var token = new AccessToken
        {
            Id = ids.New<TokenId>(),
            Name = reader.Name(),
            Role = reader.Enum("role", Role.Monitor),
            ExpiresAt = Expiry(reader, now),
            CreatedBy = by.Id,
            CreatedAt = now,
        };
        reader.Finish();
        return token;
    }

    private static DateTimeOffset? Expiry(DocumentReader reader, DateTimeOffset now)
    {
        const string Field = "expiresAt";
        if (reader.OptionalString(Field) is not { } text)
        {
            return null;
        }

        // Without an offset it would be anybody's guess which time is meant.
        if (!DateTimeOffset.TryParseExact(
                text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at)
            || !(text[^1] is 'Z' || text[^6] is '+' or '-'))
        {
            reader.Refuse(Field, $"'{Field}' must be a time in UTC, as in 2030-01-31T09:30:00Z.");
            return null;
        }

        if (at <= now || at > now.AddYears(YearsMax))
        {
            reader.Refuse(Field, $"'{Field}' must be in the future, and at most {YearsMax} years away.");
        }

        return at;
    }
}
