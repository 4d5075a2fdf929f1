using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Connections;

public sealed class ConnectionDebugTests : IDisposable
{
    private static readonly ConnectionId Connection = new("conn_1");

    private readonly ManualClock _clock = new();
    private readonly ConnectionDebug _debug;

    public ConnectionDebugTests() => _debug = new ConnectionDebug(_clock);

    public void Dispose() => _debug.Dispose();

    [Fact]
    public void Nobody_listens_until_somebody_asks_for_it()
    {
        Assert.Null(_debug.ListenerOf(Connection));
        Assert.Null(_debug.ListenerOf(null));
        Open(5);
        Assert.NotNull(_debug.ListenerOf(Connection));
        Assert.Null(_debug.ListenerOf(new ConnectionId("conn_2")));
    }

    [Fact]
    public void What_is_heard_stands_newest_first()
    {
        Open(5);
        Hear("a", "b", "c");

        Assert.Equal(["c", "b", "a"], Urls());
        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), _debug.Read(Connection).Until);
    }

    [Fact]
    public void After_its_time_nothing_is_heard_and_an_hour_later_all_is_forgotten()
    {
        Open(5);
        Hear("a");
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_debug.ListenerOf(Connection));
        Assert.Null(_debug.Read(Connection).Until);
        Assert.Equal(["a"], Urls());

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(["a"], Urls());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Urls());
    }

    [Fact]
    public void Opened_again_it_goes_on_with_what_was_heard()
    {
        Open(5);
        Hear("a");
        _clock.Advance(TimeSpan.FromMinutes(60));
        Open(10);
        Hear("b");
        _clock.Advance(TimeSpan.FromMinutes(69));
        Assert.Equal(["b", "a"], Urls());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Urls());
    }

    [Fact]
    public void Forgotten_it_hears_nothing_of_what_is_under_way()
    {
        Open(5);
        var underWay = _debug.ListenerOf(Connection)!;
        _debug.Forget(Connection);
        underWay(Exchange("late"));

        Assert.Empty(Urls());
        Open(5);
        Assert.Empty(Urls());
    }

    [Fact]
    public void The_newest_two_hundred_are_kept()
    {
        Open(5);
        Hear([.. Enumerable.Range(1, 250).Select(i => $"{i}")]);

        Assert.Equal(Enumerable.Range(51, 200).Reverse().Select(i => $"{i}"), Urls());
    }

    [Fact]
    public void Together_they_are_kept_up_to_eight_megabytes()
    {
        Open(5);
        for (var i = 0; i < 100; i++)
        {
            _debug.ListenerOf(Connection)!(Exchange($"{i}", new string('x', 128 * 1024)));
        }

        var kept = _debug.Read(Connection).Exchanges;
        Assert.Equal(31, kept.Count);
        Assert.True(kept.Sum(e => e.Bytes) <= 8 * 1024 * 1024);
    }

    [Fact]
    public void Where_too_many_are_debugged_those_that_have_ended_make_room()
    {
        for (var i = 0; i < ConnectionDebug.RecordingsMax; i++)
        {
            _debug.Open(new ConnectionId($"conn_{i}"), TimeSpan.FromMinutes(i == 3 ? 1 : 60));
        }

        Assert.Equal(ErrorCodes.Conflict, Assert.Throws<RefusalException>(() => _debug.Open(new ConnectionId("conn_x"), TimeSpan.FromMinutes(1))).Code);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _debug.Open(new ConnectionId("conn_x"), TimeSpan.FromMinutes(1));
        Assert.NotNull(_debug.ListenerOf(new ConnectionId("conn_x")));
    }

    private static Exchange Exchange(string url, string? body = null) => new(
        default, 0, new ShownRequest("GET", url, new Dictionary<string, string>(), body), null, null);

    private void Open(int minutes) => _debug.Open(Connection, TimeSpan.FromMinutes(minutes));

    private void Hear(params string[] urls)
    {
        foreach (var url in urls)
        {
            _debug.ListenerOf(Connection)!(Exchange(url));
        }
    }

    private IEnumerable<string> Urls() => _debug.Read(Connection).Exchanges.Select(e => e.Request.Url);
}
