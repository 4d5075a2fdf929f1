using Weir.Engine.Accounts;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteAccountListTests : AccountListTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresAccountListTests : AccountListTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

/// <summary>What is the databases' business: orders and bounds.</summary>
public abstract class AccountListTests : StoreTest
{
    [Fact]
    public async Task Lists_of_users_and_tokens_are_walked_in_every_order()
    {
        var by = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            await AddAsync(NewUser($"u{i}@weir.example", second: i) with { Name = i % 2 == 0 ? "Same" : $"N{i}" });
            await Stores.Tokens.InsertAsync(NewToken($"T{i}", second: i), Note(), None);
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
        await Stores.Tokens.InsertAsync(NewToken("Script"), Note(), None);

        var refused = await Assert.ThrowsAsync<RefusalException>(() => Stores.Tokens.InsertAsync(NewToken("SCRIPT"), Note(), None));
        Assert.Equal((ErrorCodes.Conflict, "name"), (refused.Code, refused.Problems[0].Field));
    }
}
