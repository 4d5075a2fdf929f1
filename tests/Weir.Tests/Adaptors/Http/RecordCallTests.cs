using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Adaptors.Http;

public sealed class RecordCallTests
{
    [Fact]
    public void A_lookups_parameter_is_a_template_over_the_record()
    {
        var call = Calls.Lookup("customers.get", """{"id":"{{customer.id}}"}""").For("""{"customer":{"id":12}}""");

        Assert.Equal(("GET", "/customers/12"), (call.Method.Method, call.Path));
        Assert.Null(call.Content());
    }

    [Fact]
    public void A_needed_parameter_that_is_empty_for_a_record_is_that_records_error()
    {
        var lookup = Calls.Lookup("customers.get", """{"id":"{{customer.id}}"}""");

        var refused = Assert.Throws<EvaluationException>(() => lookup.For("{}"));

        Assert.Equal(("template", "id"), (refused.Code, refused.Field));
        Assert.Equal("The parameter Customer id ({{customer.id}}) is empty for this record.", refused.Message);
    }

    [Theory]
    [InlineData("tickets.list", """{"external_id":"{{key}}"}""", "external_id")]
    [InlineData("tickets.list", """{"customer_id":"7","external_id":"{{key}}"}""", "external_id")]
    [InlineData("tickets.list", """{"ticket_ids":"{{key}}"}""", "ticket_ids")]
    [InlineData("users.list", """{"email":"{{key}}"}""", "email")]
    public void A_filter_that_is_empty_for_a_record_does_not_look_up_just_anybody(string operation, string parameters, string field)
    {
        var lookup = Calls.Lookup(operation, parameters);

        foreach (var record in (string[])["{}", """{"key":""}""", """{"key":" "}""", """{"key":null}"""])
        {
            var refused = Assert.Throws<EvaluationException>(() => lookup.For(record));
            Assert.Equal(("template", field), (refused.Code, refused.Field));
        }

        Assert.Contains($"{field}=4", lookup.For("""{"key":"4"}""").Query);
    }

    [Fact]
    public void Nor_does_an_empty_list() => Assert.Equal(
        "ticket_ids",
        Assert.Throws<EvaluationException>(() => Calls.Lookup("tickets.list", """{"ticket_ids":"{{json ids}}"}""").For("""{"ids":[]}""")).Field);

    [Theory]
    [InlineData("7")]
    [InlineData("7.0")]
    [InlineData("\" 7 \"")]
    [InlineData("\"007\"")]
    [InlineData("7e0")]
    public void An_id_is_written_as_the_number_that_it_is(string id) =>
        Assert.Equal("/tickets/7", Calls.Import("tickets.delete", """{"id":"{{id}}"}""").For($$"""{"id":{{id}}}""").Path);

    [Fact]
    public void Nor_does_the_query_of_a_lookup_that_is_spelled_out()
    {
        var lookup = Calls.SpelledOutLookup("""{"path":"/people","query":{"email":"{{email}}","limit":"1","flag":""}}""");

        Assert.Equal("email=a%40b.example&limit=1&flag=", lookup.For("""{"email":"a@b.example"}""").Query);
        var refused = Assert.Throws<EvaluationException>(() => lookup.For("{}"));
        Assert.Equal(("template", "request.query.email"), (refused.Code, refused.Field));
        Assert.Equal("The query's email is empty for this record.", refused.Message);
    }

