using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Model;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Adaptors.Http;

public sealed class ConnectionTests
{
    [Fact]
    public void A_budget_belongs_to_the_account() =>
        Assert.Equal(
            new Budget("gorgias:fuchsia", 40, TimeSpan.FromSeconds(20)),
            Calls.Adaptor.BudgetOf(Calls.Gorgias("fuchsia")));

    [Fact]
    public void An_application_without_accounts_counts_by_origin()
    {
        var connection = Calls.Connection(
            Definitions.Http, """{"baseUri":"http://API.example.com:8080/v1/","rateRequests":5,"rateSeconds":1}""");

        Assert.Equal(new Budget("http:http://api.example.com:8080", 5, TimeSpan.FromSeconds(1)), Calls.Adaptor.BudgetOf(connection));
    }

    [Fact]
    public void An_empty_rate_is_no_limit()
    {
        var connection = Calls.Connection(Definitions.Http, """{"baseUri":"https://a.example","rateSeconds":1}""");

        Assert.Null(Calls.Adaptor.BudgetOf(connection).Requests);
    }

    [Theory]
    [InlineData("https://a.example/x", "https://a.example:443")]
    [InlineData("HTTP://A.Example:81", "http://a.example:81")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example:443")]
    [InlineData("https://[2606:4700::1]/x", "https://[2606:4700::1]:443")]
    public void An_origin_is_scheme_host_and_port(string baseUri, string origin) =>
        Assert.Equal(origin, Calls.Adaptor.OriginOf(Calls.Connection(Definitions.Http, $$"""{"baseUri":"{{baseUri}}"}""")));

    [Theory]
    [InlineData("")]
    [InlineData("api.example.com")]
    [InlineData("ftp://a.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:pass@a.example")]
    [InlineData("https://a.example?x=1")]
    [InlineData("https://a.example#x")]
    [InlineData("https://")]
    public void What_is_no_base_address_is_refused_by_its_field(string baseUri)
    {
        var connection = Calls.Connection(Definitions.Http, $$"""{"baseUri":"{{baseUri}}"}""");

        Assert.Equal("settings.baseUri", Assert.Single(Calls.Problems(() => Calls.Adaptor.BudgetOf(connection))).Field);
    }

    [Theory]
    [InlineData("evil.example/x")]
    [InlineData("evil.example#")]
    [InlineData("evil.example?")]
    [InlineData("x@evil.example/")]
    [InlineData("evil.example\\\\")]
    [InlineData("a.gorgias.com.evil.example/")]
    public async Task A_crafted_subdomain_sends_the_secret_nowhere(string subdomain)
    {
        var connection = Calls.Gorgias(subdomain);

        Assert.Equal("settings.subdomain", Assert.Single(Calls.Problems(() => Calls.Adaptor.OriginOf(connection))).Field);
        var call = new HttpCall { Method = HttpMethod.Get, Path = "/account" };
        var answer = await Calls.Adaptor.SendAsync(connection, call, CancellationToken.None);
        Assert.True(answer.Fault!.NotSent);
    }

    [Fact]
    public void An_operators_address_with_a_subdomain_cannot_be_led_to_another_host()
    {
        var gorgias = Definitions.Gorgias with
        {
            Http = Definitions.Gorgias.Http! with { BaseUri = "http://{{subdomain}}.sandbox.example/api", AllowedHosts = [], Trusted = true },
        };
        var crafted = Calls.Connection(gorgias, """{"subdomain":"evil.example/x"}""");

        Assert.Throws<RefusalException>(() => Calls.Adaptor.OriginOf(crafted));
        Assert.Equal(
            "http://fuchsia.sandbox.example:80", Calls.Adaptor.OriginOf(Calls.Connection(gorgias, """{"subdomain":"fuchsia"}""")));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("/me", "/me", "")]
    [InlineData("me?verbose=1", "/me", "verbose=1")]
    public void A_test_asks_for_the_settings_path(string testPath, string path, string query)
    {
        var connection = Calls.Connection(Definitions.Http, $$"""{"baseUri":"https://a.example","testPath":"{{testPath}}"}""");

        var call = (HttpCall)Calls.Adaptor.PrepareTest(connection);

        Assert.Equal((path, query), (call.Path, call.Query));
        Assert.True(call.StaysOnOrigin);
    }

    [Fact]
    public void A_test_that_fails_says_what_it_asked_for_where_that_can_be_chosen()
    {
        var fault = new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.NotFound, Message = "no such", HttpStatus = 404 };
        var hook = Calls.Connection(Definitions.Http, """{"baseUri":"https://hooks.example/services"}""");

        Assert.Equal(
            "no such. The test asked for GET https://hooks.example/services; the test path can name an address that answers.",
            Calls.Adaptor.ReadTest(hook, new Answer { Status = 404, Fault = fault }).Fault!.Message);
        Assert.Equal("no such", Calls.Adaptor.ReadTest(Calls.Gorgias("fuchsia"), new Answer { Status = 404, Fault = fault }).Fault!.Message);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/../admin")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/a b")]
    public void A_test_path_that_leads_elsewhere_is_refused(string testPath)
    {
        var connection = Calls.Connection(Definitions.Http, $$"""{"baseUri":"https://a.example","testPath":"{{testPath}}"}""");

        Assert.Throws<RefusalException>(() => Calls.Adaptor.PrepareTest(connection));
    }

    [Fact]
    public void A_test_says_as_whom_it_is_signed_in() =>
        Assert.Equal(
            new TestReading("Signed in to fuchsia", null),
            Calls.Adaptor.ReadTest(Calls.Gorgias("fuchsia"), Calls.Answer("""{"domain":"fuchsia"}""")));

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData(null)]
    public void An_answer_that_the_application_does_not_send_is_unexpected(string? body) =>
        Assert.Equal(
            ErrorCodes.Unexpected,
            Calls.Adaptor.ReadTest(Calls.Gorgias("fuchsia"), Calls.Answer(body)).Fault!.Code);

    [Theory]
    [InlineData("rejected", "unexpected")]
    [InlineData("too_large", "unexpected")]
    [InlineData("forbidden", "forbidden")]
    public void A_tests_fault_has_a_code_of_tests(string code, string told)
    {
        var answer = new Answer { Fault = new Fault { Kind = FaultKind.Rejected, Code = code, Message = "x" } };

        Assert.Equal(told, Calls.Adaptor.ReadTest(Calls.Gorgias("fuchsia"), answer).Fault!.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("OK")]
    [InlineData("{}")]
    public void Without_an_expectation_any_success_passes(string? body) =>
        Assert.Equal(
            "The connection works",
            Calls.Adaptor.ReadTest(Calls.Connection(Definitions.Http, """{"baseUri":"https://a.example"}"""), Calls.Answer(body)).Says);
}
