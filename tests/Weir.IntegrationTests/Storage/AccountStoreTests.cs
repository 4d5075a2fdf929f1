using Weir.Engine.Accounts;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteAccountStoreTests : DatabaseAccountStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresAccountStoreTests : DatabaseAccountStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

/// <summary>What is the databases' business: orders and bounds.</summary>
public abstract class DatabaseAccountStoreTests : AccountStoreTests
{
    [Fact]
    public async Task Lists_of_users_and_tokens_are_walked_in_every_order()
    {
        var by = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            await AddAsync(NewUser($"u{i}@weir.example", second: i) with { Name = i % 2 == 0 ? "Same" : $"N{i}" });
            await Stores.Tokens.InsertAsync(NewToken($"T{i}", second: i), None);
            by.Add($"u{i}@weir.example");
        }

        foreach (var (sort, descending) in (ValueTuple<string, bool>[])[("name", false), ("createdAt", true), ("updatedAt", false)])
        {
            var query = new ListQuery(Limit: 2, Sort: sort, Descending: descending);
            var users = await WalkAsync(cursor => Stores.Users.ListAsync(query with { Cursor = cursor }, None));
            var tokens = await WalkAsync(cursor => Stores.Tokens.ListAsync(query with { Cursor = cursor }, None));

            Assert.Equal(by, users.Select(u => u.Email).Order(StringComparer.Ordinal));
            Assert.Equal(7, tokens.Select(t => t.Id).Distinct().Count());
        }

        Assert.Equal(2, (await Stores.Users.ListAsync(new ListQuery(Text: "n1"), None)).Data.Count
            + (await Stores.Users.ListAsync(new ListQuery(Text: "U2@WEIR"), None)).Data.Count);
    }

    [Fact]
    public async Task The_oldest_session_ends_when_there_are_too_many_and_those_that_are_over_are_removed()
    {
        var user = await AddAsync(NewUser());
        var other = await AddAsync(NewUser("other@weir.example"));
        var old = await BeginAsync(other, second: -100_000);
        var sessions = new List<NewSession>();
        for (var i = 0; i <= ISessionStore.SessionsOfUserMax; i++)
        {
            sessions.Add(await BeginAsync(user, second: i));
        }

        Assert.Null(await Stores.Sessions.FindByHashAsync(old.Hash, None));
        Assert.Null(await Stores.Sessions.FindByHashAsync(sessions[0].Hash, None));
        Assert.NotNull(await Stores.Sessions.FindByHashAsync(sessions[1].Hash, None));
        var listed = await WalkAsync(cursor => Stores.Sessions.ListAsync(user.Id, At(200), 7, cursor, None));
        Assert.Equal(sessions.Skip(1).Reverse().Select(s => s.Session.Id), listed.Select(s => s.Id));
    }

    [Fact]
    public async Task Names_of_tokens_are_unique_without_regard_to_case()
    {
        await Stores.Tokens.InsertAsync(NewToken("Script"), None);

        var refused = await Assert.ThrowsAsync<RefusalException>(() => Stores.Tokens.InsertAsync(NewToken("SCRIPT"), None));
        Assert.Equal((ErrorCodes.Conflict, "name"), (refused.Code, refused.Problems[0].Field));
    }
}

public sealed class InMemoryAccountStoreTests : AccountStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract class AccountStoreTests : StoreTest
{
    [Fact]
    public async Task A_user_is_found_as_it_was_stored()
    {
        var user = await AddAsync(NewUser());

        Assert.Equal(new StoredUser(user, "hash"), await Stores.Users.FindAsync(user.Id, None));
        Assert.Equal(user, (await Stores.Users.FindByEmailAsync("MIA@weir.EXAMPLE", None))!.User);
        Assert.Null(await Stores.Users.FindByEmailAsync("other@weir.example", None));
    }

    [Fact]
    public async Task A_taken_address_is_refused()
    {
        await AddAsync(NewUser());
        var other = await AddAsync(NewUser("other@weir.example"));

        var refused = await Assert.ThrowsAsync<RefusalException>(() => AddAsync(NewUser("Mia@Weir.example")));
        Assert.Equal((ErrorCodes.Conflict, "email"), (refused.Code, refused.Problems[0].Field));
        await Assert.ThrowsAsync<RefusalException>(
            () => ReplaceAsync(other with { Email = "MIA@weir.example", Version = 2 }));
    }

    [Fact]
    public async Task Only_the_next_version_replaces_and_only_the_present_one_is_deleted()
    {
        var user = await AddAsync(NewUser());

        Assert.Equal(UserWrite.Changed, await ReplaceAsync(user with { Version = 1 }));
        Assert.Equal(UserWrite.Changed, await ReplaceAsync(user with { Version = 3 }));
        Assert.Equal(UserWrite.Done, await ReplaceAsync(user with { Version = 2, Name = "M" }));
        Assert.Equal(UserWrite.Changed, await Stores.Users.DeleteAsync(user.Id, 1, None));
        Assert.Equal(UserWrite.Done, await Stores.Users.DeleteAsync(user.Id, 2, None));
        Assert.Equal(UserWrite.Changed, await Stores.Users.DeleteAsync(user.Id, 2, None));
    }

