using System.Text.Json;
using Weir.IntegrationTests.Api;
using Weir.IntegrationTests.Harness;
using Weir.Model;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>Where many tickets get the same change, Gorgias does it as jobs, and each ticket comes to its own outcome.</summary>
public sealed class GorgiasJobTests : IAsyncLifetime
{
    private const int Tickets = 200;

    private ApiHost _api = null!;
    private WritesKit _kit = null!;
    private IReadOnlyList<int> _ids = [];

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = Tickets, RateLimit = false });
        _kit = await WritesKit.MakeAsync(_api);
        _ids = [.. _kit.Gorgias.TicketIds()];
    }

    public async ValueTask DisposeAsync()
    {
        await _kit.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("tickets.close", "{}", """{"status":"closed"}""")]
    [InlineData("tickets.snooze", """{"until":"2099-01-01T08:00:00Z"}""", """{"snooze_datetime":"2099-01-01T08:00:00Z"}""")]
    [InlineData("tickets.assign", """{"user_id":"[user]"}""", """{"assignee_user":{"id":[user]}}""")]
    [InlineData("tickets.unassign", "{}", """{"assignee_user":null}""")]
    [InlineData("tickets.restore", "{}", """{"trashed_datetime":null}""")]
    public async Task A_page_of_tickets_gets_its_change_by_one_job(string operation, string parameters, string then)
    {
        var user = (await _kit.Account.ListAsync("users.list", "{}"))[0].GetProperty("id").GetRawText();
        var run = await WriteAsync(operation, parameters.Replace("[user]", user), null, _ids.Take(100));
        run.MustBeGood();
        Assert.InRange(run.Requests, 3, 6);
        var part = JsonElement.Parse(then.Replace("[user]", user));
        var rows = await _kit.Account.ListAsync("tickets.list", "{}");
        Assert.All(rows.Where(r => _ids.Take(100).Contains(IdOf(r))), r => Assert.True(WriteCase.IsIn(part, r), r.GetRawText()));
    }

    [Fact]
    public async Task Trashed_and_deleted_tickets_go_by_jobs_too()
    {
        Assert.InRange((await WriteAsync("tickets.trash", "{}", null, _ids.Take(50))).Requests, 3, 6);
        var trashed = await _kit.Account.ListAsync("tickets.list", """{"trashed":"true"}""");
        Assert.All(trashed.Where(r => _ids.Take(50).Contains(IdOf(r))), r => Assert.NotEqual(JsonValueKind.Null, r.GetProperty("trashed_datetime").ValueKind));
        var run = await WriteAsync("tickets.delete", "{}", null, _ids.Take(50));
        run.MustBeGood();
        Assert.InRange(run.Requests, 3, 6);
        Assert.Equal(Tickets - 50, (await _kit.Account.ListAsync("tickets.list", "{}")).Count);
    }

    [Fact]
    public async Task A_mapped_change_goes_by_jobs_where_a_row_shows_all_of_it()
    {
        var plain = await WriteAsync("tickets.update", "{}", """{"status":"closed","priority":"low"}""", _ids.Take(40));
        var worded = await WriteAsync("tickets.update", "{}", """{"status":"closed","meta":{"a":"b"}}""", _ids.Take(40));
        plain.MustBeGood();
        worded.MustBeGood();
        Assert.InRange(plain.Requests, 3, 6);
        Assert.Equal(40, worded.Requests);
    }

    [Fact]
    public async Task A_ticket_that_is_not_there_is_its_own_error_and_the_others_are_closed()
    {
        var run = await WriteAsync("tickets.close", "{}", null, [.. _ids.Take(30), 999_999]);
        Assert.Equal(("completed", 1), (run.Status, run.Errors.Count));
        Assert.Contains("not found", run.Errors[0].Message, StringComparison.OrdinalIgnoreCase);
        var rows = await _kit.Account.ListAsync("tickets.list", "{}");
        Assert.All(rows.Where(r => _ids.Take(30).Contains(IdOf(r))), r => Assert.Equal("closed", r.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task What_a_job_fails_at_is_said_for_each_ticket_in_the_words_of_Gorgias()
    {
        var run = await WriteAsync("tickets.assign", """{"user_id":"987654"}""", null, _ids.Take(12));
        Assert.Equal(12, run.Errors.Count);
        Assert.All(run.Errors, e => Assert.Equal(ErrorCodes.Rejected, e.Code));
    }

    [Theory]
    [InlineData("POST /api/jobs", 403)]
    [InlineData("POST /api/jobs", 500)]
    [InlineData("GET /api/jobs", 403)]
    public async Task Whatever_befalls_a_job_the_tickets_are_closed(string match, int status)
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = match, Status = status, Times = 5 });
        (await WriteAsync("tickets.close", "{}", null, _ids.Take(20))).MustBeGood();
        var rows = await _kit.Account.ListAsync("tickets.list", "{}");
        Assert.All(rows.Where(r => _ids.Take(20).Contains(IdOf(r))), r => Assert.Equal("closed", r.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_macro_that_answers_writes_to_each_customer_once()
    {
        var macro = await MacroAsync();
        var run = await ApplyAsync(macro, [.. _ids.Take(60), 999_999]);
        Assert.Equal((ErrorCodes.NotFound, 60), (Assert.Single(run.Errors).Code, await AnswersAsync()));
        Assert.InRange(run.Requests, 3, 6);
    }

    [Fact]
    public async Task A_macro_whose_job_got_no_answer_is_not_applied_again()
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/jobs", Reset = true, AfterWrite = true, Times = 1 });
        var run = await ApplyAsync(await MacroAsync(), _ids.Take(25));
        Assert.Equal(25, run.Errors.Count(e => e.Code == ErrorCodes.OutcomeUnknown));
        await Wait.UntilAsync(async () => await AnswersAsync() == 25, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static int IdOf(JsonElement row) => row.GetProperty("id").GetInt32();

    private async Task<WriteRun> WriteAsync(string operation, string parameters, string? mapping, IEnumerable<int> tickets)
    {
        var given = $$"""{"id":"{{"{{trace}}"}}"{{(parameters == "{}" ? "" : ",")}}{{parameters[1..]}}""";
        var records = $"[{string.Join(',', tickets.Select(id => $$"""{"trace":{{id}}}"""))}]";
        return await _kit.RunAsync(await _kit.FlowAsync(operation, given, mapping, records, into: null));
    }

    private async Task<string> MacroAsync() => (await _kit.Account.WriteAsync(
        "macros.create",
        "{}",
        """{"name":"We are on it","actions":[{"name":"setResponseText","title":"Answer","type":"user","arguments":{"body_text":"Thank you, we are on it."}}]}"""))
        .GetProperty("id").GetRawText();

    private Task<WriteRun> ApplyAsync(string macro, IEnumerable<int> tickets) =>
        WriteAsync("tickets.applyMacro", $$"""{"macro_id":"{{macro}}"}""", null, tickets);

    private async Task<int> AnswersAsync() => (await _kit.Account.ListAsync("messages.list", "{}"))
        .Count(m => m.GetProperty("body_text").GetString() == "Thank you, we are on it.");
}
