using System.Net;
using Weir.Engine.Accounts;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Accounts;

public sealed class AttemptLimiterTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Delays_grow_from_one_second_to_the_longest_and_no_further()
    {
        var limiter = Limiter();
        Fail(limiter, 3);
        foreach (var seconds in (int[])[1, 2, 4, 8, 10, 10])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), WaitOf(limiter));
            _clock.AdvanceSeconds(seconds - 0.001);
            Assert.NotNull(WaitOf(limiter));
            _clock.AdvanceSeconds(0.001);
            limiter.Begin("a");
        }
    }

    [Fact]
    public void Of_many_at_once_only_the_free_ones_begin()
    {
        var limiter = Limiter();

        var begun = Enumerable.Range(0, 50).AsParallel().Count(_ => !IsRefused(limiter));

        Assert.Equal(3, begun);
    }

    [Fact]
    public void A_success_forgets_the_failures_and_one_taken_back_is_none()
    {
        var limiter = Limiter();
        Fail(limiter, 3);
        limiter.Reset("a");
        Fail(limiter, 2);
        limiter.Begin("a").TakeBack();
        limiter.Begin("a");

        Assert.Equal(TimeSpan.FromSeconds(1), WaitOf(limiter));
    }

    [Fact]
    public void What_is_taken_back_never_moves_the_delay()
    {
        var limiter = Limiter();
        Fail(limiter, 3);
        for (var i = 0; i < 5; i++)
        {
            _clock.AdvanceSeconds(1);
            limiter.Begin("a").TakeBack();
            limiter.Begin("a").TakeBack();
        }

        limiter.Begin("a");
        Assert.Equal(TimeSpan.FromSeconds(2), WaitOf(limiter));
    }

    [Fact]
    public void What_is_taken_back_leaves_the_delay_of_whoever_began_after_it()
    {
        var limiter = Limiter();
        Fail(limiter, 3);
        _clock.AdvanceSeconds(1);
        var slow = limiter.Begin("a");
        _clock.AdvanceSeconds(2);
        limiter.Begin("a");
        slow.TakeBack();

        Assert.Equal(TimeSpan.FromSeconds(4), WaitOf(limiter));
        _clock.AdvanceSeconds(4);
        limiter.Begin("a");
        Assert.Equal(TimeSpan.FromSeconds(4), WaitOf(limiter));
    }

    [Fact]
    public void Failures_are_forgotten_after_an_hour_and_no_key_delays_another()
    {
        var limiter = Limiter();
        Fail(limiter, 3);
        limiter.Begin("b");
        _clock.AdvanceSeconds(3601);

        Fail(limiter, 3);
    }

    [Fact]
    public void Keys_are_bounded_and_the_most_failed_stay()
    {
        var limiter = Limiter();
        Fail(limiter, 3);
        _clock.AdvanceSeconds(1);
        limiter.Begin("a");
        for (var i = 0; i < 3 * AttemptLimiter.KeysMax; i++)
        {
            limiter.Begin($"other {i}");
        }

        Assert.InRange(limiter.Count, 1, AttemptLimiter.KeysMax);
        Assert.NotNull(WaitOf(limiter));
    }

    [Theory]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void One_network_of_IPv6_is_one_address(string one, string other, bool isSame) =>
        Assert.Equal(isSame, SignInLimits.KeyOf(IPAddress.Parse(one)) == SignInLimits.KeyOf(IPAddress.Parse(other)));

    private static void Fail(AttemptLimiter limiter, int times)
    {
        for (var i = 0; i < times; i++)
        {
            limiter.Begin("a");
        }
    }

    private static bool IsRefused(AttemptLimiter limiter)
    {
        try
        {
            limiter.Begin("a");
            return false;
        }
        catch (RefusalException)
        {
            return true;
        }
    }

    private static TimeSpan? WaitOf(AttemptLimiter limiter)
    {
        var refused = Assert.Throws<RefusalException>(() => limiter.Begin("a"));
        Assert.Equal(ErrorCodes.RateLimited, refused.Code);
        return refused.RetryAfter;
    }

    private AttemptLimiter Limiter() => new(_clock, free: 3, delayMax: TimeSpan.FromSeconds(10));
}
