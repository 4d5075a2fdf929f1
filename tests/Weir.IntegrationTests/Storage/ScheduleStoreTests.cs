using Weir.Engine.Schedules;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteScheduleStoreTests : ScheduleStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresScheduleStoreTests : ScheduleStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public sealed class InMemoryScheduleStoreTests : ScheduleStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.InMemoryAsync();
}

public abstract class ScheduleStoreTests : StoreTest
{
    [Fact]
    public async Task A_flow_has_one_mark_the_last()
    {
        var (one, two) = (new FlowId("flow_1"), new FlowId("flow_2"));
        await Stores.Schedules.SetAsync(new ScheduleMark(one, "0 0 * * * ? UTC", At(1)), None);
        await Stores.Schedules.SetAsync(new ScheduleMark(two, "0 0 * * * ? UTC", At(2)), None);
        await Stores.Schedules.SetAsync(new ScheduleMark(one, "0 5 * * * ? UTC", At(3)), None);

        Assert.Equal(
            [new ScheduleMark(one, "0 5 * * * ? UTC", At(3)), new ScheduleMark(two, "0 0 * * * ? UTC", At(2))],
            await Stores.Schedules.AllAsync(None));
        await Stores.Schedules.RemoveAsync(one, None);
        await Stores.Schedules.RemoveAsync(one, None);
        Assert.Equal([two], (await Stores.Schedules.AllAsync(None)).Select(m => m.Flow));
    }
}
