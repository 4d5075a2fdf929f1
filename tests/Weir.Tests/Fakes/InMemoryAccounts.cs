using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>Users, tokens and sessions in memory. Lists come by name or newest first; other sorts are the databases' business.</summary>
/// <param name="note">Where entries of the audit go; when it throws nothing is changed.</param>
internal sealed class InMemoryAccounts(Action<AuditEntry> note) : IUserStore, ITokenStore, ISessionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, StoredUser> _users = [];
    private readonly Dictionary<TokenId, StoredToken> _tokens = [];
    private readonly Dictionary<SessionId, NewSession> _sessions = [];

    /// <summary>How often a use was written down.</summary>
    public int Touches { get; private set; }

    public Task<StoredUser?> FindAsync(UserId id, CancellationToken cancellationToken) =>
        Locked(() => _users.GetValueOrDefault(id));

    public Task<StoredUser?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        Locked(() => _users.Values.FirstOrDefault(u => KeyOf(u) == ResourceRow.NameKeyOf(email)));

    public Task<bool> HasOwnerAsync(CancellationToken cancellationToken) =>
        Locked(() => _users.Values.Any(u => u.User.Role == Role.Owner));

    public Task InsertAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken) =>
        Locked(() => Add(user, audit));

    public Task<bool> InsertFirstOwnerAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken) =>
        Locked(() => _users.Values.All(u => u.User.Role != Role.Owner) && Add(user, audit));

    public Task<UserWrite> ReplaceAsync(StoredUser user, AuditEntry audit, CancellationToken cancellationToken) => Locked(() =>
    {
        if (!_users.TryGetValue(user.User.Id, out var present) || present.User.Version != user.User.Version - 1)
        {
            return UserWrite.Changed;
        }

        if (!user.User.IsActiveOwner && IsLastOwner(present))
        {
            return UserWrite.LastOwner;
        }

        RefuseTaken(user);
        note(audit);
        _users[user.User.Id] = user;
        if (user.PasswordHash != present.PasswordHash || user.User.Status != UserStatus.Active)
        {
            End(s => s.User == user.User.Id);
        }

        return UserWrite.Done;
    });

    public Task<UserWrite> DeleteAsync(UserId id, int version, AuditEntry audit, CancellationToken cancellationToken) => Locked(() =>
    {
        if (!_users.TryGetValue(id, out var present) || present.User.Version != version)
        {
            return UserWrite.Changed;
        }

        if (IsLastOwner(present))
        {
            return UserWrite.LastOwner;
        }

        note(audit);
        End(s => s.User == id);
        _users.Remove(id);
        return UserWrite.Done;
    });

    Task<Slice<User>> IUserStore.ListAsync(ListQuery query, CancellationToken cancellationToken) => Locked(() => new Slice<User>(
        [.. _users.Values.Select(u => u.User).OrderBy(u => ResourceRow.NameKeyOf(u.Name), StringComparer.Ordinal).Take(query.Limit)], null));

    public Task<AccessToken?> FindAsync(TokenId id, CancellationToken cancellationToken) =>
        Locked(() => _tokens.GetValueOrDefault(id)?.Token);

    Task<StoredToken?> ITokenStore.FindByHashAsync(byte[] hash, CancellationToken cancellationToken) =>
        Locked(() => _tokens.Values.FirstOrDefault(t => t.Hash.SequenceEqual(hash)));

    Task<Slice<AccessToken>> ITokenStore.ListAsync(ListQuery query, CancellationToken cancellationToken) => Locked(() =>
        new Slice<AccessToken>([.. _tokens.Values.Select(t => t.Token).Take(query.Limit)], null));

    public Task InsertAsync(StoredToken token, AuditEntry audit, CancellationToken cancellationToken) => Locked(() =>
    {
        note(audit);
        return _tokens.TryAdd(token.Token.Id, token);
    });

    public Task<bool> DeleteAsync(TokenId id, AuditEntry audit, CancellationToken cancellationToken) => Locked(() =>
    {
        if (!_tokens.ContainsKey(id))
        {
            return false;
        }

        note(audit);
        return _tokens.Remove(id);
    });

    public Task TouchAsync(TokenId id, DateTimeOffset at, CancellationToken cancellationToken) => Locked(() =>
    {
        Touches++;
        _tokens[id] = _tokens[id] with { Token = _tokens[id].Token with { LastUsedAt = at } };
        return true;
    });

    public Task<bool> BeginAsync(NewSession session, AuditEntry audit, CancellationToken cancellationToken) => Locked(() =>
    {
        if (!_users.TryGetValue(session.Session.User, out var user) || user.User.Status != UserStatus.Active
            || user.PasswordHash != session.CheckedPasswordHash)
        {
            return false;
        }

        note(audit);
        _users[user.User.Id] = user with { PasswordHash = session.NewPasswordHash ?? user.PasswordHash };
        _sessions.Add(session.Session.Id, session);
        return true;
    });

    Task<FoundSession?> ISessionStore.FindByHashAsync(byte[] hash, CancellationToken cancellationToken) => Locked(() =>
        _sessions.Values.FirstOrDefault(s => s.Hash.SequenceEqual(hash)) is { } found
            ? new FoundSession(found.Session, found.Hash, _users[found.Session.User].User)
            : null);

    public Task<Slice<SignInSession>> ListAsync(
        UserId user, DateTimeOffset now, int limit, string? cursor, CancellationToken cancellationToken) => Locked(() =>
        InMemorySlice.Of(
            _sessions.Values.Select(s => s.Session).Where(s => s.User == user && !s.IsOver(now)),
            s => (s.CreatedAt, s.Id.Value), limit, cursor));

    public Task TouchAsync(SessionId id, DateTimeOffset at, CancellationToken cancellationToken) => Locked(() =>
    {
        Touches++;
        _sessions[id] = _sessions[id] with { Session = _sessions[id].Session with { LastSeenAt = at } };
        return true;
    });

    public Task<bool> EndAsync(UserId user, SessionId id, AuditEntry audit, CancellationToken cancellationToken) => Locked(() =>
    {
        if (_sessions.GetValueOrDefault(id)?.Session.User != user)
        {
            return false;
        }

        note(audit);
        return _sessions.Remove(id);
    });

    public Task EndOthersAsync(UserId user, SessionId? kept, AuditEntry audit, CancellationToken cancellationToken) =>
        Locked(() =>
        {
            note(audit);
            return End(s => s.User == user && s.Id != kept);
        });

    private static string KeyOf(StoredUser user) => ResourceRow.NameKeyOf(user.User.Email);

    private bool IsLastOwner(StoredUser user) =>
        user.User.IsActiveOwner && !_users.Values.Any(u => u.User.Id != user.User.Id && u.User.IsActiveOwner);

    private bool Add(StoredUser user, AuditEntry audit)
    {
        RefuseTaken(user);
        note(audit);
        _users.Add(user.User.Id, user);
        return true;
    }

    private void RefuseTaken(StoredUser user)
    {
        if (_users.Values.Any(u => u.User.Id != user.User.Id && KeyOf(u) == KeyOf(user)))
        {
            throw new RefusalException(ErrorCodes.Conflict, "Taken.", new Problem("email", ErrorCodes.Conflict, "Taken."));
        }
    }

    private int End(Func<SignInSession, bool> which)
    {
        var ended = _sessions.Values.Where(s => which(s.Session)).Select(s => s.Session.Id).ToList();
        ended.ForEach(id => _sessions.Remove(id));
        return ended.Count;
    }

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Task.FromResult(work());
        }
    }
}
