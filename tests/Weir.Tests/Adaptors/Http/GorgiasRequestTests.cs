using System.Text.Json;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Adaptors.Http;

/// <summary>What the operations of Gorgias ask for where it is more than a path and a cursor.</summary>
public sealed class GorgiasRequestTests
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Variables Times = new("2026-08-26T11:55:00.000Z", "2026-08-26T13:00:00.000Z", "run_1");

    [Theory]
    [InlineData("\"open, closed ,,\"", "open&open&closed")]
    [InlineData("""["open","closed"]""", "open&open&closed")]
    [InlineData("""["a,b"]""", "a%2Cb")]
    [InlineData("""  "[\"a\"]"  """, "a")]
    [InlineData("\"[x\"", "%5Bx")]
    [InlineData("7", "7")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void A_parameter_of_several_values_stands_once_for_each(string value, string? expected)
    {
        var query = Calls.List("events.list", $$"""{"types":{{value}}}""").Ask().Query;
        var types = query.Split('&').Where(p => p.StartsWith("types=", StringComparison.Ordinal)).Select(p => p[6..]);
        Assert.Equal(expected?.Replace("open&open", "open", StringComparison.Ordinal).Split('&') ?? [], types);
    }

    [Fact]
    public void Deletions_ask_for_the_types_of_deletions() =>
        Assert.Contains("types=ticket-deleted&types=ticket-message-deleted&types=customer-deleted", Calls.List("events.deletions").Ask().Query);

    [Fact]
    public void Events_are_asked_for_by_time_and_in_their_order()
    {
        var query = Changes("events.list").Ask(variables: Times).Query;
        Assert.Equal(
            "order_by=created_datetime%3Aasc&created_datetime%5Bgte%5D=2026-08-26T11%3A55%3A00.000Z"
            + "&created_datetime%5Blt%5D=2026-08-26T13%3A00%3A00.000Z&limit=100",
            query);
    }

    [Fact]
    public void Tickets_come_newest_change_first_in_a_run_for_changes()
    {
        var source = Changes("tickets.list");
        Assert.Equal("order_by=updated_datetime%3Adesc&limit=100", source.Ask(variables: Times).Query);
        Assert.Equal(new OrderDefinition("$.updated_datetime", "$.id", OrderDirection.Descending), source.Order);
    }

    [Fact]
    public void A_search_says_what_and_how_many()
    {
        var call = Calls.List("search.list", """{"type":"customer","query":"Ann \"A\""}""").Ask();
        Assert.Equal((HttpMethod.Post, "/search", ""), (call.Method, call.Path, call.Query));
        Assert.Equal("""{"type":"customer","query":"Ann \"A\"","size":50}""", Minified(call));
        Assert.Contains("\"size\":5", Minified(Calls.List("search.list", """{"type":"tag","query":"x","size":5}""").Ask()));
    }

    [Theory]
    [InlineData("""{"data":[{"id":1}],"object":"list","meta":{}}""")]
    [InlineData("""[{"id":1}]""")]
    public void What_a_search_finds_is_a_list_or_stands_in_one(string answer) =>
        Assert.Single(Calls.List("search.list", """{"type":"tag","query":"x"}""").Read(answer).Page!.Records);

    [Fact]
    public void Looking_tickets_up_by_a_filter_leaves_no_view_behind()
    {
        const string parameters = """{"filters":"eq(ticket.status, 'open')"}""";
        var all = Calls.List("tickets.search", parameters).Ask();
        var changes = Changes("tickets.search", parameters).Ask("cursor=c&ignored_item=4", Times);

        Assert.Equal((HttpMethod.Put, "/views/0/items", "limit=100"), (all.Method, all.Path, all.Query));
        Assert.Equal(
            """{"view":{"type":"ticket-list","fields":[],"filters":"eq(ticket.status, 'open')","search":null,"order_by":"created_datetime","order_dir":"desc"}}""",
            Minified(all));
        Assert.Equal("limit=100&cursor=c&ignored_item=4", changes.Query);
        Assert.Contains(
            "\"filters\":\"eq(ticket.status, 'open') && gte(ticket.updated_datetime, '2026-08-26T11:55:00.000Z')\"", Minified(changes));
        Assert.Contains("\"filters\":\"gte(ticket", Minified(Changes("tickets.search").Ask("", Times)));
    }

    [Fact]
    public void Statistics_are_asked_for_with_a_period_measures_and_filters()
    {
        const string parameters = """
            {"scope":"satisfaction-surveys","measures":"averageSurveyScore,responseRate","from":"{{lastRun}}","until":"{{thisRun}}",
             "dimensions":["agentId"],"time_dimension":"createdDatetime","timezone":"Europe/Paris",
             "filters":"[{\"member\":\"channel\",\"operator\":\"one-of\",\"values\":[\"email\"]}]"}
            """;
        var call = Calls.List("statistics.list", parameters).Ask("next", Times);

        Assert.Equal("limit=1000&cursor=next", call.Query);
        Assert.Equal(
            """
            {"query":{"scope":"satisfaction-surveys","timezone":"Europe/Paris","measures":["averageSurveyScore","responseRate"],"dimensions":["agentId"],"time_dimensions":[{"dimension":"createdDatetime","granularity":"day"}],"filters":[{"member":"periodStart","operator":"afterDate","values":["2026-08-26T11:55:00.000Z"]},{"member":"periodEnd","operator":"beforeDate","values":["2026-08-26T13:00:00.000Z"]},{"member":"channel","operator":"one-of","values":["email"]}]}}
            """,
            Minified(call));
    }

    [Fact]
    public void What_should_be_JSON_and_is_not_is_named() =>
        Assert.Equal(
            "parameters.filters",
            Assert.Single(Calls.Problems(() => Calls.List(
                "statistics.list", """{"scope":"tags","measures":"x","from":"a","until":"b","filters":"[{"}"""))).Field);

    [Fact]
    public void A_note_is_a_note_whatever_is_mapped()
    {
        var call = Calls.Import("messages.addNote", """{"ticket_id":"{{id}}"}""")
            .For("""{"id":7}""", """{"body_text":"hi","public":true,"channel":"email","via":null}""");
        Assert.Equal("/tickets/7/messages", call.Path);
        Assert.Equal(
            """{"body_text":"hi","via":"api","channel":"internal-note","public":false,"from_agent":true}""", Minified(call));
    }

    [Theory]
    [InlineData("""{"channel":"email","from_agent":true,"body_text":"old"}""", "2026-08-26T13:00:00.000Z")]
    [InlineData("""{"channel":"email","from_agent":true,"body_text":"old","sent_datetime":null}""", "2026-08-26T13:00:00.000Z")]
    [InlineData("""{"channel":"email","from_agent":true,"body_text":"old","sent_datetime":"2020-01-01T00:00:00Z"}""", "2020-01-01T00:00:00Z")]
    public void What_is_imported_was_sent_always(string mapped, string sent)
    {
        var call = (HttpCall)Calls.Import("messages.import", """{"ticket_id":"7"}""")
            .Prepare(Calls.Json("{}"), System.Text.Encoding.UTF8.GetBytes(mapped), Times, "k");
        Assert.Equal(sent, Calls.Json(call.BodyText()).GetProperty("sent_datetime").GetString());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(""","action":"" """, "")]
    [InlineData(""","action":"{{what}}" """, "action=retry")]
    [InlineData(""","action":"force" """, "action=force")]
    public void What_happens_to_a_reply_whose_actions_fail_is_said_where_it_is_chosen(string action, string query) =>
        Assert.Equal(query, Calls.Import("messages.reply", $$$"""{"ticket_id":"7"{{{action}}} }""")
            .For("""{"what":"retry"}""", """{"body_text":"hi"}""").Query);

    [Theory]
    [InlineData("tickets.close", """{"id":"7"}""", """{"status":"closed"}""")]
    [InlineData("tickets.assign", """{"id":"7","user_id":"{{user}}"}""", """{"assignee_user":{"id":5}}""")]
    [InlineData("tickets.assign", """{"id":"7","user_id":5,"team_id":"9"}""", """{"assignee_user":{"id":5},"assignee_team":{"id":9}}""")]
    [InlineData("tickets.unassign", """{"id":"7"}""", """{"assignee_user":{"id":null}}""")]
    [InlineData("tickets.snooze", """{"id":"7","until":"2026-09-01T08:00:00Z"}""", """{"snooze_datetime":"2026-09-01T08:00:00Z"}""")]
    [InlineData("tickets.restore", """{"id":"7"}""", """{"trashed_datetime":null}""")]
    public void What_its_parameters_say_is_all_that_is_sent(string operation, string parameters, string body)
    {
        var call = Calls.Import(operation, parameters).For("""{"user":5,"subject":"x"}""", """{"user":5,"subject":"x"}""");
        Assert.Equal((HttpMethod.Put, "/tickets/7", body), (call.Method, call.Path, Minified(call)));
    }

    [Fact]
    public void What_needs_no_mapping_takes_none()
    {
        var spec = new DestinationSpec(
            Catalogue.Definitions.Gorgias,
            Catalogue.Definitions.Gorgias.Operations["tickets.close"],
            new Import
            {
                Id = new ImportId("imp_1"),
                Name = "I",
                Connection = new ConnectionId("conn_1"),
                Operation = "tickets.close",
                Parameters = Calls.Json("""{"id":"7"}"""),
                Mapping = Calls.Json("""{"status":"open"}"""),
            },
            null);
        Assert.Equal("mapping", Assert.Single(Calls.Problems(() => Calls.Adaptor.OpenDestination(spec))).Field);
    }

    [Theory]
    [InlineData("tickets.create", """{"via":"api"}""", "messages")]
    [InlineData("tickets.create", """{"via":"api","messages":[{"channel":"api","via":"api","from_agent":true},{"channel":"api","via":"api"}]}""", "messages[1].from_agent")]
    [InlineData("tags.create", """{"name":null}""", "name")]
    [InlineData("users.create", """{"name":"A","email":"a@b.example","role":{}}""", "role.name")]
    [InlineData("tickets.setCustomFields", """[{"id":1,"value":null},{"id":2}]""", "[1].value")]
    [InlineData("tickets.setTags", "{}", "names")]
    [InlineData("tickets.addTags", """{"names":null}""", "names")]
    [InlineData("tickets.removeTags", """{"tags":["x"]}""", "names")]
    public void A_record_without_what_is_needed_is_refused_by_name_and_not_sent(string operation, string body, string field)
    {
        var parameters = operation.StartsWith("tickets.", StringComparison.Ordinal) && operation != "tickets.create" ? """{"id":"7"}""" : "{}";
        var refused = Assert.Throws<Weir.Expressions.EvaluationException>(() => Calls.Import(operation, parameters, "{}").For("{}", body));
        Assert.Equal((ErrorCodes.Mapping, field), (refused.Code, refused.Field));
    }

    [Fact]
    public void A_mapping_that_lacks_what_is_needed_is_refused_when_it_is_saved() => Assert.Equal(
        ["mapping.channel", "mapping.from_agent"],
        Calls.Problems(() => Open("messages.import", """{"ticket_id":"7"}""", ["body_text"])).Select(p => p.Field));

    [Theory]
    [InlineData("""{"names":[]}""")]
    [InlineData("""{"ids":[7]}""")]
    [InlineData("""{"ids":[7],"names":["x"]}""")]
    public void Of_several_fields_one_is_enough_and_may_be_an_empty_list(string body) =>
        Assert.Equal(body, Calls.Import("tickets.setTags", """{"id":"7"}""").For("{}", body).BodyText());

    [Fact]
    public void A_mapping_that_gives_none_of_several_is_refused_when_it_is_saved_and_so_is_none_where_one_is_needed()
    {
        Assert.Equal("mapping.names", Assert.Single(Calls.Problems(() => Open("tickets.setTags", """{"id":"7"}""", ["tags"]))).Field);
        Assert.Equal("mapping.names", Assert.Single(Calls.Problems(() => Calls.Import("tickets.removeTags", """{"id":"7"}"""))).Field);
        Assert.NotNull(Open("tickets.removeTags", """{"id":"7"}""", ["ids"]));
    }

    [Fact]
    public void To_assign_a_ticket_a_user_or_a_team_is_needed()
    {
        Assert.Equal("parameters.user_id", Assert.Single(Calls.Problems(() => Calls.Import("tickets.assign", """{"id":"7"}"""))).Field);
        var call = Calls.Import("tickets.assign", """{"id":"7","user_id":"{{user}}","team_id":"{{team}}"}""");
        Assert.Equal("""{"assignee_team":{"id":4}}""", Minified(call.For("""{"team":4}""")));
        var refused = Assert.Throws<Weir.Expressions.EvaluationException>(() => call.For("{}"));
        Assert.Equal((ErrorCodes.Template, "user_id"), (refused.Code, refused.Field));
    }

    /// <summary>An import whose mapping is spelled out with these fields.</summary>
    private static IDestination Open(string operation, string parameters, IReadOnlyList<string> columns) =>
        Calls.Adaptor.OpenDestination(new DestinationSpec(
            Catalogue.Definitions.Gorgias,
            Catalogue.Definitions.Gorgias.Operations[operation],
            new Import
            {
                Id = new ImportId("imp_1"),
                Name = "I",
                Connection = new ConnectionId("conn_1"),
                Operation = operation,
                Parameters = Calls.Json(parameters),
                Mapping = Calls.Json("{}"),
            },
            columns));

    /// <summary>In mode delta.</summary>
    private static IPageSource Changes(string operation, string parameters = "{}") => Calls.Adaptor.OpenSource(
        new SourceSpec(Catalogue.Definitions.Gorgias, Catalogue.Definitions.Gorgias.Operations[operation], new Export
        {
            Id = new ExportId("exp_1"),
            Name = "E",
            Connection = new ConnectionId("conn_1"),
            Operation = operation,
            Parameters = Calls.Json(parameters),
            Mode = ExportMode.Delta,
        }));

    private static string Minified(HttpCall call) =>
        JsonSerializer.Serialize(JsonDocument.Parse(call.BodyText()).RootElement, Plain);
}
