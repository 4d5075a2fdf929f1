using Weir.Engine.Documents;
using Weir.Engine.Errors;
using Weir.Model;

namespace Weir.Tests.Errors;

public sealed class ErrorSelectionTests
{
    [Fact]
    public void An_empty_filter_means_all_open_ones() =>
        Assert.Equal(new ErrorQuery { Open = true }, Of("""{"filter":{}}"""));

    [Fact]
    public void A_filter_has_the_fields_of_the_list() => Assert.Equal(
        new ErrorQuery
        {
            Open = true,
            Step = "write",
            Code = "rejected",
            Run = new RunId("run_1"),
            TraceKey = "42",
            Assignee = "me",
            Tag = "later",
            Since = new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero),
            Until = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero),
            Text = "mail",
        },
        Of(
            """
            {"filter":{"status":"open","step":"write","code":"rejected","run":"run_1","traceKey":"42","assignee":"me","tag":"later",
             "since":"2026-01-31T10:30:00+01:00","until":"2026-02-01","q":"mail"}}
            """));

    [Theory]
    [InlineData("""{"filter":{}}""")]
    [InlineData("""{"filter":{"step":"write","code":"a","run":"run_1","traceKey":"4\"2","assignee":"me","tag":"x","q":"é"}}""")]
    [InlineData("""{"filter":{"since":"2026-01-31T10:30:00.1234567Z","until":"2026-02-01"}}""")]
    public void What_is_written_of_a_selection_is_read_as_the_same(string body) =>
        Assert.Equal(Of(body), Of(ErrorSelection.Write(Of(body))));

    [Fact]
    public void Ids_are_written_too() => Assert.Equal(
        Of("""{"ids":["err_1","err_2"]}""").Ids, Of(ErrorSelection.Write(Of("""{"ids":["err_1","err_2"]}"""))).Ids);

    [Fact]
    public void Ids_have_no_upper_bound()
    {
        var ids = Enumerable.Range(0, 30_000).Select(i => new ErrorId($"err_{i}")).ToList();

        var query = Of($$"""{"ids":[{{string.Join(',', ids.Select(i => $"\"{i}\""))}}]}""");

        Assert.Equal(ids, query.Ids);
    }

    [Theory]
    [InlineData("{}", "ids required")]
    [InlineData("""{"ids":null}""", "ids required")]
    [InlineData("""{"ids":[],"filter":{}}""", "filter validation")]
    [InlineData("""{"ids":["run_1"]}""", "ids[0] validation")]
    [InlineData("""{"ids":"all"}""", "ids validation")]
    [InlineData("""{"filter":[]}""", "filter validation")]
    [InlineData("""{"filter":{"status":"resolved"}}""", "filter.status validation")]
    [InlineData("""{"filter":{"stpe":"write"}}""", "filter.stpe unknown_field")]
    [InlineData("""{"filter":{"since":"yesterday"}}""", "filter.since validation")]
    [InlineData("""{"all":true}""", "ids required")]
    public void What_is_wrong_is_refused_with_its_field(string body, string expected)
    {
        var refusal = Assert.Throws<RefusalException>(() => Of(body));

        Assert.Equal(expected, $"{refusal.Problems[0].Field} {refusal.Problems[0].Code}");
    }

    [Fact]
    public void All_of_one_cause_are_a_selection_that_is_kept_with_its_run()
    {
        var query = Of("""{"filter":{"cause":"c1"}}""");

        Assert.Equal(new ErrorQuery { Open = true, Cause = "c1" }, query);
        Assert.Equal(query, Of(ErrorSelection.Write(query)));
    }

    [Fact]
    public void The_query_of_a_list_may_ask_for_resolved_ones() => Assert.Equal(
        new ErrorQuery { Open = false, Text = "x" },
        ErrorSelection.Read(name => name switch { "status" => "resolved", "q" => "x", _ => null }));

    private static ErrorQuery Of(string body) => ErrorSelection.Read(Body.Parse(body));
}
