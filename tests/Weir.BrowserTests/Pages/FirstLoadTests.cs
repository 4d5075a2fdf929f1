using System.Globalization;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Pages;

public sealed class FirstLoadTests(Chromium chromium) : BrowserTest(chromium)
{
    private const int BytesMax = 350 * 1024;

    /// <summary>Until the list can be used: the page, its parts and what it asks the API.</summary>
    private const int RequestsMax = 90;

    [Fact]
    public async Task The_list_of_connections_with_an_empty_cache_costs_at_most_350_KB()
    {
        await Scenery.SetAsync(Api, Gorgias, Stop);
        var owner = await OwnerAsync();
        var requests = 0;
        owner.Page.Request += (_, _) => Interlocked.Increment(ref requests);
        var usable = TimeSpan.Zero;
        var before = 0;
        var bytes = await BytesAsync(owner, async () =>
        {
            var start = TimeProvider.System.GetTimestamp();
            await owner.GoesToAsync("/connections");
            await owner.SeesAsync(owner.Link("Gorgias fuchsia"));
            usable = TimeProvider.System.GetElapsedTime(start);
            before = Volatile.Read(ref requests);
        });
        var again = await BytesAsync(owner, () => owner.GoesToAsync("/connections"));

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"Usable after {usable.TotalMilliseconds:0} ms and {before} requests; {bytes / 1024} KB, a second time {again / 1024} KB."));
        Assert.InRange(before, 1, RequestsMax);
        Assert.InRange(bytes, 1, BytesMax);
        Assert.True(again < bytes / 5, $"The second load took {again.ToString(CultureInfo.InvariantCulture)} bytes: nothing was kept.");
    }

    /// <summary>What came over the wire, compressed as it came, until nothing more is asked for.</summary>
    private static async Task<long> BytesAsync(Person who, Func<Task> act)
    {
        var session = await who.Page.Context.NewCDPSessionAsync(who.Page);
        var bytes = 0L;
        session.Event("Network.loadingFinished").OnEvent += (_, data) =>
            Interlocked.Add(ref bytes, (long)data!.Value.GetProperty("encodedDataLength").GetDouble());
        await session.SendAsync("Network.enable");
        await act();
        await who.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await session.DetachAsync();
        return Interlocked.Read(ref bytes);
    }
}
