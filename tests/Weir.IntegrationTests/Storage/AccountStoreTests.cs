using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteAccountStoreTests : AccountStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresAccountStoreTests : AccountStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
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
        Assert.Equal(UserWrite.Changed, await Stores.Users.DeleteAsync(user.Id, 1, Note(), None));
        Assert.Equal(UserWrite.Done, await Stores.Users.DeleteAsync(user.Id, 2, Note(), None));
        Assert.Equal(UserWrite.Changed, await Stores.Users.DeleteAsync(user.Id, 2, Note(), None));
    }

    [Fact]
    public async Task Of_many_first_owners_at_once_one_is_stored()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            Stores.Users.InsertFirstOwnerAsync(new StoredUser(NewUser($"o{i}@weir.example", Role.Owner), "hash"), Note(), None))));

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
            0 => Stores.Users.DeleteAsync(owner.Id, 1, Note(), None),
            1 => ReplaceAsync(owner with { Version = 2, Role = Role.Administrator }),
            _ => ReplaceAsync(owner with { Version = 2, Status = UserStatus.Disabled }),
        })));

        Assert.Single(writes, w => w == UserWrite.LastOwner);
    }

    [Fact]
    public async Task A_session_begins_only_with_the_password_that_was_checked()
    {
        var user = await AddAsync(NewUser());
        Assert.False(await Stores.Sessions.BeginAsync(NewSession(user) with { CheckedPasswordHash = "former" }, Note(), None));
        Assert.True(await Stores.Sessions.BeginAsync(NewSession(user) with { NewPasswordHash = "anew" }, Note(), None));
        Assert.Equal(new StoredUser(user, "anew"), await Stores.Users.FindAsync(user.Id, None));

        await Stores.Users.ReplaceAsync(new StoredUser(user with { Version = 2, Status = UserStatus.Disabled }, "anew"), Note(), None);
        Assert.False(await Stores.Sessions.BeginAsync(NewSession(user) with { CheckedPasswordHash = "anew" }, Note(), None));
    }

    [Fact]
    public async Task Sessions_end_with_the_password_the_status_and_the_user()
    {
        foreach (var end in (Func<User, Task<UserWrite>>[])[
            u => Stores.Users.ReplaceAsync(new StoredUser(u with { Version = 2 }, "another"), Note(), None),
            u => ReplaceAsync(u with { Version = 2, Status = UserStatus.Disabled }),
            u => Stores.Users.DeleteAsync(u.Id, 1, Note(), None)])
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

        Assert.False(await Stores.Sessions.EndAsync(other.Id, a.Session.Id, Note(), None));
        Assert.True(await Stores.Sessions.EndAsync(user.Id, a.Session.Id, Note(), None));
        Assert.False(await Stores.Sessions.EndAsync(user.Id, a.Session.Id, Note(), None));
        await Stores.Sessions.EndOthersAsync(user.Id, c.Session.Id, Note(), None);
        Assert.Null(await Stores.Sessions.FindByHashAsync(b.Hash, None));
        await Stores.Sessions.TouchAsync(c.Session.Id, At(60), None);
        Assert.Equal(At(60), (await Stores.Sessions.FindByHashAsync(c.Hash, None))!.Session.LastSeenAt);
        await Stores.Sessions.EndOthersAsync(user.Id, null, Note(), None);
        Assert.Null(await Stores.Sessions.FindByHashAsync(c.Hash, None));
        Assert.NotNull(await Stores.Sessions.FindByHashAsync(others.Hash, None));
    }

    [Fact]
    public async Task A_token_is_found_by_its_hash_until_it_is_deleted()
    {
        var stored = NewToken("Script") with { };
        await Stores.Tokens.InsertAsync(stored, Note(), None);
        await Stores.Tokens.TouchAsync(stored.Token.Id, At(5), None);

        var found = (await Stores.Tokens.FindByHashAsync(stored.Hash, None))!;
        Assert.Equal(stored.Token with { LastUsedAt = At(5) }, found.Token);
        Assert.Equal(stored.Hash, found.Hash);
        Assert.Null(await Stores.Tokens.FindByHashAsync([1, 2, 3], None));
        Assert.True(await Stores.Tokens.DeleteAsync(stored.Token.Id, Note(), None));
        Assert.False(await Stores.Tokens.DeleteAsync(stored.Token.Id, Note(), None));
        Assert.Null(await Stores.Tokens.FindByHashAsync(stored.Hash, None));
    }

    [Fact]
    public async Task What_is_done_is_noted_with_it_and_what_is_not_done_is_not()
    {
        var user = await AddAsync(NewUser());
        var (a, b) = (await BeginAsync(user), await BeginAsync(user));
        var token = NewToken("Script");
        await Stores.Tokens.InsertAsync(token, Note(), None);
        await ReplaceAsync(user with { Version = 2, Name = "M" });
        await Stores.Sessions.EndAsync(user.Id, a.Session.Id, Note(), None);
        await Stores.Sessions.EndOthersAsync(user.Id, b.Session.Id, Note(), None);
        await Stores.Tokens.DeleteAsync(token.Token.Id, Note(), None);
        await Stores.Users.DeleteAsync(user.Id, 2, Note(), None);
        var owner = new StoredUser(NewUser("o@weir.example", Role.Owner), "hash");
        await Stores.Users.InsertFirstOwnerAsync(owner, Note(), None);
        Assert.Equal(10, await NotedAsync());

        await Stores.Users.InsertFirstOwnerAsync(owner, Note(), None);
        await ReplaceAsync(user with { Version = 3 });
        await Stores.Users.DeleteAsync(user.Id, 1, Note(), None);
        await Stores.Tokens.DeleteAsync(token.Token.Id, Note(), None);
        await Stores.Sessions.BeginAsync(NewSession(user), Note(), None);
        await Stores.Sessions.EndAsync(user.Id, a.Session.Id, Note(), None);
        await Assert.ThrowsAsync<RefusalException>(() => AddAsync(NewUser("O@weir.example")));
        Assert.Equal(10, await NotedAsync());
    }

    [Fact]
    public async Task What_cannot_be_noted_is_not_done()
    {
        var user = await AddAsync(NewUser());
        var session = await BeginAsync(user);
        var token = NewToken("Script");
        await Stores.Tokens.InsertAsync(token, Note(), None);
        // There is one with its id: it cannot be written a second time.
        var bad = Note();
        await Stores.Audit.AddAsync(bad, None);
        var other = NewUser("other@weir.example");
        foreach (var work in (Func<Task>[])[
            () => Stores.Users.InsertAsync(new StoredUser(other, "hash"), bad, None),
            () => Stores.Users.InsertFirstOwnerAsync(new StoredUser(other with { Role = Role.Owner }, "hash"), bad, None),
            () => Stores.Users.ReplaceAsync(new StoredUser(user with { Version = 2 }, "another"), bad, None),
            () => Stores.Users.DeleteAsync(user.Id, 1, bad, None),
            () => Stores.Tokens.InsertAsync(NewToken("Other"), bad, None),
            () => Stores.Tokens.DeleteAsync(token.Token.Id, bad, None),
            () => Stores.Sessions.BeginAsync(NewSession(user), bad, None),
            () => Stores.Sessions.EndAsync(user.Id, session.Session.Id, bad, None),
            () => Stores.Sessions.EndOthersAsync(user.Id, null, bad, None)])
        {
            await Assert.ThrowsAnyAsync<Exception>(work);
        }

        Assert.Null(await Stores.Users.FindAsync(other.Id, None));
        Assert.Equal(new StoredUser(user, "hash"), await Stores.Users.FindAsync(user.Id, None));
        Assert.Equal("Script", Assert.Single((await Stores.Tokens.ListAsync(new ListQuery(), None)).Data).Name);
        Assert.Equal(session.Session.Id, Assert.Single((await Stores.Sessions.ListAsync(user.Id, At(1), 9, null, None)).Data).Id);
    }

    private async Task<int> NotedAsync() => (await Stores.Audit.ListAsync(new AuditQuery(), 100, null, None)).Data.Count;

    private Task<UserWrite> ReplaceAsync(User user) => Stores.Users.ReplaceAsync(new StoredUser(user, "hash"), Note(), None);
}
