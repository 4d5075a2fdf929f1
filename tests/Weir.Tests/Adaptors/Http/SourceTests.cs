using Weir.Adaptors.Http.Requests;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Adaptors.Http;

public sealed class SourceTests
{
    [Fact]
    public void Order_and_size_go_along_with_every_cursor()
    {
        var source = Calls.List("tickets.list");

        Assert.Equal("/tickets", source.Ask().Path);
        Assert.Equal("order_by=created_datetime%3Adesc&limit=100", source.Ask().Query);
        Assert.Equal("order_by=created_datetime%3Adesc&limit=100&cursor=a%2Bb%3D%3D", source.Ask("a+b==").Query);
        Assert.Equal(new OrderDefinition("$.created_datetime", "$.id", OrderDirection.Descending), source.Order);
        Assert.Equal("$.id", source.RecordKey);
    }

    [Fact]
    public void A_parameter_that_is_given_is_sent_and_the_others_are_left_out()
    {
        var call = Calls.List("tickets.list", """{"customer_id":7,"external_id":"a&b","view_id":"","trashed":"false"}""", pageSize: 10).Ask();

        Assert.Equal("order_by=created_datetime%3Adesc&customer_id=7&external_id=a%26b&trashed=false&limit=10", call.Query);
    }

    [Fact]
    public void A_parameter_sees_the_runs_times()
    {
        var call = Calls.List("tickets.list", """{"external_id":"{{lastRun}}"}""")
            .Ask(variables: new Variables("2026-01-01T00:00:00Z", "", ""));

        Assert.Contains("external_id=2026-01-01T00%3A00%3A00Z", call.Query);
    }

