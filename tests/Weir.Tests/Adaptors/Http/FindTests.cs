using System.Text;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Adaptors.Http;

/// <summary>How what an import writes is found again.</summary>
public sealed class FindTests
{
    [Fact]
    public void A_customer_is_asked_for_by_each_key_that_the_record_has()
    {
        var search = Search("customers.upsert", """{"email":"Ann+1@x.example","external_id":"a b","name":"Ann"}""")!;
        Assert.Equal(["customers /customers external_id a b", "customers /customers email ANN+1@X.EXAMPLE"], search.Keys);
        Assert.True(search.IsUnique);
        Assert.Equal(
            ["order_by=created_datetime%3Adesc&limit=100&external_id=a%20b", "order_by=created_datetime%3Adesc&limit=100&email=Ann%2B1%40x.example"],
            [Query(search, 0), Query(search, 1)]);
        Assert.False(Search("customers.upsert", """{"external_id":7}""")!.IsUnique);
        Assert.Null(Search("customers.upsert", """{"email":"","external_id":null,"name":"Ann"}"""));
    }

    [Fact]
    public void What_an_update_may_not_say_is_left_out()
    {
        var search = Search("tickets.upsert", """{"external_id":"x","messages":[{}],"created_datetime":"2020","subject":"S"}""")!;
        var update = (HttpCall)search.Update(Calls.Json("""{"id":12}"""), "k");
        Assert.Equal((HttpMethod.Put, "/tickets/12", """{"external_id":"x","subject":"S"}"""), (update.Method, update.Path, update.BodyText()));
    }

    [Theory]
    [InlineData("""{"data":[]}""", false, null)]
    [InlineData("""{"data":[{"id":1,"external_id":"y"}]}""", false, null)]
    [InlineData("""{"data":[{"id":1,"external_id":"y"},{"id":2,"external_id":"x"}]}""", true, null)]
    [InlineData("""{"data":[{"id":1,"external_id":"x"},{"id":2,"external_id":"x"}]}""", false, ErrorCodes.Conflict)]
    [InlineData("""{"rows":[]}""", false, ErrorCodes.UnexpectedAnswer)]
    [InlineData("nothing", false, ErrorCodes.UnexpectedAnswer)]
    public void Only_what_has_the_key_is_found_and_one_of_several_is_not_chosen(string answer, bool isFound, string? code)
    {
        var reading = Search("tickets.upsert", """{"external_id":"x"}""")!.Read(0, Calls.Answer(answer), null);
        Assert.Equal((isFound, code), (reading.IsFound, reading.Fault?.Code));
    }

    [Theory]
    [InlineData("""{"data":[{"id":1,"external_id":"y"}],"meta":{"next_cursor":"abc"}}""", false, ErrorCodes.UnexpectedAnswer)]
    [InlineData("""{"data":[{"id":1,"external_id":"x"}],"meta":{"next_cursor":"abc"}}""", true, null)]
    [InlineData("""{"data":[{"id":1,"external_id":"y"}],"meta":{"next_cursor":null}}""", false, null)]
    public void A_part_of_what_fits_does_not_say_that_nothing_has_the_key(string answer, bool isFound, string? code)
    {
        var search = Search("macros.create", """{"external_id":"x","name":"A"}""")!;
        Assert.Equal(answer.Contains("null", StringComparison.Ordinal), search.KeysIn(0, Calls.Answer(answer)) is not null);
        foreach (var sent in (SentCreate?[])[null, Sent])
        {
            var reading = search.Read(0, Calls.Answer(answer.Replace("\"x\"", "\"x\",\"created_datetime\":\"2026-01-01T10:00:00Z\"", StringComparison.Ordinal)), sent);
            Assert.Equal((isFound, code), (reading.IsFound, reading.Fault?.Code));
        }
    }

    [Fact]
    public void Of_what_the_application_refuses_a_second_one_a_part_is_enough() =>
        Assert.Null(Search("tags.create", """{"name":"a"}""")!.Read(
            0, Calls.Answer("""{"data":[{"id":1,"name":"ab"}],"meta":{"next_cursor":"abc"}}"""), Sent).Fault);

