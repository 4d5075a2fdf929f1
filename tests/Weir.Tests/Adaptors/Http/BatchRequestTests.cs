using System.Text;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Masking;
using Weir.Adaptors.Http.Paging;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Adaptors.Http;

public sealed class BatchRequestTests
{
    private static readonly SecretMask NoSecrets = new(Calls.Gorgias("x"), null);

    [Fact]
    public void Several_records_are_one_list()
    {
        var call = Open("""{"path":"/sink"}""");
        Assert.Equal("""[{"a":1},{"a":2}]""", BodyOf(call));
        Assert.False(call.NamesItems);
    }

    [Fact]
    public void The_list_may_stand_inside_an_object() =>
        Assert.Equal(
            """{"data":{"customers":[{"a":1},{"a":2}]}}""",
            BodyOf(Open("""{"path":"/sink","batch":{"items":"$.data.customers"}}""")));

    [Fact]
    public void A_body_that_is_spelled_out_sees_the_list() =>
        Assert.Equal(
            """{"n":2,"all":[{"a":1},{"a":2}] }""",
            BodyOf(Open("""{"path":"/sink","body":"{\"n\":{{length record}},\"all\":{{json record}} }"}""")));

    [Theory]
    [InlineData("""{"path":"/sink/{{id}}"}""", "request.path")]
    [InlineData("""{"path":"/sink","query":{"q":"{{id}}"}}""", "request.query.q")]
    [InlineData("""{"path":"/sink","headers":{"X-Id":"{{id}}"}}""", "request.headers.X-Id")]
    [InlineData("""{"path":"/sink","body":null}""", "batchSize")]
    [InlineData("""{"path":"/sink","batch":{"failed":{"==":[1,1]}}}""", "request.batch.results")]
    [InlineData("""{"path":"/sink","batch":{"results":"$.r","key":"$.id"}}""", "request.batch.recordKey")]
    [InlineData("""{"path":"/sink","batch":{"results":"$.r"}}""", "request.batch.failed")]
    [InlineData("""{"path":"/sink","batch":{"results":"$.r","failed":{"nope":1}}}""", "request.batch.failed.nope")]
    [InlineData("""{"path":"/sink","batch":{"items":"$.a[0]"}}""", "request.batch.items")]
    [InlineData("""{"path":"/sink","batch":{"colour":1}}""", "request.batch.colour")]
    [InlineData("""{"path":"/sink","batch":[]}""", "request.batch")]
    [InlineData("""{"path":"/sink","body":"{{json record}}","batch":{"items":"$.a"}}""", "request.batch.items")]
    public void What_cannot_be_a_request_for_several_records_is_refused_with_its_field(string request, string field) =>
        Assert.Contains(Calls.Problems(() => Open(request)), p => p.Field == field);

    [Fact]
    public void An_operation_takes_several_records_only_where_its_definition_says_so() =>
        Assert.Equal("batchSize", Assert.Single(Calls.Problems(() => Calls.Adaptor.OpenDestination(new DestinationSpec(
            Definitions.Gorgias,
            Definitions.Gorgias.Operations["customers.create"],
            Import(2) with { Operation = "customers.create" },
            null)))).Field);

    [Fact]
    public void Results_belong_to_records_by_their_position()
    {
        var read = Read(
            """{"results":"$.r","failed":{"!":[{"var":"ok"}]},"message":"$.why"}""",
            """{"r":[{"ok":true},{"ok":false,"why":"Taken."}]}""");
        Assert.Equal([null, "Taken."], read!.Select(r => r.Fault?.Message));
    }

    [Fact]
    public void Results_belong_to_records_by_their_number() =>
        Assert.Equal(
            [null, "Taken."],
            Read("""{"results":"$.errors","index":"$.i","message":"$.why"}""", """{"errors":[{"i":1,"why":"Taken."}]}""")!
                .Select(r => r.Fault?.Message));

