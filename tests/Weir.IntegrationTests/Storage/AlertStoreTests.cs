using Weir.Engine.Alerts;
using Weir.Model;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteAlertStoreTests : AlertStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresAlertStoreTests : AlertStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public abstract class AlertStoreTests : StoreTest
{
    private static readonly AlertId One = new("alrt_1");

    [Fact]
    public async Task What_is_raised_is_there_as_it_was_written_until_it_is_over()
    {
        var told = Raised("flow_1") with { Attempts = 2, SentAt = At(5), Error = new RunNote("timeout", "No answer.") };
        var due = Raised("flow_2") with { At = At(1), Next = At(9), IsUnderWay = true };
        await Stores.Alerts.SaveAsync([due, told], None);
        Assert.Equal([told, due], await Stores.Alerts.AllAsync(None));

        var done = due with { Next = null, IsUnderWay = false, SentAt = At(9), Attempts = 1 };
        await Stores.Alerts.SaveAsync([done], None);
        await Stores.Alerts.EndAsync([told], None);

        Assert.Equal([done], await Stores.Alerts.AllAsync(None));
    }

    [Fact]
    public async Task The_last_outcome_stands_until_the_alert_is_forgotten()
    {
        await Stores.Alerts.SaveAsync([Raised("flow_1")], None);
        await Stores.Alerts.NoteAsync(One, new AlertOutcome(At(1), new RunNote("rejected", "No.")), None);
        await Stores.Alerts.NoteAsync(One, new AlertOutcome(At(2), null), None);
        await Stores.Alerts.NoteAsync(new AlertId("alrt_2"), new AlertOutcome(At(3), null), None);
        Assert.Equal(new AlertOutcome(At(2), null), (await Stores.Alerts.OutcomesAsync(None))[One]);

        await Stores.Alerts.ForgetAsync(One, None);

        Assert.Equal([new AlertId("alrt_2")], (await Stores.Alerts.OutcomesAsync(None)).Keys);
        Assert.Empty(await Stores.Alerts.AllAsync(None));
    }

    private static RaisedAlert Raised(string subject) =>
        new() { Alert = One, Event = AlertEvents.FlowFailed, Subject = subject, At = At(0), Record = """{"event":"é"}""" };
}