    [Theory]
    [InlineData("""{"external_id":"x","subject":" A  B "}""", "2026-01-01T10:00:00+00:00", true)]
    [InlineData("""{"external_id":"x","subject":"Another"}""", "2026-01-01T10:00:00+00:00", false)]
    [InlineData("""{"external_id":"x","subject":"A B","channel":"email"}""", "2026-01-01T10:00:00+00:00", false)]
    [InlineData("""{"external_id":"x","subject":"A B"}""", "2026-01-01T09:59:59", false)]
    [InlineData("""{"external_id":"x","subject":"A B"}""", "", false)]
    [InlineData("""{"external_id":"x","created_datetime":"2020-01-01T01:00:00+01:00"}""", "2020-01-01T00:00:00", true)]
    [InlineData("""{"external_id":"x","created_datetime":"2020-01-01T01:00:00Z"}""", "2020-01-01T00:00:00", false)]
    [InlineData("""{"external_id":"x","created_datetime":"2020-01-01T01:00:00Z"}""", "2026-01-01T10:00:00", false)]
    [InlineData("""{"external_id":"x","created_datetime":null}""", "2026-01-01T10:00:01", true)]
    public void What_may_have_been_sent_must_agree_with_what_is_there_and_not_be_older(string sent, string created, bool isFound) =>
        Assert.Equal(
            isFound,
            Search("tickets.create", sent)!.Read(
                0,
                Calls.Answer($$"""{"data":[{"id":1,"external_id":"x","subject":"A B","channel":null,"created_datetime":"{{created}}"}]}"""),
                Sent).IsFound);

