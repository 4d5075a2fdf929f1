using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Api;

/// <summary>What becomes of failed records, from outside, against an application that answers what it wants; with the other database.</summary>
public sealed class PostgresErrorLifeTests : ErrorLifeTests
{
    protected override DatabaseKind Database => DatabaseKind.Postgres;
}

public class ErrorLifeTests : ApiTest
{
    private const string NoThrees = """{"error":"no threes"}""";
    private const string Done = """{"ok":true}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_first_of_an_order_key_is_resolved_the_others_follow_in_order()
    {
        await using var life = await LifeAsync(""" "order":"key","orderKey":"all" """);
        var first = 0L;
        life.Server.Answer = (_, body) =>
        {
            Interlocked.CompareExchange(ref first, IdOf(body), 0);
            return IdOf(body) == first ? (422, NoThrees) : (200, Done);
        };
        Assert.Equal("10/0/10/0", FlowKit.CountsOf(await life.Kit.RunAsync(), "write"));
        Assert.Equal(9, await life.CountAsync("code=blocked"));

        (await Api.PostAsync($"{life.Kit.Flow}/errors/resolve", """{"filter":{"code":"rejected"}}""")).MustBe(202);

        await life.UntilNoneIsOpenAsync();
        var blocked = life.Server.SentTo("/things").Select(IdOf).Skip(1).ToList();
        Assert.Equal(9, blocked.Count);
        Assert.Equal(life.Ids.Where(id => id != first), blocked);
    }

    [Fact]
    public async Task A_retried_record_goes_on_through_the_later_steps()
    {
        await using var life = await LifeAsync();
        await life.AddStepAsync("after", """ "request":{"method":"POST","path":"/after"} """);
        life.Server.Answer = (path, body) => path == "/things" && IdOf(body) == life.Ids[2] ? (422, NoThrees) : (200, Done);
        await life.Kit.RunAsync();
        Assert.Equal(9, life.Server.SentTo("/after").Count);

        life.Server.Answer = (_, _) => (200, Done);
        var retry = await life.RetryAsync();

        Assert.Equal(("1/1/0/0", "1/1/0/0"), (FlowKit.CountsOf(retry, "write"), FlowKit.CountsOf(retry, "after")));
        Assert.Equal(life.Ids[2], IdOf(life.Server.SentTo("/after")[^1]));
    }

    [Fact]
    public async Task A_later_success_of_the_same_record_at_the_same_step_resolves_its_error()
    {
        await using var life = await LifeAsync();
        life.Server.Answer = (_, body) => IdOf(body) == life.Ids[2] ? (422, NoThrees) : (200, Done);
        await life.Kit.RunAsync();
        await life.Kit.RunAsync();
        Assert.Equal(2, (await life.ErrorAsync()).GetProperty("attempts").GetInt32());

        life.Server.Answer = (_, _) => (200, Done);
        await life.Kit.RunAsync();

        Assert.Equal((0, 1), (await life.CountAsync("status=open"), await life.CountAsync("status=resolved")));
    }

    [Fact]
    public async Task What_must_not_be_repeated_and_was_not_answered_waits_for_a_person()
    {
        await using var life = await LifeAsync(""" "repeat":"never" """);
        life.Server.Answer = (_, body) => IdOf(body) == life.Ids[2] ? null : (200, Done);
        await life.Kit.RunAsync();

        Assert.Equal("outcome_unknown", (await life.ErrorAsync()).GetProperty("code").GetString());
        Assert.Single(life.Server.SentTo("/things").Select(IdOf), life.Ids[2]);
        life.Server.Answer = (_, _) => (200, Done);
        await life.RetryAsync();

        Assert.Equal(2, life.Server.SentTo("/things").Select(IdOf).Count(id => id == life.Ids[2]));
        Assert.Equal(0, await life.CountAsync("status=open"));
    }

    [Fact]
    public async Task An_error_whose_step_is_gone_stays_open_and_says_so()
    {
        await using var life = await LifeAsync();
        life.Server.Answer = (_, body) => IdOf(body) == life.Ids[2] ? (422, NoThrees) : (200, Done);
        await life.Kit.RunAsync();
        var steps = $$"""{"steps":[{"id":"other","import":"{{FlowKit.IdOf(life.Import)}}"}]}""";
        (await Api.PatchAsync(life.Kit.Flow, steps)).MustBe(200);

        await life.RetryAsync();

        var error = await life.ErrorAsync();
        Assert.Equal(("step_gone", "write", "open"), (
            error.GetProperty("code").GetString(), error.GetProperty("step").GetString(), error.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_good_status_whose_body_says_failure_is_a_failure()
    {
        await using var life = await LifeAsync(request: """
            "failure":[{"at":"$.ok","when":{"==":[{"var":""},false]},"message":"$.error"}]
            """);
        life.Server.Answer = (_, body) => (200, IdOf(body) == life.Ids[2] ? """{"ok":false,"error":"no threes"}""" : Done);

        Assert.Equal("10/9/1/0", FlowKit.CountsOf(await life.Kit.RunAsync(), "write"));

        var error = await life.ErrorAsync();
        Assert.Equal(
            ("rejected", "no threes", 200),
            (error.GetProperty("code").GetString(), error.GetProperty("message").GetString(), error.GetProperty("httpStatus").GetInt32()));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(422)]
    public async Task An_answer_to_a_batch_that_names_failed_records_fails_just_those(int status)
    {
        await using var life = await LifeAsync(
            """ "batchSize":10 """,
            """ "batch":{"results":"$.results","key":"$.id","recordKey":"$.id","failed":{"!":[{"var":"ok"}]},"message":"$.why"} """);
        var bad = life.Ids[2];
        life.Server.Answer = (_, body) =>
        {
            var names = body.EnumerateArray().Any(r => IdOf(r) == bad);
            return (names ? status : 200, $$"""{"results":[{{(names ? $$"""{"id":{{bad}},"ok":false,"why":"no threes"}""" : "")}}]}""");
        };

        Assert.Equal("10/9/1/0", FlowKit.CountsOf(await life.Kit.RunAsync(), "write"));

        Assert.Equal("no threes", (await life.ErrorAsync()).GetProperty("message").GetString());
        // With a good status the others were taken; a refused request took nothing, so they are sent again without it.
        Assert.Equal(status == 200 ? [10] : [10, 9], life.Server.SentTo("/things").Select(b => b.GetArrayLength()));
        life.Server.Answer = (_, _) => (200, """{"results":[]}""");
        await life.RetryAsync();
        Assert.Equal(0, await life.CountAsync("status=open"));
    }

    [Fact]
    public async Task A_batch_that_is_refused_as_a_whole_is_halved_until_the_bad_record_is_found()
    {
        await using var life = await LifeAsync(""" "batchSize":10 """);
        life.Server.Answer = (_, body) => body.EnumerateArray().Any(r => IdOf(r) == life.Ids[2]) ? (422, NoThrees) : (200, Done);

        Assert.Equal("10/9/1/0", FlowKit.CountsOf(await life.Kit.RunAsync(), "write"));

        Assert.Equal($"{life.Ids[2]}", (await life.ErrorAsync()).GetProperty("traceKey").GetString());
        Assert.InRange(life.Server.Requests.Count, 5, 9);
    }

    private static long IdOf(JsonElement record) => record.GetProperty("id").GetInt64();

    private Task<Life> LifeAsync(string import = "", string request = "") => Life.BeginAsync(Api, import, request);

    /// <summary>A flow of ten tickets into an application that answers what a test wants.</summary>
    private sealed class Life(ApiHost api, FlowKit kit, AnswerServer server, IReadOnlyList<long> ids) : IAsyncDisposable
    {
        public FlowKit Kit => kit;

        public AnswerServer Server => server;

        /// <summary>Of the tickets, in the order of their list.</summary>
        public IReadOnlyList<long> Ids => ids;

        /// <summary><c>imports/imp_…</c></summary>
        public string Import { get; private set; } = "";

        private string Connection { get; set; } = "";

        public static async Task<Life> BeginAsync(ApiHost api, string import, string request)
        {
            var kit = await FlowKit.MakeAsync(api);
            var server = await AnswerServer.StartAsync(Stop);
            var list = (await api.PostAsync(
                "exports/preview",
                $$$"""{"export":{"connection":"{{{FlowKit.IdOf(kit.Gorgias)}}}","operation":"tickets.list"},"limit":10}""")).MustBe(200);
            var life = new Life(api, kit, server, [.. list.Json.GetProperty("records").EnumerateArray().Select(IdOf)])
            {
                Connection = await kit.CreateAsync(
                    "connections", $$$"""{"name":"Things","application":"http","settings":{"baseUri":"{{{server.Address}}}"} }"""),
            };
            life.Import = await life.ImportAsync(
                "Things", $$""" "request":{"method":"POST","path":"/things"{{(request.Length > 0 ? "," + request : "")}}}{{(import.Length > 0 ? "," + import : "")}} """);
            (await api.PatchAsync(kit.Flow, $$"""{"steps":[{"id":"write","import":"{{FlowKit.IdOf(life.Import)}}"}]}""")).MustBe(200);
            return life;
        }

        public async Task AddStepAsync(string id, string import)
        {
            var added = FlowKit.IdOf(await ImportAsync(id, import));
            (await api.PatchAsync(
                kit.Flow,
                $$"""{"steps":[{"id":"write","import":"{{FlowKit.IdOf(Import)}}"},{"id":"{{id}}","import":"{{added}}"}]}""")).MustBe(200);
        }

        /// <summary>Retries all open errors, to the end.</summary>
        public async Task<JsonElement> RetryAsync() =>
            await kit.EndAsync((await api.PostAsync($"{kit.Flow}/errors/retry", """{"filter":{}}""")).MustBe(202).Json);

        /// <summary>The one open error.</summary>
        public async Task<JsonElement> ErrorAsync() => Assert.Single(await ErrorsAsync("status=open"));

        public async Task<int> CountAsync(string query) => (await ErrorsAsync(query)).Count;

        public Task UntilNoneIsOpenAsync() => Wait.UntilAsync(
            async () => await CountAsync("status=open") == 0, TimeSpan.FromSeconds(30), Stop);

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            await kit.DisposeAsync();
        }

        private async Task<IReadOnlyList<JsonElement>> ErrorsAsync(string query) =>
            [.. (await api.GetAsync($"{kit.Flow}/errors?{query}")).MustBe(200).Json.GetProperty("data").EnumerateArray()];

        private Task<string> ImportAsync(string name, string fields) => kit.CreateAsync(
            "imports",
            $$$"""{"name":"{{{name}}}","connection":"{{{FlowKit.IdOf(Connection)}}}","mapping":{"id":"$.id"},{{{fields}}}}""");
    }
}
