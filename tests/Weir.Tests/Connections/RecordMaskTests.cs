using System.Text;
using System.Text.Json;
using Weir.Adaptors.Http;
using Weir.Engine.Connections;
using Weir.Tests.Adaptors.Http;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Connections;

public sealed class RecordMaskTests : IDisposable
{
    private const string Secret = "7731\"Kanarie";

    private readonly HttpAdaptor _http = new(new HttpOptions(), TimeProvider.System);

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("""{"key":"7731\"Kanarie","n":1.10}""", """{"key":"***","n":1.10}""")]
    [InlineData("""{"a":[{"\u0037731\u0022Kanarie":[true,null,"x"]}]}""", """{"a":[{"***":[true,null,"x"]}]}""")]
    [InlineData("""["Bearer 7731\"Kanarie!","\u00e9"]""", """["Bearer ***!","\u00e9"]""")]
    [InlineData("\"7731\\\"Kanarie\"", "\"***\"")]
    [InlineData("""{"id":7}""", """{"id":7}""")]
    public void Names_and_texts_are_masked_and_the_rest_stays_as_it_was_written(string record, string shown) =>
        Assert.Equal(shown, Masked(record, Secret));

    [Fact]
    public void A_number_that_holds_the_secret_becomes_a_text() =>
        Assert.Equal("""{"key":"***","n":12345}""", Masked("""{"key":1234567890,"n":12345}""", "1234567890"));

    [Fact]
    public void The_sign_in_is_masked_as_it_was_sent()
    {
        var credential = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Secret}"));

        Assert.Equal("""{"authorization":"Basic ***"}""", Masked($$"""{"authorization":"Basic {{credential}}"}""", Secret));
    }

    [Fact]
    public void Of_several_connections_each_secret_is_masked() => Assert.Equal(
        """["***","***","ccccc"]""",
        new RecordMask([Of("aaaaa"), Of("bbbbb")]).Record(Parse("""["aaaaa","bbbbb","ccccc"]""")).GetRawText());

    [Fact]
    public void A_record_that_is_no_Unicode_and_holds_a_secret_is_masked_whole() =>
        Assert.Equal("\"***\"", Masked("""{"half":"\ud800","key":"7731\"Kanarie"}""", Secret));

    private static JsonElement Parse(string record) => JsonDocument.Parse(record).RootElement;

    private string Masked(string record, string secret) => new RecordMask([Of(secret)]).Record(Parse(record)).GetRawText();

    private (Engine.Calls.IAdaptor, ConnectionSnapshot) Of(string secret) =>
        (_http, Calls.Connection(Definitions.Http, """{"baseUri":"https://a.example"}""", ("password", secret)));
}
