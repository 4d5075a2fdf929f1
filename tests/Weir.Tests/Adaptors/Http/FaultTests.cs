using System.Text;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Masking;
using Weir.Model;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Adaptors.Http;

public sealed class FaultTests
{
    private static readonly SecretMask Nothing = new(Calls.Connection(Definitions.Http, "{}"), null);

    [Theory]
    [InlineData(401, FaultKind.Unauthorized, "unauthorized")]
    [InlineData(403, FaultKind.Rejected, "forbidden")]
    [InlineData(404, FaultKind.Rejected, "not_found")]
    [InlineData(400, FaultKind.Rejected, "rejected")]
    [InlineData(409, FaultKind.Rejected, "rejected")]
    [InlineData(422, FaultKind.Rejected, "rejected")]
    [InlineData(408, FaultKind.Transient, "unexpected")]
    [InlineData(425, FaultKind.Transient, "unexpected")]
    [InlineData(429, FaultKind.Throttled, "rate_limited")]
    [InlineData(500, FaultKind.Transient, "unexpected")]
    [InlineData(502, FaultKind.Transient, "unexpected")]
    [InlineData(503, FaultKind.Transient, "unexpected")]
    [InlineData(504, FaultKind.Transient, "unexpected")]
    [InlineData(522, FaultKind.Transient, "unexpected")]
    [InlineData(501, FaultKind.Rejected, "unexpected")]
    [InlineData(304, FaultKind.Rejected, "unexpected")]
    [InlineData(302, FaultKind.Rejected, "unexpected")]
    public void A_status_decides_what_happens_next(int status, FaultKind kind, string code) =>
        Assert.Equal((kind, code), StatusFaults.Of(status));

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public void A_success_is_no_fault(int status) => Assert.Null(StatusFaults.Of(status));

    [Theory]
    [InlineData("""{"error":{"msg":"No such ticket."}}""", "No such ticket.", null)]
    [InlineData("""{"error":"No such ticket."}""", "No such ticket.", null)]
    [InlineData("""{"error":{"msg":"Bad.","data":{"email":["is taken","is long"]}}}""", "email: is taken is long (Bad)", "email")]
    [InlineData("""{"error":{"data":{"a":["x"],"b":"y"}}}""", "a: x; b: y", "a")]
    [InlineData("""{"error":{"code":7}}""", """{"code":7}""", null)]
    [InlineData("""{"error":{"msg":"Bad.","data":["x","y"]}}""", "Bad: x y", null)]
    [InlineData("""{"error":{"msg":{"message":"Deep"}}}""", "Deep", null)]
    [InlineData("""{"else":1}""", """{"else":1}""", null)]
    [InlineData("plain words\r\nand more", "plain words and more", null)]
    [InlineData("", "The application answered 400 Bad Request.", null)]
    public void The_message_is_the_applications_own_words(string body, string message, string? field) =>
        Assert.Equal((message, field), Words(body));