    [Theory]
    [InlineData("tickets.delete", """{"id":"{{id}}"}""")]
    [InlineData("customers.delete", """{"id":"{{id}}"}""")]
    [InlineData("messages.delete", """{"ticket_id":"{{id}}","id":"1"}""")]
    [InlineData("customers.merge", """{"source_id":"{{id}}","target_id":"1"}""")]
    public void What_is_gone_already_is_no_word_that_was_never_there(string operation, string parameters)
    {
        var call = Calls.Import(operation, parameters);
        Assert.Contains("7", $"{call.For("""{"id":7}""").Path} {call.For("""{"id":7}""").Query}");

        Assert.Equal("template", Assert.Throws<EvaluationException>(() => call.For("""{"id":"T7"}""")).Code);
    }

    [Fact]
    public void A_parameter_that_is_no_number_where_one_belongs_is_told_by_its_name()
    {
        var assign = Calls.Import("tickets.assign", """{"id":"{{id}}","user_id":"{{user}}"}""");
        Assert.Contains("7", assign.For("""{"id":1,"user":"7"}""").BodyText());

        var refused = Assert.Throws<EvaluationException>(() => assign.For("""{"id":1,"user":"somebody"}"""));

        Assert.Equal(("template", "user_id"), (refused.Code, refused.Field));
        Assert.Equal("The parameter User must be a number, and is 'somebody' for this record.", refused.Message);
        Assert.Equal(
            "parameters.user_id",
            Assert.Single(Calls.Problems(() => Calls.Import("tickets.assign", """{"id":"1","user_id":"somebody"}"""))).Field);
    }

    [Fact]
    public void A_needed_parameter_that_is_not_given_is_refused() =>
        Assert.Equal(
            ("parameters.id", "required"),
            Assert.Single(Calls.Problems(() => Calls.Lookup("customers.get"))) switch { var p => (p.Field, p.Code) });

    [Fact]
    public void A_list_can_be_looked_up()
    {
        var lookup = Calls.Lookup("customers.list", """{"email":"{{email}}"}""");

        Assert.Contains("email=a%40b.example", lookup.For("""{"email":"a@b.example"}""").Query);
        var reading = lookup.Read(Calls.Answer("""{"data":[{"id":1}],"meta":{"next_cursor":"x"}}"""));
        Assert.Equal("""[{"id":1}]""", reading.Value.GetRawText());
        reading.Owner!.Dispose();
    }

    [Fact]
    public void An_import_cannot_be_looked_up() =>
        Assert.Equal("operation", Assert.Single(Calls.Problems(() => Calls.Lookup("tickets.create"))).Field);

    [Fact]
    public void An_import_sends_the_mapped_record_with_its_key()
    {
        var call = Calls.Import("tickets.update", """{"id":"{{id}}"}""").For("""{"id":5}""", """{"status":"closed"}""", "k1");

        Assert.Equal(("PUT", "/tickets/5"), (call.Method.Method, call.Path));
        Assert.Equal(("""{"status":"closed"}""", "k1"), (call.BodyText(), call.IdempotencyKey));
    }

    [Fact]
    public void An_import_that_creates_is_not_repeated_when_its_definition_says_so()
    {
        Assert.Equal(RepeatRule.Never, Calls.Import("tickets.create").Repeat);
        Assert.Equal(RepeatRule.Always, Calls.Import("{}", mapped: false).Repeat);
    }

    [Theory]
    [InlineData("""{"path":"/s"}""", "POST", """{"m":1}""")]
    [InlineData("""{"path":"/s","body":null}""", "POST", null)]
    [InlineData("""{"path":"/s","body":"{{json record}}"}""", "POST", """{"m":1}""")]
    [InlineData("""{"path":"/s","body":{"wrap":"{{m}}","n":[1.0,null]}}""", "POST", """{"wrap":"1","n":[1.0,null]}""")]
    [InlineData("""{"path":"/s","method":"PUT"}""", "PUT", """{"m":1}""")]
    [InlineData("""{"path":"/s","method":"DELETE"}""", "DELETE", null)]
    [InlineData("""{"path":"/s","method":"get"}""", "GET", null)]
    public void The_body_is_the_mapped_record_where_it_is_left_out(string request, string method, string? body)
    {
        var call = Calls.Import(request, mapped: false).For("""{"r":1}""", """{"m":1}""");

        Assert.Equal(method, call.Method.Method);
        Assert.Equal(body, call.Body is null ? null : call.BodyText());
    }

    [Fact]
    public void A_delete_with_a_mapping_has_a_body() =>
        Assert.Equal("""{"ids":[1]}""", Calls.Import("""{"method":"DELETE"}""", mapped: true).For("{}", """{"ids":[1]}""").BodyText());

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a={{x}}&b=1", "a=1%262%20%22&b=1")]
    [InlineData("text/plain", "say {{x}}", "say 1&2 \"")]
    public void Another_content_type_is_escaped_as_its_own(string type, string body, string sent)
    {
        var import = Calls.Import($$"""{"headers":{"Content-Type":"{{type}}"},"body":"{{body}}"}""", mapped: false);

        var call = import.For("{}", """{"x":"1&2 \""}""");

        Assert.Equal((type, sent), (call.ContentType, call.BodyText()));
    }

    [Fact]
    public void A_body_in_which_a_value_breaks_out_cannot_be()
    {
        var import = Calls.Import("""{"body":"{\"a\":\"{{x}}\"}"}""", mapped: false);

        Assert.Equal("""{"a":"\u0022,\u0022b\u0022:1"}""".Replace("\\u0022", "\\\""), import.For("{}", """{"x":"\",\"b\":1"}""").BodyText());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("OK")]
    public void An_import_takes_any_success(string? body)
    {
        var reading = Calls.Import("tickets.create").Read(Calls.Answer(body));

        Assert.Null(reading.Fault);
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, reading.Value.ValueKind);
    }

    [Theory]
    [InlineData("<html>", FaultKind.Transient)]
    [InlineData("""{"x":1}""", FaultKind.Rejected)]
    public void A_lookup_without_its_value_is_a_fault(string body, FaultKind kind)
    {
        var reading = Calls.Lookup("customers.list").Read(Calls.Answer(body));

        Assert.Equal((kind, ErrorCodes.UnexpectedAnswer), (reading.Fault!.Kind, reading.Fault.Code));
    }

    [Fact]
    public void A_lookup_that_finds_nothing_by_an_empty_answer_has_no_value() =>
        Assert.Equal(default, Calls.Lookup("customers.list").Read(Calls.Answer(null)));

    [Fact]
    public void A_body_past_its_bound_is_that_records_error()
    {
        using var adaptor = new Weir.Adaptors.Http.HttpAdaptor(
            new Weir.Adaptors.Http.HttpOptions { RequestBytesMax = 64 * 1024 }, TimeProvider.System);
        var import = (IRecordCall)adaptor.OpenDestination(new DestinationSpec(Definitions.Http, null, new Import
        {
            Id = new ImportId("imp_1"),
            Name = "I",
            Connection = new ConnectionId("conn_1"),
            Request = Calls.Json("{}"),
        }, null));

        Assert.Equal("too_large", Assert.Throws<EvaluationException>(() => import.For("{}", new string('1', 100_000))).Code);
    }

    [Fact]
    public void An_address_past_its_bound_is_that_records_error() =>
        Assert.Equal("too_large", Assert.Throws<EvaluationException>(() =>
            Calls.Import("""{"path":"/{{x}}"}""", mapped: false).For($$"""{"x":"{{new string('x', 70_000)}}"}""", "{}")).Code);

    [Fact]
    public async Task Memory_that_is_still_being_sent_does_not_go_back_to_the_pool()
    {
        var call = Calls.Import("{}", mapped: false).For("{}", "12345");
        using var network = new Stalled();

        var sending = call.Content()!.CopyToAsync(network, TestContext.Current.CancellationToken);
        call.Dispose();

        Assert.Equal("12345", System.Text.Encoding.UTF8.GetString(network.Seen.Span));
        network.Go.SetResult();
        await sending;
        await Assert.ThrowsAsync<HttpRequestException>(() =>
        {
            var done = Calls.Import("{}", mapped: false).For("{}", "12345");
            var late = done.Content()!;
            done.Dispose();
            return late.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        });
    }

    [Fact]
    public void A_key_with_a_line_break_is_that_records_error() =>
        Assert.Throws<EvaluationException>(() => Calls.Import("{}", mapped: false).For("{}", "{}", "a\nb"));

    /// <summary>A connection that takes its time to read what it is given.</summary>
    private sealed class Stalled : MemoryStream
    {
        public TaskCompletionSource Go { get; } = new();

        public ReadOnlyMemory<byte> Seen { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Seen = buffer;
            await Go.Task;
        }
    }
}
