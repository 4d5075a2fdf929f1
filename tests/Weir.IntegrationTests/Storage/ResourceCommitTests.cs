using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteResourceCommitTests : ResourceCommitTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresResourceCommitTests : ResourceCommitTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

/// <summary>Many changes as one.</summary>
public abstract class ResourceCommitTests : StoreTest
{
    private int _made;

    [Fact]
    public async Task New_changed_and_deleted_ones_are_stored_together_though_they_refer_to_one_another()
    {
        var (kept, gone) = (await StoredAsync("Kept"), await StoredAsync("Gone"));
        var (left, right) = (Row("Left"), Row("Right"));
        var commit = await CommitAsync(
            [left with { References = [right.Id, kept.Id] }, right with { References = [left.Id] }, Next(kept) with { References = [left.Id] }],
            gone);

        Assert.True(await Stores.Resources.CommitAsync(commit, None));

        Assert.Equal(
            ["Kept 2", "Left 1", "Right 1"],
            (await Stores.Resources.AllAsync(None)).Select(r => $"{r.Name} {r.Version}").Order(StringComparer.Ordinal));
        Assert.Equal(["Kept", "Right"], (await Stores.Resources.UsesAsync(left.Id, None)).Select(u => u.Name));
        Assert.Equal(2, (await Stores.Resources.VersionsAsync(kept.Kind, kept.Id, null, 10, None)).Count);
        var audit = await Stores.Audit.ListAsync(new AuditQuery { Actor = Second.Id }, 50, null, None);
        Assert.Equal(5, audit.Data.Count);
    }

    [Fact]
    public async Task Nothing_is_stored_when_anything_is_not_as_it_was()
    {
        var (one, other) = (await StoredAsync("One"), await StoredAsync("Other"));
        var commit = await CommitAsync([Row("New"), Next(one)]);

        await Stores.Resources.ReplaceAsync(Next(other), 1, SecretChanges.None, By(other), None);
        Assert.False(await Stores.Resources.CommitAsync(commit, None));
        var added = await CommitAsync([Row("New"), Next(one)]);
        await StoredAsync("Somebody else's");
        Assert.False(await Stores.Resources.CommitAsync(added, None));
        var deleted = await CommitAsync([Row("New"), Next(one)]);
        await Stores.Resources.DeleteAsync(other.Kind, other.Id, null, By(other), None);
        Assert.False(await Stores.Resources.CommitAsync(deleted, None));

        Assert.Equal(["One 1", "Somebody else's 1"], (await Stores.Resources.AllAsync(None)).Select(r => $"{r.Name} {r.Version}"));
    }

    [Fact]
    public async Task One_that_fails_takes_all_the_others_with_it()
    {
        var present = await StoredAsync("Present");

        Assert.False(await Stores.Resources.CommitAsync(await CommitAsync([Row("New"), Row("PRESENT")]), None));
        await Assert.ThrowsAsync<RefusalException>(async () => await Stores.Resources.CommitAsync(
            await CommitAsync([Row("New"), Next(present) with { References = [Row("Nobody").Id] }]), None));

        Assert.Equal(1, Assert.Single(await Stores.Resources.AllAsync(None)).Version);
        Assert.Empty((await Stores.Audit.ListAsync(new AuditQuery { Actor = Second.Id }, 50, null, None)).Data);
    }

    [Fact]
    public async Task Secrets_are_written_and_cleared_with_their_connections()
    {
        var row = Row("Desk");
        var given = new SecretChanges(new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["a"] = [1], ["b"] = [2] }, []);
        Assert.True(await Stores.Resources.CommitAsync(await CommitAsync([row], secrets: given), None));
        Assert.True(await Stores.Resources.CommitAsync(
            await CommitAsync([Next(row)], secrets: new SecretChanges(SecretChanges.None.Write, ["a"])), None));

        Assert.Equal("b", Assert.Single(await Stores.Resources.SecretsAsync(new ConnectionId(row.Id), None)).Key);
    }

    [Fact]
    public async Task Of_many_on_top_of_the_same_one_is_stored()
    {
        var row = await StoredAsync("One");
        var commits = new List<ResourceCommit>();
        for (var i = 0; i < 8; i++)
        {
            commits.Add(await CommitAsync([Next(row) with { Document = $$"""{"by":{{i}}}""" }]));
        }

        var stored = await Task.WhenAll(commits.Select(c => Task.Run(() => Stores.Resources.CommitAsync(c, None))));

        Assert.Single(stored, s => s);
        Assert.Equal(2, Assert.Single(await Stores.Resources.AllAsync(None)).Version);
    }

    private static AuditEntry By(ResourceRow row) => InMemoryAuditLog.By(Second, row.Id);

    private static ResourceRow Next(ResourceRow row) => row with { Version = row.Version + 1 };

    private ResourceRow Row(string name) => new()
    {
        Kind = ResourceKind.Connection,
        Id = New<ConnectionId>().Value,
        Name = name,
        Version = 1,
        CreatedAt = At(_made++),
        UpdatedAt = At(_made),
        Document = "{}",
    };

    private async Task<ResourceRow> StoredAsync(string name)
    {
        var row = Row(name);
        await Stores.Resources.InsertAsync(row, SecretChanges.None, InMemoryAuditLog.By(First, row.Id), None);
        return row;
    }

    private async Task<ResourceCommit> CommitAsync(
        IReadOnlyList<ResourceRow> saves, ResourceRow? deleted = null, SecretChanges? secrets = null)
    {
        var present = await Stores.Resources.AllAsync(None);
        return new ResourceCommit
        {
            Base = present.ToDictionary(r => r.Id, r => r.Version, StringComparer.Ordinal),
            Saves = [.. saves.Select(r => new ResourceSave(r, secrets ?? SecretChanges.None, By(r)))],
            Deletes = deleted is null ? [] : [new ResourceDelete(deleted.Id, By(deleted))],
            Audit = InMemoryAuditLog.By(Second, "configuration"),
        };
    }
}
