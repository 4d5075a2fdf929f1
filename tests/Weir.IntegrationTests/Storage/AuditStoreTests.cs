using Weir.Engine.Audit;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteAuditStoreTests : AuditStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresAuditStoreTests : AuditStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public sealed class InMemoryAuditStoreTests : AuditStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract class AuditStoreTests : StoreTest
{
    [Fact]
    public async Task An_entry_comes_back_as_it_was_noted()
    {
        var entry = InMemoryAuditLog.By(First, at: At(1)) with
        {
            Version = 3,
            Fields = ["name", "settings.subdomain"],
            Detail = new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = "conn_0" },
        };
        var bare = InMemoryAuditLog.By(Second, at: At(2)) with { Kind = "session", Target = null, TargetName = null };
        await Stores.Audit.AddAsync(entry, None);
        await Stores.Audit.AddAsync(bare, None);

        Assert.Equivalent(new[] { bare, entry }, (await Stores.Audit.ListAsync(new AuditQuery(), 9, null, None)).Data, strict: true);
    }

    [Fact]
    public async Task It_is_asked_for_by_each_of_its_columns()
    {
        var entries = Enumerable.Range(0, 4).Select(i => InMemoryAuditLog.By(i < 2 ? First : Second, $"conn_{i}", At(i)) with
        {
            Kind = i == 3 ? "flow" : "connection",
            Action = i == 3 ? AuditActions.FlowRun : AuditActions.ConnectionTested,
        }).ToList();
        foreach (var entry in entries)
        {
            await Stores.Audit.AddAsync(entry, None);
        }

        Assert.Equal("2 1 0", await AskAsync(new AuditQuery { Kind = "connection" }));
        Assert.Equal("1", await AskAsync(new AuditQuery { Target = "conn_1" }));
        Assert.Equal("3 2", await AskAsync(new AuditQuery { Actor = Second.Id }));
        Assert.Equal("3", await AskAsync(new AuditQuery { Action = AuditActions.FlowRun }));
        Assert.Equal("2 1", await AskAsync(new AuditQuery { Since = At(1), Until = At(3) }));

        async Task<string> AskAsync(AuditQuery query) => string.Join(
            ' ', (await Stores.Audit.ListAsync(query, 9, null, None)).Data.Select(e => entries.FindIndex(x => x.Id == e.Id)));
    }

    [Fact]
    public async Task It_is_read_in_slices_newest_first_also_where_times_are_equal()
    {
        var ids = new List<string>();
        for (var i = 0; i < 23; i++)
        {
            var entry = InMemoryAuditLog.By(First, at: At(i / 5));
            ids.Insert(0, entry.Id);
            await Stores.Audit.AddAsync(entry, None);
        }

        var walked = await WalkAsync(cursor => Stores.Audit.ListAsync(new AuditQuery(), 4, cursor, None));

        Assert.Equal(ids, walked.Select(e => e.Id));
    }

    [Fact]
    public async Task What_is_old_and_what_is_too_many_is_dropped()
    {
        for (var i = 0; i < 10; i++)
        {
            await Stores.Audit.AddAsync(InMemoryAuditLog.By(First, $"conn_{i}", At(i)), None);
        }

        Assert.Equal(3, await Stores.Audit.DropAsync(At(3), 100, 100, None));
        Assert.Equal(5, await Stores.Audit.DropAsync(At(0), 2, 2, None));
        Assert.Equal(0, await Stores.Audit.DropAsync(At(0), 2, 2, None));
        Assert.Equal(
            ["conn_9", "conn_8"], (await Stores.Audit.ListAsync(new AuditQuery(), 9, null, None)).Data.Select(e => e.Target));
    }

    [Fact]
    public async Task Refused_sign_ins_never_push_out_what_was_done()
    {
        for (var i = 0; i < 12; i++)
        {
            await Stores.Audit.AddAsync(
                InMemoryAuditLog.By(First, $"{i}", At(i)) with
                {
                    Action = i is 0 or 6 ? AuditActions.FlowRun : AuditActions.SessionRefused,
                },
                None);
        }

        Assert.Equal(7, await Stores.Audit.DropAsync(At(0), 2, 3, None));
        Assert.Equal(
            ["11", "10", "9", "6", "0"], (await Stores.Audit.ListAsync(new AuditQuery(), 9, null, None)).Data.Select(e => e.Target));
        Assert.Equal(1, await Stores.Audit.DropAsync(At(0), 1, 3, None));
        Assert.Equal(
            ["11", "10", "9", "6"], (await Stores.Audit.ListAsync(new AuditQuery(), 9, null, None)).Data.Select(e => e.Target));
    }

    [Fact]
    public async Task An_entry_has_bounds()
    {
        var much = new string('x', AuditEntry.TextCharsMax - 2) + "😀😀";
        await Stores.Audit.AddAsync(
            InMemoryAuditLog.By(First) with { TargetName = much, Fields = [.. Enumerable.Repeat(much, 60)] }, None);

        var kept = Assert.Single((await Stores.Audit.ListAsync(new AuditQuery(), 9, null, None)).Data);

        Assert.Equal(AuditEntry.FieldsMax, kept.Fields.Count);
        Assert.Equal(new string('x', AuditEntry.TextCharsMax - 2) + "…", kept.TargetName);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("////")]
    public async Task A_cursor_that_no_list_made_is_refused(string cursor) =>
        await Assert.ThrowsAsync<RefusalException>(() => Stores.Audit.ListAsync(new AuditQuery(), 9, cursor, None));
}