    [Theory]
    [InlineData("""{"messages":{"0":{"via":["Missing."]}}}""", "messages[0].via: Missing")]
    [InlineData("""{"messages":[{},null,{"via":["Missing."],"channel":["No.","Never."]}]}""", "messages[2].via: Missing; messages[2].channel: No. Never")]
    [InlineData("""{"messages":["Too short.",{"via":"Missing."}]}""", "messages: Too short; messages[1].via: Missing")]
    [InlineData("""{"messages":["Too short."]}""", "messages: Too short")]
    [InlineData("""{"messages.0.body_text":["Too long."]}""", "messages[0].body_text: Too long")]
    [InlineData("""{"customer":{"channels":{"1":{"address":["Taken."]}}}}""", "customer.channels[1].address: Taken")]
    [InlineData("""{"customer":{"_schema":["Either id or email."]}}""", "customer: Either id or email")]
    [InlineData("""{"customer":{"message":"Is gone.","code":7}}""", "customer: Is gone")]
    [InlineData("""{"customer":[{"message":"Is gone."},{"message":"Is bad."}]}""", "customer: Is gone. Is bad")]
    [InlineData("""{"0":{"value":["Missing."]}}""", "[0].value: Missing")]
    [InlineData("""{"description":["Too long."],"name":[]}""", "description: Too long")]
    [InlineData("""{"name":null,"tags":{},"email":["Taken."]}""", "email: Taken")]
    [InlineData("""{"a":"1","b":"2","c":"3","d":"4","e":"5","f":"6","g":"7"}""", "a: 1; b: 2; c: 3; d: 4; e: 5; …")]
    public void A_field_is_named_however_deep_it_is_as_a_mapping_names_it(string data, string words)
    {
        var field = words[..words.IndexOf(": ", StringComparison.Ordinal)];
        var (message, named) = Words($$"""{"error":{"msg":"Failed to create ticket","data":{{data}} } }""");

        Assert.Equal(($"{words} (Failed to create ticket)", field), (message, named));
        var fault = new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = message, Field = named };
        Assert.Equal(message, fault.Text);
    }

    [Theory]
    [InlineData("""{"messages":{"0":{}}}""")]
    [InlineData("""{"name":[],"email":null}""")]
    [InlineData("{}")]
    public void Where_no_field_has_a_word_the_sentence_stands_alone(string data) =>
        Assert.Equal(("Failed.", null), Words($$"""{"error":{"msg":"Failed.","data":{{data}} } }"""));

    [Theory]
    [InlineData("""{"ok":false,"message":"No."}""", "No.")]
    [InlineData("""{"ok":false,"error":"No."}""", "No.")]
    [InlineData("""{"error":{"code":7,"message":"No."}}""", "No.")]
    [InlineData("""{"errors":[{"code":7,"message":"No."},{"message":"And no."}]}""", "No.")]
    [InlineData("""{"errors":["No.","And no."]}""", "No.")]
    [InlineData("""[{"message":"No."}]""", "No.")]
    [InlineData("""{"type":"about:blank","title":"Bad","status":422,"detail":"No."}""", "No.")]
    [InlineData("""{"type":"about:blank","title":"No.","status":422}""", "No.")]
    [InlineData("""{"error":"invalid_grant","error_description":"No."}""", "No.")]
    [InlineData("""{"message":"","error":"No."}""", "No.")]
    [InlineData("\"No.\"", "No.")]
    [InlineData("""{"error":true,"why":"No."}""", """{"error":true,"why":"No."}""")]
    [InlineData("""{"error":{"error":{"error":{"error":"No."}}}}""", """{"error":{"error":{"error":{"error":"No."}}}}""")]
    [InlineData("[]", "[]")]
    public void Where_a_definition_names_no_place_the_sentence_is_found_where_most_have_it(string body, string message) =>
        Assert.Equal(message, new FaultWords(new FaultsDefinition()).Read(422, Encoding.UTF8.GetBytes(body), null, Nothing).Message);

    [Fact]
    public void A_page_of_html_is_not_shown() =>
        Assert.Equal("The application answered 400 Bad Request.", Words("<html><h1>Oops</h1></html>", "text/html; charset=utf-8").Message);

    [Fact]
    public void A_long_text_is_cut() => Assert.Equal(new string('x', 300) + "…", Words(new string('x', 5000)).Message);

    [Fact]
    public void Bytes_that_are_no_text_do_not_break_it() =>
        Assert.NotEmpty(Gorgias().Read(400, new byte[] { 0xff, 0xfe, 0x00, 0xd8 }, null, Nothing).Message);

    [Fact]
    public void Half_a_character_in_the_message_falls_back_to_the_body() =>
        Assert.Equal("""{"error":{"msg":"\ud800"}}""", Words("""{"error":{"msg":"\ud800"}}""").Message);

    [Theory]
    [InlineData("p\u00e4ss \"w/rd\"")]
    [InlineData("a<b>&c")]
    public void A_secret_that_comes_back_is_masked(string secret)
    {
        var connection = Calls.Connection(Definitions.Http, "{}", ("password", secret));
        var mask = new SecretMask(connection, Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + secret)));
        var forms = new[]
        {
            secret, Uri.EscapeDataString(secret), System.Text.Json.JsonEncodedText.Encode(secret).ToString(),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + secret)),
        };

        foreach (var form in forms)
        {
            Assert.Equal("wrong: ***", mask.Apply("wrong: " + form));
            Assert.True(mask.IsIn($"/?k={form}"));
        }
    }

    private static (string Message, string? Field) Words(string body, string? mediaType = null) =>
        Gorgias().Read(400, Encoding.UTF8.GetBytes(body), mediaType, Nothing);

    private static FaultWords Gorgias() => new(Definitions.Gorgias.Http!.Faults);

    [Fact]
    public void A_socket_that_was_reset_as_soon_as_it_was_open_has_sent_nothing()
    {
        var fault = TransportFaults.Of(
            new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.NotConnected),
            new Uri("https://app.example"),
            isSafe: false,
            timedOut: false);
        Assert.Equal((FaultKind.Transient, ErrorCodes.Unreachable, true), (fault.Kind, fault.Code, fault.NotSent));
    }
}
