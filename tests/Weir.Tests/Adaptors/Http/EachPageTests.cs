using Weir.Model;

namespace Weir.Tests.Adaptors.Http;

public sealed class EachPageTests
{
    private const string NoMore = """{"data":[{"id":1}],"meta":{"next_cursor":null}}""";

    [Fact]
    public void A_list_with_values_is_read_once_for_each_of_them()
    {
        var source = Calls.List("custom-fields.list");

        var first = source.Read("""{"data":[{"id":1}],"meta":{"next_cursor":"abc"}}""", source.First);
        var second = source.Read(NoMore, first.Next!);
        var third = source.Read(NoMore, second.Next!);

        Assert.Equal("object_type=Ticket&order_by=priority%3Adesc&limit=100", source.Ask().Query);
        Assert.Equal("object_type=Ticket&order_by=priority%3Adesc&limit=100&cursor=abc", source.Ask(first.Next!).Query);
        Assert.Equal("object_type=Customer&order_by=priority%3Adesc&limit=100", source.Ask(second.Next!).Query);
        Assert.Null(third.Next);
        Assert.Null(source.Order);
    }

    [Fact]
    public void A_value_that_is_given_is_the_only_one()
    {
        var source = Calls.List("custom-fields.list", """{"object_type":"Customer"}""");

        Assert.Contains("object_type=Customer", source.Ask().Query);
        Assert.Null(source.Read(NoMore).Next);
        Assert.Equal("$.priority", source.Order!.By);
    }

    [Fact]
    public void The_items_of_all_views_are_read_view_by_view_and_say_of_which()
    {
        var source = Calls.List("views.items");

        var views = source.Read("""{"data":[{"id":7},{"id":9}],"meta":{"next_cursor":"v2"}}""");
        var items = source.Read(
            """{"data":[{"id":1,"view_id":"x"},{"id":2}],"meta":{"next_items":"/api/views/7/items?cursor=c%3D&ignored_item=2&limit=30"}}""",
            views.Next!);
        var more = source.Read("""{"data":[{"id":3}],"meta":{"next_items":null}}""", items.Next!);
        var nine = source.Read("""{"data":[],"meta":{}}""", more.Next!);
        var last = source.Read("""{"data":[],"meta":{"next_cursor":null}}""", nine.Next!);

        Assert.Equal(("/views", "order_by=created_datetime%3Adesc&limit=100"), (source.Ask().Path, source.Ask().Query));
        Assert.Empty(views.Page!.Records);
        Assert.Equal(("/views/7/items", "limit=100"), (source.Ask(views.Next!).Path, source.Ask(views.Next!).Query));
        Assert.Equal(["""{"view_id":7,"id":1}""", """{"view_id":7,"id":2}"""], items.Page!.Records.Select(r => r.GetRawText()));
        Assert.Equal("cursor=c%3D&ignored_item=2&limit=30", source.Ask(items.Next!).Query);
        Assert.Equal("/views/9/items", source.Ask(more.Next!).Path);
        Assert.Equal(("/views", "cursor=v2"), (source.Ask(nine.Next!).Path, source.Ask(nine.Next!).Query[^9..]));
        Assert.Null(last.Next);
    }

    [Fact]
    public void The_items_of_one_view_say_of_which_too()
    {
        var source = Calls.List("views.items", """{"view_id":"7","order_by":"updated_datetime:asc"}""", pageSize: 10);

        Assert.Equal(
            ("/views/7/items", "order_by=updated_datetime%3Aasc&limit=10"), (source.Ask().Path, source.Ask().Query));
        var read = source.Read("""{"data":[{"id":1}],"meta":{"next_items":null}}""");
        Assert.Equal("""{"view_id":"7","id":1}""", read.Page!.Records[0].GetRawText());
        Assert.Null(read.Next);
    }

    [Fact]
    public void An_item_keeps_its_texts_and_numbers_as_they_came()
    {
        var markup = string.Concat(Enumerable.Repeat("<a href='x'>+&\u00e9</a>", 5000));
        var item = "{\"id\":1.50,\"<b>\":\"" + markup + "\"}";
        var read = Calls.List("views.items", """{"view_id":7}""").Read("{\"data\":[" + item + "],\"meta\":{}}");
        Assert.Equal(markup, read.Page!.Records[0].GetProperty("<b>").GetString());
        Assert.Equal("1.50", read.Page.Records[0].GetProperty("id").GetRawText());
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(410, true)]
    [InlineData(400, false)]
    [InlineData(500, false)]
    public void A_view_that_is_gone_is_passed(int status, bool isPassed)
    {
        var source = Calls.List("views.items");
        var views = source.Read("""{"data":[{"id":7},{"id":9}],"meta":{"next_cursor":null}}""");

        var past = source.Past(views.Next!, Fault(status));

        Assert.Equal(isPassed, past is not null);
        Assert.Null(source.Past(source.First, Fault(status)));
        if (past is not null)
        {
            Assert.Equal("/views/9/items", source.Ask(past).Path);
            Assert.Equal("", source.Past(past, Fault(status)));
        }
    }

    [Fact]
    public void A_view_that_was_named_and_is_gone_is_a_fault() =>
        Assert.Null(Calls.List("views.items", """{"view_id":"7"}""").Past("", Fault(404)));

    [Theory]
    [InlineData("""{"data":[{"name":"x"}],"meta":{}}""")]
    [InlineData("""{"data":[{"id":{}}],"meta":{}}""")]
    [InlineData("""{"data":[{"id":""}],"meta":{}}""")]
    public void A_list_of_values_without_the_value_is_unexpected(string answer) =>
        Assert.Equal(ErrorCodes.UnexpectedAnswer, Calls.List("views.items").Read(answer).Fault!.Code);

    [Fact]
    public void A_page_of_values_that_cannot_be_remembered_is_unexpected()
    {
        var ids = string.Join(',', Enumerable.Range(1_000_000_000, 2000).Select(i => $"{{\"id\":{i}}}"));
        var reading = Calls.List("views.items").Read($$$"""{"data":[{{{ids}}}],"meta":{"next_cursor":null}}""");
        Assert.Equal(ErrorCodes.UnexpectedAnswer, reading.Fault!.Code);
    }

    [Fact]
    public void A_state_of_another_kind_begins_anew() =>
        Assert.Equal("/views", Calls.List("views.items").Ask("WyJuZXh0Il0=").Path);

    [Fact]
    public void A_lookup_needs_the_value()
    {
        var problem = Assert.Single(Calls.Problems(() => Calls.Lookup("custom-fields.list")));

        Assert.Equal(("parameters.object_type", ErrorCodes.Required), (problem.Field, problem.Code));
        Assert.Contains("object_type=Ticket", Calls.Lookup("custom-fields.list", """{"object_type":"Ticket"}""").For("{}").Query);
    }

    private static Fault Fault(int status) => new()
    {
        Kind = FaultKind.Rejected,
        Code = ErrorCodes.Rejected,
        Message = "no",
        HttpStatus = status,
    };
}