    [Fact]
    public async Task Of_many_first_owners_at_once_one_is_stored()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            Stores.Users.InsertFirstOwnerAsync(new StoredUser(NewUser($"o{i}@weir.example", Role.Owner), "hash"), None))));

        Assert.Single(won, w => w);
        Assert.True(await Stores.Users.HasOwnerAsync(None));
    }

    [Fact]
    public async Task Of_all_owners_who_go_at_once_one_stays()
    {
        var owners = new List<User>();
        for (var i = 0; i < 6; i++)
        {
            owners.Add(await AddAsync(NewUser($"o{i}@weir.example", Role.Owner)));
        }

        await AddAsync(NewUser("off@weir.example", Role.Owner) with { Status = UserStatus.Disabled });
        var writes = await Task.WhenAll(owners.Select((owner, i) => Task.Run(() => (i % 3) switch
        {
            0 => Stores.Users.DeleteAsync(owner.Id, 1, None),
            1 => ReplaceAsync(owner with { Version = 2, Role = Role.Administrator }),
            _ => ReplaceAsync(owner with { Version = 2, Status = UserStatus.Disabled }),
        })));

        Assert.Single(writes, w => w == UserWrite.LastOwner);
    }

    [Fact]
    public async Task A_session_begins_only_with_the_password_that_was_checked()
    {
        var user = await AddAsync(NewUser());
        Assert.False(await Stores.Sessions.BeginAsync(NewSession(user) with { CheckedPasswordHash = "former" }, None));
        Assert.True(await Stores.Sessions.BeginAsync(NewSession(user) with { NewPasswordHash = "anew" }, None));
        Assert.Equal(new StoredUser(user, "anew"), await Stores.Users.FindAsync(user.Id, None));

        await Stores.Users.ReplaceAsync(new StoredUser(user with { Version = 2, Status = UserStatus.Disabled }, "anew"), None);
        Assert.False(await Stores.Sessions.BeginAsync(NewSession(user) with { CheckedPasswordHash = "anew" }, None));
    }

    [Fact]
    public async Task Sessions_end_with_the_password_the_status_and_the_user()
    {
        foreach (var end in (Func<User, Task<UserWrite>>[])[
            u => Stores.Users.ReplaceAsync(new StoredUser(u with { Version = 2 }, "another"), None),
            u => ReplaceAsync(u with { Version = 2, Status = UserStatus.Disabled }),
            u => Stores.Users.DeleteAsync(u.Id, 1, None)])
        {
            var user = await AddAsync(NewUser($"{New<UserId>()}@weir.example"));
            var session = await BeginAsync(user);
            Assert.Equal(user, (await Stores.Sessions.FindByHashAsync(session.Hash, None))!.User);

            Assert.Equal(UserWrite.Done, await end(user));
            Assert.Null(await Stores.Sessions.FindByHashAsync(session.Hash, None));
        }
    }

    [Fact]
    public async Task A_change_of_the_name_ends_no_session()
    {
        var user = await AddAsync(NewUser());
        var session = await BeginAsync(user);
        await ReplaceAsync(user with { Version = 2, Name = "M", Role = Role.Monitor });

        Assert.Equal(Role.Monitor, (await Stores.Sessions.FindByHashAsync(session.Hash, None))!.User.Role);
    }

    [Fact]
    public async Task Sessions_are_ended_one_by_one_or_all_but_one_and_only_the_users_own()
    {
        var user = await AddAsync(NewUser());
        var other = await AddAsync(NewUser("other@weir.example"));
        var (a, b, c) = (await BeginAsync(user), await BeginAsync(user), await BeginAsync(user));
        var others = await BeginAsync(other);

        Assert.False(await Stores.Sessions.EndAsync(other.Id, a.Session.Id, None));
        Assert.True(await Stores.Sessions.EndAsync(user.Id, a.Session.Id, None));
        Assert.False(await Stores.Sessions.EndAsync(user.Id, a.Session.Id, None));
        await Stores.Sessions.EndOthersAsync(user.Id, c.Session.Id, None);
        Assert.Null(await Stores.Sessions.FindByHashAsync(b.Hash, None));
        await Stores.Sessions.TouchAsync(c.Session.Id, At(60), None);
        Assert.Equal(At(60), (await Stores.Sessions.FindByHashAsync(c.Hash, None))!.Session.LastSeenAt);
        await Stores.Sessions.EndOthersAsync(user.Id, null, None);
        Assert.Null(await Stores.Sessions.FindByHashAsync(c.Hash, None));
        Assert.NotNull(await Stores.Sessions.FindByHashAsync(others.Hash, None));
    }

    [Fact]
    public async Task A_token_is_found_by_its_hash_until_it_is_deleted()
    {
        var stored = NewToken("Script") with { };
        await Stores.Tokens.InsertAsync(stored, None);
        await Stores.Tokens.TouchAsync(stored.Token.Id, At(5), None);

        var found = (await Stores.Tokens.FindByHashAsync(stored.Hash, None))!;
        Assert.Equal(stored.Token with { LastUsedAt = At(5) }, found.Token);
        Assert.Equal(stored.Hash, found.Hash);
        Assert.Null(await Stores.Tokens.FindByHashAsync([1, 2, 3], None));
        Assert.True(await Stores.Tokens.DeleteAsync(stored.Token.Id, None));
        Assert.False(await Stores.Tokens.DeleteAsync(stored.Token.Id, None));
        Assert.Null(await Stores.Tokens.FindByHashAsync(stored.Hash, None));
    }

    protected async Task<User> AddAsync(User user)
    {
        await Stores.Users.InsertAsync(new StoredUser(user, "hash"), None);
        return user;
    }

    protected async Task<NewSession> BeginAsync(User user, int second = 0)
    {
        var session = NewSession(user, second);
        Assert.True(await Stores.Sessions.BeginAsync(session, None));
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

    private NewSession NewSession(User user, int second = 0)
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

    private Task<UserWrite> ReplaceAsync(User user) => Stores.Users.ReplaceAsync(new StoredUser(user, "hash"), None);
}
