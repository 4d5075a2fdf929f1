using Weir.Expressions;

namespace Weir.Tests.Adaptors.Http;

public sealed class RequestDocumentTests
{
    [Theory]
    [InlineData("""{"method":"HEAD"}""", "request.method")]
    [InlineData("""{"method":7}""", "request.method")]
    [InlineData("""{"path":"https://evil.example/"}""", "request.path")]
    [InlineData("""{"path":"//evil.example/"}""", "request.path")]
    [InlineData("""{"path":"/a?b=1"}""", "request.path")]
    [InlineData("""{"path":"/a#b"}""", "request.path")]
    [InlineData("""{"path":"\\\\evil.example"}""", "request.path")]
    [InlineData("""{"path":"/a/../b"}""", "request.path")]
    [InlineData("""{"path":"/a/%2e%2E/b"}""", "request.path")]
    [InlineData("""{"path":"/a\r\nHost: x"}""", "request.path")]
    [InlineData("""{"path":1}""", "request.path")]
    [InlineData("""{"path":"/{{#if x}}"}""", "request.path")]
    [InlineData("""{"query":"a=1"}""", "request.query")]
    [InlineData("""{"query":{"a":{}}}""", "request.query.a")]
    [InlineData("""{"query":{"a":["x",[]]}}""", "request.query.a[1]")]
    [InlineData("""{"query":{"a":"{{nope x}}"}}""", "request.query.a")]
    [InlineData("""{"headers":[]}""", "request.headers")]
    [InlineData("""{"headers":{"Host":"x"}}""", "request.headers.Host")]
    [InlineData("""{"headers":{"content-length":"1"}}""", "request.headers.content-length")]
    [InlineData("""{"headers":{"Authorization":"Bearer x"}}""", "request.headers.Authorization")]
    [InlineData("""{"headers":{"Proxy-Authorization":"x"}}""", "request.headers.Proxy-Authorization")]
    [InlineData("""{"headers":{"Transfer-Encoding":"chunked"}}""", "request.headers.Transfer-Encoding")]
    [InlineData("""{"headers":{"Idempotency-Key":"1"}}""", "request.headers.Idempotency-Key")]
    [InlineData("""{"headers":{"X A":"1"}}""", "request.headers.X A")]
    [InlineData("""{"headers":{"":"1"}}""", "request.headers.")]
    [InlineData("""{"headers":{"X":"a\r\nb"}}""", "request.headers.X")]
    [InlineData("""{"headers":{"X":{}}}""", "request.headers.X")]
    [InlineData("""{"headers":{"Content-Type":"{{x}}"}}""", "request.headers.Content-Type")]
    [InlineData("""{"body":{"a":1}}""", "request.body")]
    [InlineData("""{"method":"POST","body":{"a":["{{#if"]}}""", "request.body.a[0]")]
    [InlineData("""{"method":"POST","body":"{"}""", "request.body")]
    [InlineData("""{"method":"POST","headers":{"Content-Type":"text/plain"},"body":{"a":1}}""", "request.body")]
    [InlineData("""{"url":"/x"}""", "request.url")]
    [InlineData("[]", "request")]
    [InlineData("null", "request")]
    public void A_wrong_request_is_refused_by_its_field(string request, string field) =>
        Assert.Equal(field, Assert.Single(Calls.Problems(() => Calls.Source(request))).Field);

