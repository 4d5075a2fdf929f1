using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

/// <summary>Short words for users, tokens and sessions.</summary>
public abstract partial class StoreTest
{
    /// <summary>An entry of the audit, where only that there is one matters.</summary>
    protected static AuditEntry Note() => InMemoryAuditLog.By(First);

    protected async Task<User> AddAsync(User user)
    {
        await Stores.Users.InsertAsync(new StoredUser(user, "hash"), Note(), None);
        return user;
    }

    protected async Task<NewSession> BeginAsync(User user, int second = 0)
    {
        var session = NewSession(user, second);
        Assert.True(await Stores.Sessions.BeginAsync(session, Note(), None));
        return session;
    }

    protected User NewUser(string email = "Mia@weir.example", Role role = Role.Manager, int second = 0) => new()
    {
        Id = New<UserId>(),
        Email = email,
        Name = "Mia",
        Role = role,
        Status = UserStatus.Active,
        Version = 1,
        CreatedAt = At(second),
        UpdatedAt = At(second),
    };

    protected StoredToken NewToken(string name, int second = 0) => new(
        new AccessToken
        {
            Id = New<TokenId>(),
            Name = name,
            Role = Role.Manager,
            ExpiresAt = At(1000),
            CreatedBy = "user_1",
            CreatedAt = At(second),
        },
        Credential.HashOf(name));

    protected NewSession NewSession(User user, int second = 0)
    {
        var id = New<SessionId>();
        return new NewSession(
            new SignInSession
            {
                Id = id,
                User = user.Id,
                CreatedAt = At(second),
                LastSeenAt = At(second),
                Address = "192.0.2.7",
                UserAgent = "a browser",
            },
            Credential.HashOf(id.Value),
            "hash");
    }
}
