namespace Weir.IntegrationTests.Crash;

/// <summary>A connection and its borrower are one pool to the application at the other side. // Promise 3</summary>
public sealed class SharedPoolTests
{
    private const int Level = 4;
    private const int Tickets = 2_000;

    [Fact]
    public async Task Two_flows_of_a_lender_and_its_borrower_never_make_a_fifth_request_and_mostly_four()
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, Level = Level, SinkLatencyMs = 5 });
        var lender = await fixture.ConnectSinkAsync("Lender");
        var borrower = await fixture.ConnectSinkAsync("Borrower", lender);
        string[] flows = [await fixture.FlowToSinkAsync(lender), await fixture.FlowToSinkAsync(borrower)];
        fixture.Sink.Log.Reset();

        var runs = await Task.WhenAll(flows.Select(fixture.RunAsync));
        var ended = await Task.WhenAll(runs.Select(run => fixture.EndOfAsync(run)));

        Assert.All(ended, run => RunAssert.CompletedAfter(0, Tickets, run));
        var traffic = fixture.Sink.Log.Read();
        RunAssert.Note(string.Join(
            ", ", traffic.Concurrency.Skip(1).Select(at => $"{at.Level} at once: {at.ShareOfBusy:P0}")));
        Assert.Equal(2 * Tickets, traffic.Requests);
        Assert.Equal(Level, traffic.Peak);
        var share = Assert.Single(traffic.Concurrency, at => at.Level == Level).ShareOfBusy;
        Assert.InRange(share, 0.5, 1);
    }
}