    [Theory]
    [InlineData("[]", "paging")]
    [InlineData("{}", "paging.type")]
    [InlineData("""{"type":"pages"}""", "paging.type")]
    [InlineData("""{"type":"cursor","next":"$.n"}""", "paging.parameter")]
    [InlineData("""{"type":"cursor","parameter":"c"}""", "paging.next")]
    [InlineData("""{"type":"cursor","next":"$.n[","parameter":"c"}""", "paging.next")]
    [InlineData("""{"type":"cursor","next":"$.n","parameter":"c","start":1}""", "paging.start")]
    [InlineData("""{"type":"cursor","next":"$.n","parameter":"c","size":5}""", "paging.sizeParameter")]
    [InlineData("""{"type":"page","parameter":"p","size":0}""", "paging.size")]
    [InlineData("""{"type":"page","parameter":"p","size":"9"}""", "paging.size")]
    [InlineData("""{"type":"page","parameter":"p","start":-1}""", "paging.start")]
    [InlineData("""{"type":"none","size":1,"sizeParameter":"n"}""", "paging.size")]
    [InlineData("""{"type":"next-url"}""", "paging.next")]
    [InlineData("""{"type":"link-header","next":"$.n"}""", "paging.next")]
    [InlineData("""{"type":"body","next":"$.n"}""", "paging.path")]
    [InlineData("""{"type":"body","next":"$.n","path":"$.a[0]"}""", "paging.path")]
    [InlineData("""{"type":"body","next":"$.n","path":"$"}""", "paging.path")]
    public void A_wrong_paging_is_refused_by_its_field(string paging, string field) =>
        Assert.Contains(field, Calls.Problems(() => Calls.Source("""{"method":"POST"}""", paging: paging)).Select(p => p.Field));

    [Fact]
    public void Paging_in_the_body_needs_a_body() =>
        Assert.Equal("paging.type", Assert.Single(
            Calls.Problems(() => Calls.Source("{}", paging: """{"type":"body","next":"$.n","path":"$.a"}"""))).Field);

    [Fact]
    public void A_page_size_that_nothing_sends_is_refused() =>
        Assert.Equal("pageSize", Assert.Single(Calls.Problems(() => Calls.Source("{}", pageSize: 10))).Field);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() =>
        Assert.Equal(
            ["paging.type", "records", "request.path"],
            Calls.Problems(() => Calls.Source("""{"path":"a?b"}""", "$[", """{"type":1}""")).Select(p => p.Field).Order());

    [Fact]
    public void An_expressions_position_is_told() =>
        Assert.Equal("expression", Assert.Single(Calls.Problems(() => Calls.Source("""{"path":"/{{nope x}}"}"""))).Code);

    [Fact]
    public void Query_values_are_texts_numbers_booleans_and_lists()
    {
        var call = Calls.Source("""{"query":{"a":"x&y","n":1.50,"b":true,"l":["1",2],"z":null,"e":"","t":"{{lastRun}}&k","m":"{{none}}"}}""")
            .Ask(variables: new Variables("now", "", ""));

        Assert.Equal("a=x%26y&n=1.50&b=true&l=1&l=2&e=&t=now%26k", call.Query);
    }

    [Theory]
    [InlineData("things", "/things")]
    [InlineData("/things/", "/things/")]
    [InlineData("", "")]
    [InlineData("/documents:batch", "/documents:batch")]
    public void A_path_is_added_to_the_base_address(string path, string sent) =>
        Assert.Equal(sent, Calls.Source($$"""{"path":"{{path}}"}""").Ask().Path);

    [Theory]
    [InlineData("a/b", "/t/a%2Fb")]
    [InlineData("a b?c#d", "/t/a%20b%3Fc%23d")]
    [InlineData("..%2f", "/t/..%252f")]
    public void A_value_stays_one_segment(string id, string path) =>
        Assert.Equal(path, Calls.Import("""{"path":"/t/{{id}}"}""", mapped: false).For($$"""{"id":"{{id}}"}""", "{}").Path);

    [Theory]
    [InlineData("""{"id":".."}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("{}")]
    public void A_segment_that_leads_elsewhere_is_that_records_error(string record)
    {
        var import = Calls.Import("""{"method":"DELETE","path":"/t/{{id}}"}""", mapped: false);

        Assert.Equal("template", Assert.Throws<EvaluationException>(() => import.For(record)).Code);
    }

    [Fact]
    public void A_value_with_a_line_break_is_no_header()
    {
        var import = Calls.Import("""{"path":"/","headers":{"X-Name":"{{name}}"}}""", mapped: false);

        Assert.Equal("template", Assert.Throws<EvaluationException>(() => import.For("""{"name":"a\r\nb"}""", "{}")).Code);
        Assert.Equal("[X-Name, ok]", Assert.Single(import.For("""{"name":"ok"}""", "{}").Headers).ToString());
    }
}