    [Theory]
    [InlineData("""{"nope":1}""", "parameters.nope", "unknown_field")]
    [InlineData("""{"trashed":"maybe"}""", "parameters.trashed", "validation")]
    [InlineData("""{"view_id":"{{#if"}""", "parameters.view_id", "expression")]
    [InlineData("[]", "parameters", "validation")]
    public void A_wrong_parameter_is_named(string parameters, string field, string code)
    {
        var problem = Assert.Single(Calls.Problems(() => Calls.List("tickets.list", parameters)));

        Assert.Equal((field, code), (problem.Field, problem.Code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_page_size_out_of_range_is_refused(int size) =>
        Assert.Equal("pageSize", Assert.Single(Calls.Problems(() => Calls.List("tickets.list", pageSize: size))).Field);

    [Fact]
    public void A_cursor_list_goes_on_until_there_is_no_cursor()
    {
        var source = Calls.List("tickets.list");

        var first = source.Read("""{"data":[{"id":1},{"id":2}],"meta":{"next_cursor":"abc"}}""");
        var last = source.Read("""{"data":[],"meta":{"next_cursor":null}}""", "abc");

        Assert.Equal((2, "abc"), (first.Page!.Records.Count, first.Next));
        Assert.Equal((0, null), (last.Page!.Records.Count, last.Next));
        Assert.Equal(2, first.Page.Records[1].GetProperty("id").GetInt32());
    }

    [Theory]
    [InlineData("""{"error":"x"}""", FaultKind.Defect)]
    [InlineData("""{"data":7}""", FaultKind.Defect)]
    [InlineData("""{"data":null}""", FaultKind.Defect)]
    [InlineData("""{"data":[],"meta":{"next_cursor":{}}}""", FaultKind.Defect)]
    [InlineData("""{"data":[""", FaultKind.Transient)]
    [InlineData("<html>", FaultKind.Transient)]
    [InlineData("", FaultKind.Transient)]
    [InlineData(null, FaultKind.Transient)]
    public void An_answer_without_records_is_unexpected(string? body, FaultKind kind)
    {
        var answer = Calls.Answer(body);

        var reading = Calls.List("tickets.list").Read("", answer);

        Assert.Equal((kind, ErrorCodes.UnexpectedAnswer), (reading.Fault!.Kind, reading.Fault.Code));
        Assert.Null(reading.Page);
        answer.Dispose();
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_found_before_a_record_flows()
    {
        using var answer = Calls.Answer("""{"data":[{"a":"x"}]}""");
        var at = answer.Body!.Span.IndexOf((byte)'x');
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(answer.Body.Memory).Span[at] = 0xff;

        Assert.Equal(ErrorCodes.UnexpectedAnswer, Calls.List("tickets.list").Read("", answer).Fault!.Code);
    }

    [Fact]
    public void Whoever_reads_a_page_owns_its_memory()
    {
        var answer = Calls.Answer("""{"data":[{"id":1}],"meta":{}}""");

        var page = Calls.List("tickets.list").Read("", answer).Page!;
        answer.Dispose();

        Assert.Equal(1, page.Records[0].GetProperty("id").GetInt32());
        page.Dispose();
    }

    [Theory]
    [InlineData("""[{"id":1},{"id":2}]""", null, 2)]
    [InlineData("""{"id":1}""", null, 1)]
    [InlineData("""{"a":{"b":[1,"x",null]}}""", "$.a.b", 3)]
    [InlineData("""{"a":{"id":1}}""", "$.a", 1)]
    [InlineData("""{"a":[{"t":1},{"t":2},{}]}""", "$.a[*].t", 2)]
    [InlineData("""{"a":null}""", "$.a[*]", 0)]
    [InlineData("\uFEFF[1]", null, 1)]
    public void Records_are_found_where_the_path_says(string body, string? records, int count) =>
        Assert.Equal(count, Calls.Source("""{"path":"/x"}""", records).Read(body).Page!.Records.Count);

    [Fact]
    public void Pages_are_numbered_until_one_is_short()
    {
        var source = Calls.Source(
            """{"path":"/x","query":{"q":"a b"}}""", paging: """{"type":"page","parameter":"p","start":0,"size":2,"sizeParameter":"n"}""");

        Assert.Equal("q=a%20b&n=2&p=0", source.Ask().Query);
        Assert.Equal("1", source.Read("[1,2]").Next);
        Assert.Equal("q=a%20b&n=2&p=1", source.Ask("1").Query);
        Assert.Equal("2", source.Read("[1,2]", "1").Next);
        Assert.Null(source.Read("[1]", "2").Next);
        Assert.Null(source.Read("[]", "2").Next);
    }

    [Fact]
    public void Offsets_count_the_records_that_came()
    {
        var source = Calls.Source("""{"path":"/x"}""", paging: """{"type":"offset","parameter":"o","size":2,"sizeParameter":"n"}""");

        Assert.Equal("n=2&o=0", source.Ask().Query);
        Assert.Equal("3", source.Read("[1,2,3]").Next);
        Assert.Equal("5", source.Read("[1,2]", "3").Next);
        Assert.Null(source.Read("[1]", "5").Next);
    }

    [Fact]
    public void Without_a_size_only_an_empty_page_ends()
    {
        var source = Calls.Source("""{"path":"/x"}""", paging: """{"type":"page","parameter":"p"}""");

        Assert.Equal("p=1", source.Ask().Query);
        Assert.Equal("2", source.Read("[1]").Next);
        Assert.Null(source.Read("[]", "2").Next);
    }

    [Theory]
    [InlineData("\"https://a.example/x?c=1\"", "https://a.example/x?c=1")]
    [InlineData("\"?c=1\"", "?c=1")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("false", null)]
    public void The_body_may_hold_the_next_address(string next, string? state)
    {
        var source = Calls.Source("""{"path":"/x"}""", "$.d", """{"type":"next-url","next":"$.links.next"}""");

        Assert.Equal(state, source.Read($$$"""{"d":[],"links":{"next":{{{next}}} } }""").Next);
        Assert.Equal(state, state is null ? null : source.Ask(state).Next);
    }

    [Fact]
    public void A_header_may_hold_the_next_address()
    {
        var source = Calls.Source("""{"path":"/x"}""", paging: """{"type":"link-header"}""");

        Assert.Equal("/x?p=2", source.Read("[]", link: "</x?p=2>; rel=\"next\"").Next);
        Assert.Null(source.Read("[]", link: "</x?p=1>; rel=\"prev\"").Next);
        Assert.Null(source.Read("[]").Next);
    }

    [Theory]
    [InlineData("7", """{"q":{"a":1,"after":7}}""")]
    [InlineData("\"x\"", """{"q":{"a":1,"after":"x"}}""")]
    [InlineData("[1,\"b\"]", """{"q":{"a":1,"after":[1,"b"]}}""")]
    public void A_value_for_the_next_page_goes_into_the_body_as_it_is(string next, string body)
    {
        var source = Calls.Source(
            """{"method":"POST","path":"/search","body":{"q":{"a":1,"after":null}}}""",
            "$.d",
            """{"type":"body","next":"$.m.after","path":"$.q.after"}""");

        var state = source.Read($$$"""{"d":[],"m":{"after":{{{next}}} } }""").Next!;

        Assert.Equal("""{"q":{"a":1,"after":null}}""", source.Ask().BodyText());
        Assert.Equal(body, source.Ask(state).BodyText());
        Assert.Null(source.Read("""{"d":[],"m":{}}""", state).Next);
    }

    [Fact]
    public void A_body_that_is_left_out_is_made_for_the_next_pages_value()
    {
        var source = Calls.Source("""{"method":"POST"}""", "$.d", """{"type":"body","next":"$.n","path":"$.a.b"}""");

        Assert.Equal("""{"a":{"b":1}}""", source.Ask("1").BodyText());
    }

    [Fact]
    public void A_state_has_a_bound()
    {
        var source = Calls.List("tickets.list");

        var reading = source.Read($$$"""{"data":[],"meta":{"next_cursor":"{{{new string('x', 20_000)}}}"}}""");

        Assert.Equal(ErrorCodes.UnexpectedAnswer, reading.Fault!.Code);
    }

    [Fact]
    public void A_summary_holds_method_and_path_only() =>
        Assert.Equal("GET https://a.example/x", Calls.Source("""{"path":"/x"}""").Ask("") switch
        {
            var call => new HttpCall { Method = call.Method, Path = call.Path, Next = "https://a.example/x?key=secret" }.Summary,
        });
}
