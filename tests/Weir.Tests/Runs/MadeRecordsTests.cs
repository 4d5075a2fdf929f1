using Weir.Engine.Runs.Finding;

namespace Weir.Tests.Runs;

public sealed class MadeRecordsTests
{
    private readonly MadeRecords _made = new(keysMax: 3);

    [Fact]
    public void What_was_made_last_under_a_key_is_known_and_all_that_was()
    {
        _made.Note("a", "1");
        _made.Note("a", "2");
        _made.Note("a", "2");
        Assert.Equal(("2", true, true, false), (_made.LastOf("a"), _made.Has("a", "1"), _made.Has("a", "2"), _made.Has("b", "1")));
        _made.Forget("a", "2");
        Assert.Equal((null, true, false), (_made.LastOf("a"), _made.Has("a", "1"), _made.Has("a", "2")));
    }

    [Fact]
    public void The_oldest_is_forgotten()
    {
        foreach (var id in (string[])["1", "2", "3", "4"])
        {
            _made.Note($"key {id}", id);
        }

        Assert.Equal((null, "2", "4"), (_made.LastOf("key 1"), _made.LastOf("key 2"), _made.LastOf("key 4")));
    }
}
