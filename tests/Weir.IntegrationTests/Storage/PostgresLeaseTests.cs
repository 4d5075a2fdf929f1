using Weir.IntegrationTests.Harness;
using Weir.Storage;

namespace Weir.IntegrationTests.Storage;

/// <summary>Who may write: one server, to a database that is as it left it. // Promise 1</summary>
public sealed class PostgresLeaseTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private PostgresOfTest _database = null!;
    private DatabaseStores _stores = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).NewDatabaseAsync();
        _stores = await OpenAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
            await _database.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_server_whose_lock_another_has_taken_writes_nothing_more()
    {
        using var elsewhere = new TestFolder();
        await EndConnectionsAsync();
        await using var second = await OpenAsync(elsewhere);

        var refused = await Assert.ThrowsAsync<StorageLostException>(() => _stores.Pauses.SetAsync("budget", Later, "late", None));

        Assert.Contains("Another Weir has taken over", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, await _stores.Lost);
        Assert.Empty(await second.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None));
        await Assert.ThrowsAsync<StorageLostException>(() => _stores.Pauses.SetAsync("budget", Later, "again", None));
    }

    [Theory]
    [InlineData("writes - 1")]
    [InlineData("writes + 1")]
    [InlineData("writes + 7")]
    public async Task A_server_whose_database_is_not_as_it_left_it_writes_nothing_more(string writes)
    {
        await _stores.Pauses.SetAsync("budget", Later, "told so", None);
        await _database.AdministerAsync($"update weir_schema set writes = {writes}");

        var refused = await Assert.ThrowsAsync<StorageLostException>(() => _stores.Pauses.SetAsync("other", Later, "late", None));

        Assert.Contains("is not as this Weir left it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["budget"], (await _stores.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None)).Select(p => p.Budget));
    }

    [Fact]
    public async Task A_server_whose_database_went_back_while_it_was_away_writes_nothing_more()
    {
        await _stores.Pauses.SetAsync("budget", Later, "told so", None);
        await EndConnectionsAsync();
        await _database.AdministerAsync("update weir_schema set writes = writes - 1; delete from pauses");

        await Assert.ThrowsAsync<StorageLostException>(() => _stores.Pauses.SetAsync("other", Later, "late", None));
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again_with_its_lock()
    {
        using var elsewhere = new TestFolder();
        await EndConnectionsAsync();
        await _stores.Pauses.SetAsync("budget", Later, "told so", None);

        await Assert.ThrowsAsync<StorageStartException>(() => OpenAsync(elsewhere));
    }

    private Task<DatabaseStores> OpenAsync(TestFolder folder) =>
        DatabaseStores.OpenAsync(folder.Path, PostgresTarget.Parse(_database.Settings), None);

    private Task EndConnectionsAsync() => _database.AdministerAsync(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        """);
}