    [Fact]
    public void Results_belong_to_records_by_their_key() =>
        Assert.Equal(
            ["Taken.", null],
            Read(
                """{"results":"$.errors[*]","key":"$.id","recordKey":"$.a","message":"$.why"}""",
                """{"errors":[{"id":"1","why":"Taken."}]}""")!.Select(r => r.Fault?.Message));

    [Theory]
    [InlineData("""{"results":"$.r","failed":{"!":[{"var":"ok"}]}}""", """{"r":[{"ok":true}]}""")]
    [InlineData("""{"results":"$.errors","index":"$.i"}""", """{"errors":[{"i":7}]}""")]
    [InlineData("""{"results":"$.errors","key":"$.id","recordKey":"$.a"}""", """{"errors":[{"id":9}]}""")]
    public void An_answer_that_does_not_fit_what_was_sent_is_not_guessed_at(string batch, string answer) =>
        Assert.Throws<UnexpectedAnswerException>(() => Read(batch, answer));

    [Fact]
    public void No_list_of_failures_says_that_nothing_failed() =>
        Assert.Null(Read("""{"results":"$.errors","index":"$.i"}""", "{}"));

    [Theory]
    [InlineData("""{"ok":false,"error":"Too old."}""", FaultKind.Rejected, "Too old.")]
    [InlineData("""{"ok":false,"error":"Slow down.","code":9}""", FaultKind.Throttled, "Slow down.")]
    public void A_good_answer_whose_body_says_failure_is_a_failure(string body, FaultKind kind, string message)
    {
        var fault = Rules().Read(200, Calls.Answer(body).Body, new FaultWords(new FaultsDefinition()), NoSecrets, null)!;
        Assert.Equal((kind, message, 200), (fault.Kind, fault.Message, fault.HttpStatus));
    }

    [Theory]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{}""")]
    [InlineData("""no json""")]
    [InlineData("")]
    public void A_good_answer_of_which_no_rule_is_true_is_good(string body) =>
        Assert.Null(Rules().Read(200, Calls.Answer(body).Body, new FaultWords(new FaultsDefinition()), NoSecrets, null));

    [Theory]
    [InlineData("""{"kind":"rejected"}""", "request.failure.when")]
    [InlineData("""{"when":{"nope":1}}""", "request.failure.when.nope")]
    [InlineData("""[{"when":true,"kind":"odd"}]""", "request.failure[0].kind")]
    [InlineData("""{"when":true,"message":"$.a[*]"}""", "request.failure.message")]
    [InlineData("""{"when":true,"colour":1}""", "request.failure.colour")]
    [InlineData("""7""", "request.failure")]
    public void A_rule_that_is_none_is_refused_with_its_field(string failure, string field) =>
        Assert.Contains(Calls.Problems(() => Calls.Source($$"""{"path":"/a","failure":{{failure}}}""")), p => p.Field == field);

    private static AnswerRules Rules() => new(AnswerDocument.Failures(
        Calls.Json(
            """
            [{"when":{"==":[{"var":"code"},9]},"kind":"throttled","message":"$.error"},
             {"at":"$.ok","when":{"==":[{"var":""},false]},"message":"$.error"}]
            """),
        new Weir.Adaptors.Problems())!);

    private static ItemReading[]? Read(string batch, string answer) =>
        BatchResults.Of(AnswerDocument.Batch(Calls.Json(batch), new Weir.Adaptors.Problems())!)!
            .Read(Calls.Json(answer), Calls.Json("""[{"a":1},{"a":2}]"""), 200, NoSecrets);

    private static IBatchCall Open(string request) => (IBatchCall)Calls.Adaptor.OpenDestination(
        new DestinationSpec(Definitions.Http, null, Import(2) with { Request = Calls.Json(request) }, null));

    private static string BodyOf(IBatchCall call) =>
        ((HttpCall)call.PrepareBatch(Encoding.UTF8.GetBytes("""[{"a":1},{"a":2}]"""), Variables.None, "k")).BodyText();

    private static Import Import(int size) => new()
    {
        Id = new ImportId("imp_1"),
        Name = "I",
        Connection = new ConnectionId("conn_1"),
        BatchSize = size,
    };
}
