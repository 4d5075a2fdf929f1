using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Engine.Secrets;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteResourceStoreTests : ResourceStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresResourceStoreTests : ResourceStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public abstract class ResourceStoreTests : StoreTest
{
    private const ResourceKind Kind = ResourceKind.Connection;

    [Fact]
    public async Task A_resource_comes_back_as_it_was_stored()
    {
        var lender = await AddAsync("Lender");
        var row = Row("Gorgias fuchsia") with { State = """{"status":"online"}""", References = [lender.Id] };
        await Stores.Resources.InsertAsync(row, SecretChanges.None, By(First), None);

        Assert.Equivalent(row, await FindAsync(row), strict: true);
        Assert.Null(await Stores.Resources.FindAsync(ResourceKind.Flow, row.Id, None));
    }

    [Fact]
    public async Task A_name_is_found_without_regard_to_case_and_spaces_around_it()
    {
        var row = await AddAsync("Größe %_'");

        Assert.Equal(row.Id, (await Stores.Resources.FindByNameAsync(Kind, " GRößE %_' ", None))?.Id);
        Assert.Null(await Stores.Resources.FindByNameAsync(Kind, "Gr%", None));
    }

    [Fact]
    public async Task A_name_is_given_once_per_kind()
    {
        await AddAsync("Sink");
        await AddAsync("Sink", ResourceKind.Import);

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => AddAsync("SINK"));

        Assert.Equal((ErrorCodes.Conflict, "name"), (refusal.Code, Assert.Single(refusal.Problems).Field));
    }

    [Fact]
    public async Task Of_many_with_the_same_name_at_once_one_is_stored()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                await AddAsync("Sink");
                return "stored";
            }
            catch (RefusalException e)
            {
                return e.Code;
            }
        })));

        Assert.Single(results, "stored");
        Assert.Equal(7, results.Count(r => r == ErrorCodes.Conflict));
    }

    [Fact]
    public async Task A_refused_save_changes_nothing()
    {
        await AddAsync("Taken");
        var row = await AddAsync("Mine");
        await Stores.Resources.ReplaceAsync(Next(row), 1, Write("password", 1), By(First), None);

        await Assert.ThrowsAsync<RefusalException>(() => Stores.Resources.ReplaceAsync(
            row with { Name = "taken", Version = 3 }, 2, Write("password", 2), By(First), None));

        Assert.Equal(("Mine", 2), ((await FindAsync(row))!.Name, (await FindAsync(row))!.Version));
        Assert.Equal([1], (await SecretsAsync(row))["password"]);
        Assert.Equal(2, (await Stores.Resources.VersionsAsync(Kind, row.Id, null, 10, None)).Count);
    }

    [Fact]
    public async Task Of_eight_writers_with_the_same_version_one_wins()
    {
        var row = await AddAsync("Contended");

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Stores.Resources.ReplaceAsync(
            Next(row) with { Document = $"{{\"by\":{i}}}" }, 1, Write("password", (byte)i), By(First), None))));

        var winner = Array.IndexOf(won, true);
        Assert.Single(won, true);
        Assert.Equal($"{{\"by\":{winner}}}", (await FindAsync(row))!.Document);
        Assert.Equal([(byte)winner], (await SecretsAsync(row))["password"]);
    }

    [Fact]
    public async Task A_resource_that_is_gone_is_not_replaced() =>
        Assert.False(await Stores.Resources.ReplaceAsync(Next(Row("Gone")), 1, SecretChanges.None, By(First), None));

    [Fact]
    public async Task Every_save_keeps_the_former_version()
    {
        var row = await AddAsync("First", state: "{}");
        await Stores.Resources.ReplaceAsync(
            Next(row) with { Name = "Second", Document = "{\"v\":2}", UpdatedAt = At(5) }, 1, SecretChanges.None, By(Second), None);

        var versions = await Stores.Resources.VersionsAsync(Kind, row.Id, null, 10, None);
        var first = await Stores.Resources.FindVersionAsync(Kind, row.Id, 1, None);

        Assert.Equal(
            [(2, At(5), Signature.Of(Second), "{\"v\":2}"), (1, row.UpdatedAt, Signature.Of(First), row.Document)],
            versions.Select(v => (v.Version, v.At, v.By, v.Document)));
        Assert.Equivalent(row with { State = null }, first, strict: true);
        Assert.Equivalent(await FindAsync(row), await Stores.Resources.FindVersionAsync(Kind, row.Id, 2, None), strict: true);
        Assert.Null(await Stores.Resources.FindVersionAsync(Kind, row.Id, 3, None));
    }

    [Fact]
    public async Task Versions_are_read_in_pieces()
    {
        var row = await AddAsync("First");
        for (var version = 1; version < 5; version++)
        {
            await Stores.Resources.ReplaceAsync(row with { Version = version + 1 }, version, SecretChanges.None, By(First), None);
        }

        Assert.Equal([5, 4], (await Stores.Resources.VersionsAsync(Kind, row.Id, null, 2, None)).Select(v => v.Version));
        Assert.Equal([2, 1], (await Stores.Resources.VersionsAsync(Kind, row.Id, 3, 9, None)).Select(v => v.Version));
        Assert.Empty(await Stores.Resources.VersionsAsync(Kind, row.Id, 1, 9, None));
        Assert.Empty(await Stores.Resources.VersionsAsync(ResourceKind.Flow, row.Id, null, 9, None));
    }

    [Fact]
    public async Task A_version_names_the_secrets_that_were_given_with_it_and_never_holds_them()
    {
        var row = await AddAsync("First", secrets: Write("password", 1));
        await Stores.Resources.ReplaceAsync(
            Next(row), 1, new SecretChanges(Write("token", 2).Write, ["password"]), By(First), None);

        var versions = await Stores.Resources.VersionsAsync(Kind, row.Id, null, 9, None);

        Assert.Equal([["password", "token"], ["password"]], versions.Select(v => v.SecretFields));
    }

    [Fact]
    public async Task What_a_save_tells_of_another_resource_is_noted_with_it_or_nothing_is_stored()
    {
        var told = By(First, "conn_original");
        ResourceSave Save(string name, AuditEntry beside)
        {
            var row = Row(name);
            return new ResourceSave(row, SecretChanges.None, By(First, row.Id)) { AuditBeside = beside };
        }

        Assert.True(await Stores.Resources.SaveAsync([Save("Copy", told)], None));
        Assert.Equal(2, (await Stores.Audit.ListAsync(new AuditQuery(), 9, null, None)).Data.Count);

        // There is an entry with its id already.
        await Assert.ThrowsAnyAsync<Exception>(() => Stores.Resources.SaveAsync([Save("Second copy", told)], None));
        Assert.Equal(["Copy"], (await Stores.Resources.AllAsync(Kind, None)).Select(r => r.Name));
    }

    [Fact]
    public async Task Each_save_and_each_deletion_notes_itself()
    {
        var row = await AddAsync("First");
        await Stores.Resources.ReplaceAsync(Next(row), 1, SecretChanges.None, By(Second, row.Id), None);
        await DeleteAsync(row, 2);

        var noted = await Stores.Audit.ListAsync(new AuditQuery { Target = row.Id }, 9, null, None);

        Assert.Equal([First.Id, Second.Id, First.Id], noted.Data.Select(e => e.By.Id));
    }

    [Fact]
    public async Task What_was_refused_notes_nothing()
    {
        var row = await AddAsync("First");
        await AddAsync("User", ResourceKind.Export, references: [row.Id]);
        var before = (await Stores.Audit.ListAsync(new AuditQuery(), 100, null, None)).Data.Count;

        await Assert.ThrowsAsync<RefusalException>(() => AddAsync("first"));
        await Assert.ThrowsAsync<RefusalException>(() => DeleteAsync(row));
        Assert.False(await DeleteAsync(row, 7));
        Assert.False(await Stores.Resources.ReplaceAsync(Next(row), 7, SecretChanges.None, By(First), None));

        Assert.Equal(before, (await Stores.Audit.ListAsync(new AuditQuery(), 100, null, None)).Data.Count);
    }

    [Fact]
    public async Task A_resource_in_use_is_not_deleted_and_its_users_are_named()
    {
        var connection = await AddAsync("Gorgias");
        var export = await AddAsync("Tickets", ResourceKind.Export, references: [connection.Id, connection.Id]);

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => DeleteAsync(connection));

        Assert.Equal(ErrorCodes.InUse, refusal.Code);
        Assert.Contains("export 'Tickets'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            [new ResourceUse(ResourceKind.Export, export.Id, "Tickets")], await Stores.Resources.UsesAsync(connection.Id, None));
        Assert.NotNull(await FindAsync(connection));
    }

    [Fact]
    public async Task A_resource_whose_users_let_go_of_it_is_deleted_with_all_that_is_its_own()
    {
        var connection = await AddAsync("Gorgias", secrets: Write("password", 1));
        var export = await AddAsync("Tickets", ResourceKind.Export, references: [connection.Id]);
        await Stores.Keys.AddAsync(new WrappedKey(connection.Id, "k", "m", [1]), None);
        await Stores.Resources.ReplaceAsync(Next(export) with { References = [] }, 1, SecretChanges.None, By(First), None);

        Assert.True(await DeleteAsync(connection));

        Assert.Null(await FindAsync(connection));
        Assert.Empty(await SecretsAsync(connection));
        Assert.Empty(await Stores.Resources.VersionsAsync(Kind, connection.Id, null, 10, None));
        Assert.Null(await Stores.Keys.FindAsync(connection.Id, None));
        await AddAsync("Gorgias");
    }

    [Fact]
    public async Task A_resource_that_refers_to_itself_can_be_deleted()
    {
        var row = Row("Loop", ResourceKind.Flow);
        await Stores.Resources.InsertAsync(row with { References = [row.Id] }, SecretChanges.None, By(First), None);

        Assert.Empty(await Stores.Resources.UsesAsync(row.Id, None));
        Assert.True(await DeleteAsync(row));
    }

    [Fact]
    public async Task A_deletion_with_an_old_version_or_of_nothing_does_nothing()
    {
        var row = await AddAsync("Kept");

        Assert.False(await DeleteAsync(row, version: 2));
        Assert.False(await DeleteAsync(Row("Never stored")));
        Assert.False(await Stores.Resources.DeleteAsync(ResourceKind.Flow, row.Id, null, By(First), None));
        Assert.NotNull(await FindAsync(row));
        Assert.True(await DeleteAsync(row, version: 1));
    }

    [Fact]
    public async Task A_reference_to_nothing_is_refused_with_its_field()
    {
        var row = Row("User", ResourceKind.Flow) with
        {
            Document = """{"name":"User","steps":[{"id":"a","when":true},{"id":"b","import":"imp_gone"}]}""",
            References = ["imp_gone"],
        };

        var refusal = await Assert.ThrowsAsync<RefusalException>(
            () => Stores.Resources.InsertAsync(row, SecretChanges.None, By(First), None));

        Assert.Equal((ErrorCodes.Validation, "steps[1].import"), (refusal.Code, Assert.Single(refusal.Problems).Field));
        Assert.Null(await FindAsync(row));
    }

    [Fact]
    public async Task A_reference_made_while_its_target_is_deleted_never_dangles()
    {
        for (var i = 0; i < 20; i++)
        {
            var target = await AddAsync($"Target {i}");
            var user = Row($"User {i}", ResourceKind.Export) with { References = [target.Id] };

            await Task.WhenAll(
                Task.Run(() => Refused(() => DeleteAsync(target))),
                Task.Run(() => Refused(() => Stores.Resources.InsertAsync(user, SecretChanges.None, By(First), None))));

            Assert.Equal(await FindAsync(target) is null, await FindAsync(user) is null);
        }
    }

    [Theory]
    [InlineData("name", false)]
    [InlineData("name", true)]
    [InlineData("createdAt", false)]
    [InlineData("createdAt", true)]
    [InlineData("updatedAt", false)]
    [InlineData("updatedAt", true)]
    public async Task A_list_in_any_order_gives_every_row_once(string sort, bool descending)
    {
        for (var i = 0; i < 23; i++)
        {
            await AddAsync($"{(char)('a' + (i * 7 % 23))}\nß", second: i / 5);
        }

        await AddAsync("Other kind", ResourceKind.Flow);

        var rows = await WalkAsync(c => Stores.Resources.ListAsync(Kind, new ListQuery(5, c, null, sort, descending), None));

        var expected = (await Stores.Resources.AllAsync(Kind, None)).OrderBy(
            r => sort switch { "name" => r.NameKey, "createdAt" => $"{r.CreatedAt:O}{r.Id}", _ => $"{r.UpdatedAt:O}{r.Id}" },
            StringComparer.Ordinal).Select(r => r.Id);
        Assert.Equal(descending ? expected.Reverse() : expected, rows.Select(r => r.Id));
    }

    [Fact]
    public async Task What_is_added_or_deleted_between_two_slices_does_not_shift_the_rest()
    {
        var rows = new List<ResourceRow>();
        foreach (var name in "bdfhj")
        {
            rows.Add(await AddAsync($"{name}"));
        }

        var first = await Stores.Resources.ListAsync(Kind, new ListQuery(2), None);
        await DeleteAsync(rows[1]);
        await AddAsync("a");
        await AddAsync("g");
        var second = await Stores.Resources.ListAsync(Kind, new ListQuery(10, first.Next), None);

        Assert.Equal(["f", "g", "h", "j"], second.Data.Select(r => r.Name));
        Assert.Null(second.Next);
    }

    [Theory]
    [InlineData("100%", "100% wool")]
    [InlineData("_", "snake_case")]
    [InlineData("SNAKE", "snake_case")]
    [InlineData("größ", "GRÖSSE, Größe")]
    [InlineData("'; drop", "'; drop table resources; --")]
    public async Task A_search_finds_names_that_contain_exactly_that(string text, string found)
    {
        foreach (var name in new[] { "100% wool", "100 wool", "snake_case", "GRÖSSE, Größe", "'; drop table resources; --" })
        {
            await AddAsync(name);
        }

        var slice = await Stores.Resources.ListAsync(Kind, new ListQuery(Text: text), None);

        Assert.Equal([found], slice.Data.Select(r => r.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("YQ")]
    [InlineData("Y29ubmVjdGlvbjpuYW1lOkZhbHNl")]
    [InlineData("////")]
    [InlineData("_____w")]
    public async Task A_cursor_that_no_list_made_is_refused(string cursor) =>
        await RefusesAsync("cursor", new ListQuery(Cursor: cursor));

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await AddAsync("a");
        await AddAsync("b");
        var byName = (await Stores.Resources.ListAsync(Kind, new ListQuery(1), None)).Next;

        await RefusesAsync("cursor", new ListQuery(1, byName, Sort: "updatedAt"));
        await RefusesAsync("cursor", new ListQuery(1, byName, Descending: true));
    }

    [Fact]
    public async Task An_order_or_a_limit_that_is_none_is_refused()
    {
        await RefusesAsync("sort", new ListQuery(Sort: "document"));
        await RefusesAsync("limit", new ListQuery(0));
        await RefusesAsync("limit", new ListQuery(1_000_000));
    }

    [Fact]
    public async Task A_connections_state_is_written_beside_the_document()
    {
        var row = await AddAsync("Gorgias");

        await Stores.Resources.SetStateAsync(new ConnectionId(row.Id), row.Version, "{\"status\":\"offline\"}", None);

        Assert.Equivalent(row with { State = "{\"status\":\"offline\"}" }, await FindAsync(row), strict: true);
    }

    [Fact]
    public async Task A_state_of_a_former_version_is_not_written()
    {
        var row = await AddAsync("Gorgias");
        var next = Next(row) with { State = "{\"status\":\"online\"}" };
        await Stores.Resources.ReplaceAsync(next, row.Version, SecretChanges.None, By(First), None);

        await Stores.Resources.SetStateAsync(new ConnectionId(row.Id), row.Version, "{\"status\":\"offline\"}", None);

        Assert.Equal("{\"status\":\"online\"}", (await FindAsync(row))!.State);
    }

    [Fact]
    public async Task A_state_goes_where_there_is_none_any_more()
    {
        var row = await AddAsync("Gorgias");
        await Stores.Resources.SetStateAsync(new ConnectionId(row.Id), row.Version, "{\"status\":\"offline\"}", None);

        await Stores.Resources.SetStateAsync(new ConnectionId(row.Id), row.Version, null, None);

        Assert.Null((await FindAsync(row))!.State);
    }

    [Fact]
    public async Task A_secret_left_out_stays_and_a_cleared_one_goes()
    {
        var row = await AddAsync("Gorgias", secrets: Write("password", 1));
        await Stores.Resources.ReplaceAsync(Next(row), 1, Write("token", 2), By(First), None);
        Assert.Equal(["password", "token"], (await SecretsAsync(row)).Keys);

        await Stores.Resources.ReplaceAsync(
            Next(row) with { Version = 3 }, 2, new SecretChanges(Write("token", 3).Write, ["password"]), By(First), None);

        Assert.Equivalent(Write("token", 3).Write, await SecretsAsync(row), strict: true);
    }

    private static AuditEntry By(Actor actor, string target = "conn_1") => InMemoryAuditLog.By(actor, target);

    private static SecretChanges Write(string field, byte cipher) =>
        new(new Dictionary<string, byte[]>(StringComparer.Ordinal) { [field] = [cipher] }, []);

    private static ResourceRow Next(ResourceRow row) => row with { Version = row.Version + 1 };

    private static async Task Refused(Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (RefusalException)
        {
            // One of the two loses.
        }
    }

    private ResourceRow Row(string name, ResourceKind kind = Kind, int second = 0) => new()
    {
        Kind = kind,
        Id = New<ConnectionId>().Value,
        Name = name,
        Version = 1,
        CreatedAt = At(second),
        UpdatedAt = At(-second),
        Document = $$"""{"name":"{{name.Length}}"}""",
    };

    private async Task<ResourceRow> AddAsync(
        string name,
        ResourceKind kind = Kind,
        IReadOnlyList<string>? references = null,
        SecretChanges? secrets = null,
        int second = 0,
        string? state = null)
    {
        var row = Row(name, kind, second) with { References = references ?? [], State = state };
        await Stores.Resources.InsertAsync(row, secrets ?? SecretChanges.None, By(First, row.Id), None);
        return row;
    }

    private Task<ResourceRow?> FindAsync(ResourceRow row) => Stores.Resources.FindAsync(row.Kind, row.Id, None);

    private Task<bool> DeleteAsync(ResourceRow row, int? version = null) =>
        Stores.Resources.DeleteAsync(row.Kind, row.Id, version, By(First, row.Id), None);

    private Task<IReadOnlyDictionary<string, byte[]>> SecretsAsync(ResourceRow row) =>
        Stores.Resources.SecretsAsync(new ConnectionId(row.Id), None);

    private async Task RefusesAsync(string field, ListQuery query)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Stores.Resources.ListAsync(Kind, query, None));
        Assert.Equal(field, Assert.Single(refusal.Problems).Field);
    }
}