    [Theory]
    [InlineData("tickets.create", """{"external_id":"x","subject":"A"}""", """{"subject":"A, as an agent calls it","created_datetime":"2026-01-01T10:00:00Z"}""", ErrorCodes.OutcomeUnknown)]
    [InlineData("tickets.create", """{"external_id":"x","subject":"A"}""", """{"subject":"Another","created_datetime":"2026-01-01T09:00:00Z"}""", null)]
    [InlineData("tickets.create", """{"external_id":"x","subject":"A","created_datetime":"2020-01-01T00:00:00.1239999Z"}""", """{"subject":"B","created_datetime":"2020-01-01T00:00:00.124"}""", ErrorCodes.OutcomeUnknown)]
    [InlineData("tickets.create", """{"external_id":"x","subject":"A","created_datetime":"2020-01-01T00:00:00Z"}""", """{"subject":"B","created_datetime":"2026-01-01T10:00:00Z"}""", null)]
    public void What_came_since_and_differs_leaves_it_unknown(string operation, string sent, string there, string? code)
    {
        var reading = Search(operation, sent)!.Read(
            0, Calls.Answer($$"""{"data":[{{there.Replace("{", """{"id":1,"external_id":"x",""", StringComparison.Ordinal)}}]}"""), Sent);
        Assert.Equal((false, code), (reading.IsFound, reading.Fault?.Code));
    }

    [Fact]
    public void A_message_that_is_written_in_another_way_there_leaves_it_unknown()
    {
        var search = Search("messages.reply", """{"external_id":"x","body_html":"<p onclick=\"a()\">hi</p>"}""", """{"ticket_id":"{{ticket}}"}""")!;
        const string answer = """{"id":7,"messages":[{"id":1,"external_id":"x","body_html":"<p>hi</p>","created_datetime":"2026-01-01T10:00:00Z"}]}""";
        Assert.Equal(ErrorCodes.OutcomeUnknown, search.Read(0, Calls.Answer(answer), Sent).Fault?.Code);
        Assert.Null(search.Read(0, Calls.Answer(answer), Sent with { IsAnothers = _ => true }).Fault);
    }

    [Fact]
    public void Fractions_of_seconds_do_not_make_another_time()
    {
        var search = Search(
            "messages.import", """{"external_id":"x","channel":"email","sent_datetime":"2020-01-01T00:00:00.1234567Z"}""", """{"ticket_id":"7"}""")!;
        Assert.True(search.Read(
            0,
            Calls.Answer("""{"messages":[{"id":1,"external_id":"x","channel":"email","sent_datetime":"2020-01-01T00:00:00.123456+00:00"}]}"""),
            Sent).IsFound);
    }

    [Fact]
    public void What_another_record_has_made_is_not_what_was_sent()
    {
        const string answer = """{"data":[{"id":1,"external_id":"x","created_datetime":"2026-01-01T10:00:00Z"},{"id":2,"external_id":"x","created_datetime":"2026-01-01T10:00:00Z"}]}""";
        var search = Search("tickets.create", """{"external_id":"x"}""")!;
        Assert.Equal(ErrorCodes.OutcomeUnknown, search.Read(0, Calls.Answer(answer), Sent).Fault?.Code);
        var reading = search.Read(0, Calls.Answer(answer), Sent with { IsAnothers = id => id == "1" });
        Assert.Equal("2", search.IdOf(reading.Value));
        Assert.Equal("7", search.IdOf(Calls.Answer("""{"id":7}""")));
        Assert.Null(search.IdOf(Calls.Answer("")));
    }

    [Theory]
    [InlineData("tags.create", """{"name":"vip","description":"ours"}""", """{"id":1,"name":"vip","description":"ours","created_datetime":"2026-01-01T09:00:00Z"}""", ErrorCodes.Conflict)]
    [InlineData("tags.create", """{"name":"vip","description":"ours"}""", """{"id":1,"name":"vip","description":"theirs","created_datetime":"2026-01-01T10:00:00Z"}""", ErrorCodes.Conflict)]
    [InlineData("tags.create", """{"name":"vip","description":"ours"}""", """{"id":1,"name":"vip","description":"ours","created_datetime":"2026-01-01T10:00:00Z"}""", null)]
    [InlineData("users.create", """{"email":"A@x.example","name":"A"}""", """{"id":1,"email":"a@x.example","name":"A","created_datetime":"2025-01-01T10:00:00Z"}""", ErrorCodes.Conflict)]
    [InlineData("macros.create", """{"external_id":"m","name":"A"}""", """{"id":1,"external_id":"m","name":"A","created_datetime":"2025-01-01T10:00:00Z"}""", null)]
    public void Of_what_there_can_be_only_one_another_one_says_that_ours_was_refused(string operation, string sent, string there, string? code) =>
        Assert.Equal(code, Search(operation, sent)!.Read(0, Calls.Answer($$"""{"data":[{{there}}]}"""), Sent).Fault?.Code);

    [Fact]
    public void A_message_is_looked_for_in_its_ticket()
    {
        var search = Search("messages.reply", """{"external_id":"x","body_text":"hi"}""", """{"ticket_id":"{{ticket}}"}""")!;
        Assert.Equal("/tickets/7", ((HttpCall)search.Ask(0)).Path);
        Assert.False(search.Read(0, Calls.Answer("""{"id":7,"messages":null}"""), Sent).IsFound);
        Assert.Null(Search("messages.reply", """{"body_text":"hi"}""", """{"ticket_id":"{{ticket}}"}"""));
    }

    [Fact]
    public void Before_a_create_it_is_looked_for_by_what_the_application_takes_twice()
    {
        Assert.Equal([0], Search("customers.create", """{"external_id":"x","email":"a@x.example"}""")!.First);
        Assert.Empty(Search("customers.create", """{"email":"a@x.example"}""")!.First);
        Assert.Empty(Search("tags.create", """{"name":"vip"}""")!.First);
    }

    [Fact]
    public void An_answer_says_what_else_it_holds_and_the_same_key_in_another_ticket_is_another()
    {
        var search = Search("messages.import", """{"external_id":"x"}""", """{"ticket_id":"7"}""")!;
        Assert.Equal(["messages /tickets/7 external_id x"], search.Keys);
        Assert.Equal(
            ["messages /tickets/7 external_id a", "messages /tickets/7 external_id 5"],
            search.KeysIn(0, Calls.Answer("""{"messages":[{"external_id":"a"},{"external_id":null},{},{"external_id":5}]}""")));
        Assert.Empty(search.KeysIn(0, Calls.Answer("""{"messages":null}"""))!);
        Assert.Null(search.KeysIn(0, Calls.Answer("""{"id":7}""")));
        Assert.Null(search.KeysIn(0, Calls.Answer("no JSON")));
    }

    [Fact]
    public void What_is_added_to_a_list_leaves_what_is_there()
    {
        var search = Search(
            "customers.addChannels",
            """{"channels":[{"type":"email","address":"A@x.example"},{"type":"phone","address":"1","preferred":true}]}""",
            """{"id":"7"}""")!;
        var update = (HttpCall)search.Update(
            Calls.Json("""{"id":7,"channels":[{"id":1,"type":"email","address":"a@x.example","preferred":true,"user":null}]}"""), null);
        Assert.Equal(
            """{"channels":[{"type":"email","address":"a@x.example","preferred":true},{"type":"phone","address":"1","preferred":true}]}""",
            update.BodyText());
    }

    [Theory]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"id":7,"channels":null}""")]
    [InlineData("""{"id":7,"channels":[{"id":1}]}""")]
    public void Nothing_is_added_to_a_list_that_is_not_known(string found)
    {
        var search = Search("customers.addChannels", """{"channels":[{"type":"phone","address":"1"}]}""", """{"id":"7"}""")!;
        var refused = Assert.Throws<EvaluationException>(() => search.Update(Calls.Json(found), null));
        Assert.Equal((ErrorCodes.UnexpectedAnswer, "channels"), (refused.Code, refused.Field));
    }

    [Fact]
    public void What_was_made_a_moment_ago_is_changed_by_its_id()
    {
        var update = (HttpCall)Search("tickets.upsert", """{"external_id":"x","subject":"S"}""")!.Update("12", null);
        Assert.Equal((HttpMethod.Put, "/tickets/12", """{"external_id":"x","subject":"S"}"""), (update.Method, update.Path, update.BodyText()));
    }

    private static SentCreate Sent { get; } = new(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero), _ => false);

    private static RecordSearch? Search(string operation, string body, string parameters = "{}") =>
        ((IFindCall)Calls.Import(operation, parameters)).Search(
            Calls.Json("""{"ticket":7}"""), Encoding.UTF8.GetBytes(body), Variables.None);

    private static string Query(RecordSearch search, int key) => ((HttpCall)search.Ask(key)).Query;
}
