using FsCheck;
using FsCheck.Fluent;
using Weir.Sandbox.Gorgias;

namespace Weir.IntegrationTests.Sandbox;

public sealed class KeysetIndexTests
{
    [Fact]
    public void It_holds_what_a_sorted_set_holds_whatever_is_done_to_it() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var start = Enumerable.Range(0, random.Next(0, 1500)).Select(_ => Any(random)).Distinct().ToArray();
        var truth = new SortedSet<Place>(start);
        var index = KeysetIndex.Of(start);
        for (var step = 0; step < 3000; step++)
        {
            var place = Any(random);
            if (random.Next(2) == 0)
            {
                truth.Add(place);
                index.Add(place);
            }
            else
            {
                truth.Remove(place);
                index.Remove(place);
            }
        }

        var from = Any(random);
        Assert.Equal(truth, index.Upwards(null));
        Assert.Equal(truth.Reverse(), index.Downwards(null));
        Assert.Equal(truth.Where(place => place.CompareTo(from) > 0), index.Upwards(from));
        Assert.Equal(truth.Reverse().Where(place => place.CompareTo(from) < 0), index.Downwards(from));
    }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    private static Place Any(Random random) => new(random.Next(60), random.Next(40));
}
