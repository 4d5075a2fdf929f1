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
        Assert.Equal(["customers external_id a b", "customers email ANN+1@X.EXAMPLE"], search.Keys);
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
        var reading = Search("tickets.upsert", """{"external_id":"x"}""")!.Read(0, Calls.Answer(answer), wasSent: false);
        Assert.Equal((isFound, code), (reading.IsFound, reading.Fault?.Code));
    }

    [Theory]
    [InlineData("""{"external_id":"x","subject":"S"}""", true)]
    [InlineData("""{"external_id":"x","subject":"Another"}""", false)]
    [InlineData("""{"external_id":"x","created_datetime":"2020-01-01T01:00:00+01:00"}""", true)]
    [InlineData("""{"external_id":"x","created_datetime":"2020-01-01T01:00:00Z"}""", false)]
    public void What_may_have_been_sent_must_agree_with_what_is_there(string sent, bool isFound) => Assert.Equal(
        isFound,
        Search("tickets.create", sent)!.Read(
            0,
            Calls.Answer("""{"data":[{"id":1,"external_id":"x","subject":"S","created_datetime":"2020-01-01T00:00:00+00:00"}]}"""),
            wasSent: true).IsFound);

    [Fact]
    public void A_message_is_looked_for_in_its_ticket()
    {
        var search = Search("messages.reply", """{"external_id":"x","body_text":"hi"}""", """{"ticket_id":"{{ticket}}"}""")!;
        Assert.Equal("/tickets/7", ((HttpCall)search.Ask(0)).Path);
        Assert.False(search.Read(0, Calls.Answer("""{"id":7,"messages":null}"""), wasSent: true).IsFound);
        Assert.Null(Search("messages.reply", """{"body_text":"hi"}""", """{"ticket_id":"{{ticket}}"}"""));
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

    private static RecordSearch? Search(string operation, string body, string parameters = "{}") =>
        ((IFindCall)Calls.Import(operation, parameters)).Search(
            Calls.Json("""{"ticket":7}"""), Encoding.UTF8.GetBytes(body), Variables.None);

    private static string Query(RecordSearch search, int key) => ((HttpCall)search.Ask(key)).Query;
}
