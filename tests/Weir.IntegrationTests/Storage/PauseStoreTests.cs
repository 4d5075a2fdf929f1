namespace Weir.IntegrationTests.Storage;

public sealed class SqlitePauseStoreTests : PauseStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresPauseStoreTests : PauseStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public sealed class InMemoryPauseStoreTests : PauseStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract class PauseStoreTests : StoreTest
{
    [Fact]
    public async Task A_pause_is_there_until_it_ends()
    {
        await Stores.Pauses.SetAsync("gorgias:fuchsia", At(60), "Retry-After", None);

        var pause = Assert.Single(await Stores.Pauses.AllAsync(At(59), None));
        Assert.Equal(("gorgias:fuchsia", At(60), "Retry-After"), (pause.Budget, pause.Until, pause.Reason));
        Assert.Empty(await Stores.Pauses.AllAsync(At(60), None));
    }

    [Fact]
    public async Task A_later_end_replaces_an_earlier_one_and_never_the_other_way_round()
    {
        await Stores.Pauses.SetAsync("a", At(60), "first", None);
        await Stores.Pauses.SetAsync("a", At(90), "later", None);
        await Stores.Pauses.SetAsync("a", At(70), "earlier", None);

        var pause = Assert.Single(await Stores.Pauses.AllAsync(Start, None));
        Assert.Equal((At(90), "later"), (pause.Until, pause.Reason));
    }

    [Fact]
    public async Task Of_many_at_once_the_latest_end_stands()
    {
        await Task.WhenAll(Enumerable.Range(1, 50).Select(i =>
            Task.Run(() => Stores.Pauses.SetAsync("a", At(i * 37 % 101), "parallel", None))));

        Assert.Equal(At(Enumerable.Range(1, 50).Max(i => i * 37 % 101)), (await Stores.Pauses.AllAsync(Start, None))[0].Until);
    }
}
