using Weir.Engine.Runs.Finding;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

public sealed class MadeRecordsTests
{
    private readonly MadeRecords _made = new(TimeProvider.System, notesMax: 3);

    [Fact]
    public void What_was_made_last_under_a_key_is_known_and_all_that_was()
    {
        _made.Note("a", "1");
        _made.Note("a", "2");
        _made.Note("a", "2");
        Assert.Equal(("2", true, true, false), (_made.LastOf("a")?.Id, _made.Has("a", "1"), _made.Has("a", "2"), _made.Has("b", "1")));
        _made.Forget("a", "2");
        Assert.Equal((null, true, false), (_made.LastOf("a")?.Id, _made.Has("a", "1"), _made.Has("a", "2")));
    }

    [Fact]
    public void What_was_sent_since_a_time_is_known_and_so_is_that_it_was_forgotten()
    {
        var clock = new ManualClock();
        var made = new MadeRecords(clock, notesMax: 2);
        var start = clock.GetTimestamp();
        clock.AdvanceSeconds(1);
        made.Sending("a");
        Assert.Equal((true, false), (made.MaySendSince("a", start), made.MaySendSince("b", start)));
        clock.AdvanceSeconds(1);
        var later = clock.GetTimestamp();
        Assert.False(made.MaySendSince("a", later));
        made.Sending("b");
        made.Sending("c");
        Assert.Equal((true, false), (made.MaySendSince("d", start), made.MaySendSince("d", later)));
    }

    [Fact]
    public void What_left_is_unsettled_until_its_outcome_is_known()
    {
        _made.Sending("a");
        Assert.Equal((true, false), (_made.UnsettledOf("a") is not null, _made.UnsettledOf("b") is not null));
        _made.Settle("a");
        _made.Settle("b");
        Assert.Equal((null, null), (_made.UnsettledOf("a"), _made.UnsettledOf("b")));
        _made.Sending("a");
        Assert.NotNull(_made.UnsettledOf("a"));
    }

    [Fact]
    public void The_oldest_is_forgotten()
    {
        foreach (var id in (string[])["1", "2", "3", "4"])
        {
            _made.Note($"key {id}", id);
        }

        Assert.Equal((null, "2", "4"), (_made.LastOf("key 1")?.Id, _made.LastOf("key 2")?.Id, _made.LastOf("key 4")?.Id));
    }
}
