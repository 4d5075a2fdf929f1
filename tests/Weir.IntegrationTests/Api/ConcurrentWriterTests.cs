using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.IntegrationTests.Api;

public sealed class ConcurrentWriterTests : ApiTest
{
    private const int Writers = 8;

    [Theory]
    [MemberData(nameof(VersionTests.Kinds), MemberType = typeof(VersionTests))]
    public async Task Of_eight_writers_who_expect_the_same_version_one_wins(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind);

        var replies = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i =>
            Api.PatchAsync(address, $$"""{"name":"Writer {{i}}"}""", ("If-Match", "\"1\""))));

        var winner = Assert.Single(replies, r => r.Status == 200);
        Assert.All(replies.Where(r => r != winner), r => r.MustRefuse(412, "precondition_failed"));
        Assert.Equal(winner.Text, (await Api.GetAsync(address)).Text);
        Assert.Equal(2, (await Api.GetAsync($"{address}/versions")).Json.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(VersionTests.Kinds), MemberType = typeof(VersionTests))]
    public async Task Forty_writers_who_expect_none_all_write(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind);

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            Api.PatchAsync(address, $$"""{"name":"Writer {{i}}"}""")));

        Assert.All(replies, r => r.MustBe(200));
        Assert.Equal("\"41\"", (await Api.GetAsync(address)).ETag);
    }

    [Theory]
    [MemberData(nameof(VersionTests.Kinds), MemberType = typeof(VersionTests))]
    public async Task A_deletion_and_a_revert_that_expect_an_old_version_do_nothing(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind, alone: true);
        (await Api.PatchAsync(address, """{"name":"Renamed"}""")).MustBe(200);

        (await Api.DeleteAsync(address, ("If-Match", "\"1\""))).MustRefuse(412, "precondition_failed");
        (await Api.PostAsync($"{address}/versions/1/revert", null, ("If-Match", "\"1\""))).MustRefuse(412, "precondition_failed");
        Assert.Equal("Renamed", (await Api.GetAsync(address)).Json.GetProperty("name").GetString());
        (await Api.DeleteAsync(address, ("If-Match", "\"2\""))).MustBe(204);
    }

    [Fact]
    public async Task Each_of_many_new_passwords_is_tested_once_and_the_last_one_stays()
    {
        var address = await Api.ConnectionAsync();
        var before = Api.Gorgias.Log.Read().Requests;

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            Api.PatchAsync(address, $$$"""{"settings":{"password":"{{{Api.Gorgias.Password}}}"}}""")));

        Assert.All(replies, r => r.MustBe(200));
        Assert.Equal("\"13\"", (await Api.GetAsync(address)).ETag);
        Assert.Equal(before + 12, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task Flows_that_are_saved_at_once_register_all_of_their_connections()
    {
        var integration = (await Api.PostAsync("integrations", """{"name":"Sync"}""")).MustBe(201).Json.GetProperty("id").GetString();
        var exports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var connection = FlowKit.IdOf(await Api.ConnectionAsync($"C{i}"));
            return (await Api.PostAsync(
                "exports", $$"""{"name":"E{{i}}","connection":"{{connection}}","operation":"tickets.list"}""")).MustBe(201).Json.GetProperty("id").GetString();
        }));

        var flows = await Task.WhenAll(exports.Select((export, i) => Api.PostAsync(
            "flows", $$"""{"name":"F{{i}}","integration":"{{integration}}","sources":[{"export":"{{export}}"}]}""")));

        Assert.All(flows, f => f.MustBe(201));
        Assert.Equal(20, (await Api.GetAsync($"integrations/{integration}")).Json.GetProperty("connections").GetArrayLength());
    }

    [Fact]
    public async Task A_flow_is_deleted_or_run_and_a_connection_used_or_deregistered()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var integration = FlowKit.IdOf(await kit.AddressAsync("integrations"));
        for (var i = 0; i < 10; i++)
        {
            var flow = await kit.CreateAsync("flows", kit.Body($"Flow {i}", integration));
            var (run, delete) = (Api.PostAsync($"{flow}/runs"), Api.DeleteAsync(flow));
            Assert.NotEqual((202, 204), ((await run).Status, (await delete).Status));
        }

        for (var i = 0; i < 10; i++)
        {
            var connection = FlowKit.IdOf(kit.Gorgias);
            (await Api.PutAsync($"integrations/{integration}/connections/{connection}", "")).MustBe(200);
            var (save, remove) = (
                kit.CreateAsync("flows", kit.Body($"Used {i}", integration)), Api.DeleteAsync($"integrations/{integration}/connections/{connection}"));
            var used = await save;
            await remove;
            Assert.Contains(connection, (await Api.GetAsync($"integrations/{integration}")).Text);
            await Api.DeleteAsync(used);
        }
    }

    [Fact]
    public async Task No_address_takes_a_query_parameter_that_it_does_not_name()
    {
        var endpoints = Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => (Method: m, Endpoint: e)))
            .ToList();
        Assert.True(endpoints.Count > 50);

        foreach (var (method, endpoint) in endpoints)
        {
            var path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => s.Parts[0] switch
            {
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                _ => "1",
            }).Skip(1));
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{path}?bogus=1");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Api.LocalToken);
            var reply = await Reply.OfAsync(await Api.Http.SendAsync(request, TestContext.Current.CancellationToken));
            Assert.True(reply.Status == 422, $"{method} {path}: {reply.Status} {reply.Text}");
            reply.MustRefuse(422, "unknown_field", "bogus");
        }
    }

    [Theory]
    [MemberData(nameof(VersionTests.Kinds), MemberType = typeof(VersionTests))]
    public async Task Names_that_look_the_same_are_the_same(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind, alone: true);
        var other = kind == "flows" ? $"flows/{(await Api.PostAsync("flows", """{"name":"B"}""")).Json.GetProperty("id").GetString()}"
            : await OtherAsync(kit, kind);
        (await Api.PatchAsync(address, """{"name":"Caf\u00e9"}""")).MustBe(200);

        (await Api.PatchAsync(other, """{"name":"CAFE\u0301"}""")).MustRefuse(409, "conflict", "name");
        Assert.Equal(1, (await Api.GetAsync($"{kind}?q=cafe%CC%81")).Json.GetProperty("data").GetArrayLength());
    }

    private static async Task<string> OtherAsync(FlowKit kit, string kind)
    {
        var body = kind switch
        {
            "connections" => kit.Api.Body("B"),
            "integrations" => """{"name":"B"}""",
            "alerts" => $$"""{"name":"B","import":"{{FlowKit.IdOf(kit.Import)}}"}""",
            "exports" => $$"""{"name":"B","connection":"{{FlowKit.IdOf(kit.Gorgias)}}","operation":"tickets.list"}""",
            _ => $$"""{"name":"B","connection":"{{FlowKit.IdOf(kit.Gorgias)}}","operation":"tickets.create"}""",
        };
        return await kit.CreateAsync(kind, body);
    }
}
