using Weir.Adaptors.Http.Answers;
using Weir.Engine.Calls;

namespace Weir.Tests.Adaptors.Http;

public sealed class HeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("<https://api.example.com/t?page=2>; rel=\"next\"", "https://api.example.com/t?page=2")]
    [InlineData("</t?page=2>; rel=next", "/t?page=2")]
    [InlineData("<a>; rel=\"prev\", <b>; rel=\"next\"", "b")]
    [InlineData("<a,b;c>; REL=NEXT", "a,b;c")]
    [InlineData("<a>; rel=\"first next last\"", "a")]
    [InlineData("<a>; title=\"x, <z>; rel=next\"; rel=\"prev\", <b>; rel=\"next\"", "b")]
    [InlineData("<a>; title=\"say \\\"next\\\"\"; rel=\"next\"", "a")]
    [InlineData("<a> ; rel = \"next\" ; foo", "a")]
    [InlineData("<a>; foo; rel=next; rel=prev", "a")]
    [InlineData("<a>; rel=prev; rel=next", null)]
    [InlineData("<a>; rel=next; anchor=\"#x\"", null)]
    [InlineData("<>; rel=next", null)]
    [InlineData("<a; rel=next", null)]
    [InlineData("<a>; rel=\"next", "a")]
    [InlineData("<a>", null)]
    [InlineData("rel=next", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_next_link_is_found(string? header, string? next) => Assert.Equal(next, LinkHeader.Next(header));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("5", 5)]
    [InlineData(" 7 ", 7)]
    [InlineData("1.5", 1.5)]
    [InlineData("Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Sunday, 01-Mar-26 12:01:00 GMT", 60)]
    [InlineData("Sun Mar  1 12:00:10 2026", 10)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData("99999999999999999999", 366 * 86400.0)]
    public void A_wait_is_seconds_or_a_date(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LimitHeaders.RetryAfter(Headers("Retry-After", value), "retry-after", Now));

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("NaN")]
    public void What_is_no_wait_is_none(string value) =>
        Assert.Null(LimitHeaders.RetryAfter(Headers("Retry-After", value), "Retry-After", Now));

    [Fact]
    public void A_definition_may_name_another_header_for_the_wait() =>
        Assert.Equal(TimeSpan.FromSeconds(3), LimitHeaders.RetryAfter(Headers("X-Wait", "3"), "X-Wait", Now));

    [Theory]
    [InlineData("12/40", 12, 40)]
    [InlineData(" 0 / 80 ", 0, 80)]
    [InlineData("41/40", 41, 40)]
    public void A_bucket_says_how_full_it_is(string value, int used, int limit) =>
        Assert.Equal(new RateSignal(used, limit), LimitHeaders.Rate(Headers("X-Limit", value), "X-Limit"));

    [Theory]
    [InlineData("12")]
    [InlineData("/40")]
    [InlineData("1/0")]
    [InlineData("-1/40")]
    [InlineData("a/b")]
    public void A_bucket_that_says_nothing_is_none(string value) =>
        Assert.Null(LimitHeaders.Rate(Headers("X-Limit", value), "X-Limit"));

    private static System.Net.Http.Headers.HttpResponseHeaders Headers(string name, string value)
    {
        var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(name, value);
        return response.Headers;
    }
}
