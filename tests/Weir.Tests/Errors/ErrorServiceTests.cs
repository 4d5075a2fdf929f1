using System.Text;
using Weir.Engine.Documents;
using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Tests.Fakes;
using Weir.Tests.Flows;

namespace Weir.Tests.Errors;

public sealed class ErrorServiceTests : IDisposable
{
    private readonly Workshop _workshop = new();
    private readonly InMemoryState _state = new();
    private readonly PlainVault _vault = new();
    private readonly InMemoryRunStore _runs;
    private readonly InMemoryErrorStore _store;
    private readonly ErrorService _errors;
    private FlowId _flow;

    public ErrorServiceTests()
    {
        _runs = new InMemoryRunStore(_state);
        _store = new InMemoryErrorStore(_state);
        _errors = new ErrorService(
            _store, _runs, _workshop.Store, _vault, _workshop, _workshop.Adaptors);
    }

    [Fact]
    public async Task An_error_shows_its_record()
    {
        var id = await FailAsync("42", """{"id":42,"price":1.10}""");

        var error = (await _errors.ReadAsync(id, default)).View;

        Assert.Equal("""{"id":42,"price":1.10}""", error.Record!.Value.GetRawText());
        Assert.Equal(("open", "42", 1), (error.Status, error.TraceKey, error.Attempts));
    }

    [Fact]
    public async Task A_record_whose_seal_is_broken_is_that_errors_trouble_only()
    {
        var good = await FailAsync("1", "{}");
        var bad = await FailAsync("2", "{}");
        await _store.SetRecordAsync(bad, [1, 2, 3], default);

        var list = await _errors.ListAsync(new ErrorQuery(), 50, null, default);

        Assert.Equal(2, list.Data.Count);
        Assert.Null(list.Data.Single(e => e.Id == bad.Value).Record);
        Assert.NotNull(list.Data.Single(e => e.Id == good.Value).Record);
    }

    [Fact]
    public async Task A_list_ends_where_its_records_become_large_and_goes_on_from_there()
    {
        var large = $"{{\"text\":\"{new string('x', ErrorService.RecordBytesMax / 2)}\"}}";
        foreach (var key in new[] { "a", "b", "c" })
        {
            await FailAsync(key, large);
        }

        var keys = new List<string>();
        string? cursor = null;
        do
        {
            var slice = await _errors.ListAsync(new ErrorQuery(), 50, cursor, default);
            Assert.Single(slice.Data);
            keys.Add(slice.Data[0].TraceKey);
            cursor = slice.Next;
        }
        while (cursor is not null);

        Assert.Equal(["a", "b", "c"], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_edited_record_is_another_record()
    {
        var id = await FailAsync("42", """{"id":42}""");
        var before = await OpenAsync(id);

        var error = (await _errors.ChangeRecordAsync(id, Body.Parse("""{"record":{"id":42,"mail":"a@b.example"}}"""), null, default)).View;

        var after = await OpenAsync(id);
        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
        Assert.Equal("""{"id":42,"mail":"a@b.example"}""", Encoding.UTF8.GetString(after.Record.Span));
        Assert.Equal("""{"id":42,"mail":"a@b.example"}""", error.Record!.Value.GetRawText());
    }

    [Fact]
    public async Task A_resolved_errors_record_is_not_edited()
    {
        var id = await FailAsync("42", "{}");
        await _store.ResolveAsync(new ErrorQuery { Ids = [id] }, new RunId("run_1"), TimeProvider.System.GetUtcNow(), default);

        Assert.Equal(" conflict", await Workshop.RefusedAsync(() =>
            _errors.ChangeRecordAsync(id, Body.Parse("""{"record":{}}"""), null, default)));
    }

    [Fact]
    public async Task What_is_expected_in_another_state_is_not_changed()
    {
        var id = await FailAsync("42", """{"id":42}""");
        var read = (await _errors.ReadAsync(id, default)).Tag;
        var noted = (await _errors.ChangeAsync(id, Body.Parse("""{"note":"mine"}"""), read, default)).Tag;

        foreach (var late in new Func<Task>[]
        {
            () => _errors.ChangeAsync(id, Body.Parse("""{"note":"theirs"}"""), read, default),
            () => _errors.ChangeRecordAsync(id, Body.Parse("""{"record":{}}"""), read, default),
        })
        {
            Assert.Equal(ErrorCodes.PreconditionFailed, (await Assert.ThrowsAsync<RefusalException>(late)).Code);
        }

        var edited = (await _errors.ChangeRecordAsync(id, Body.Parse("""{"record":{"id":43}}"""), noted, default)).Tag;
        var present = await _errors.ReadAsync(id, default);
        Assert.Equal((edited, "mine", """{"id":43}"""), (present.Tag, present.View.Note, present.View.Record!.Value.GetRawText()));
    }

    [Fact]
    public async Task A_patch_sets_assignee_tags_and_note_and_nothing_else()
    {
        var id = await FailAsync("42", """{"id":42}""");
        await _errors.ChangeAsync(
            id, Body.Parse("""{"assignee":"me","tags":["a","b","a"],"note":"why","record":{"id":42}}"""), null, default);

        var changed = (await _errors.ChangeAsync(id, Body.Parse("""{"note":null}"""), null, default)).View;

        Assert.Equal(("me", null), (changed.Assignee, changed.Note));
        Assert.Equal(["a", "b"], changed.Tags);
        Assert.Equal(["a", "b"], (await _errors.ReadAsync(id, default)).View.Tags);
    }

    [Theory]
    [InlineData("""{"status":"resolved"}""", "status read_only")]
    [InlineData("""{"record":{"id":43}}""", "record read_only")]
    [InlineData("""{"tags":"a"}""", "tags validation")]
    [InlineData("""{"colour":1}""", "colour unknown_field")]
    public async Task What_a_patch_may_not_change_is_refused_with_its_field(string body, string expected)
    {
        var id = await FailAsync("42", """{"id":42}""");

        Assert.Equal(expected, await Workshop.RefusedAsync(() => _errors.ChangeAsync(id, Body.Parse(body), null, default)));
    }

    [Fact]
    public async Task The_errors_of_a_flow_that_is_not_there_are_not_found() =>
        Assert.Equal(" not_found", await Workshop.RefusedAsync(() =>
            _errors.ListAsync(new ErrorQuery { Flow = new FlowId("flow_none") }, 50, null, default)));

    public void Dispose() => _workshop.Dispose();

    private async Task<ErrorId> FailAsync(string key, string record, string step = "write")
    {
        if (_flow == default)
        {
            var flow = await _workshop.FlowAsync(
                $$"""{"name":"F","steps":[{"id":"write","import":"{{await _workshop.SinkAsync()}}"}]}""");
            _flow = new FlowId(flow.Id);
        }

        var run = new RunId("run_1");
        if (await _runs.FindAsync(run, default) is null)
        {
            await _runs.InsertAsync(
                new Run
                {
                    Id = run,
                    Flow = _flow,
                    Status = RunStatus.Completed,
                    Trigger = RunTrigger.Manual,
                    Versions = new Dictionary<string, int>(StringComparer.Ordinal),
                    StartedAt = default,
                },
                default);
        }

        var error = new RecordError
        {
            Id = new ErrorId($"err_{step}_{key}"),
            Flow = _flow,
            Run = run,
            Step = step,
            Code = ErrorCodes.Rejected,
            Message = "no",
            TraceKey = key,
            OccurredAt = DateTimeOffset.UnixEpoch,
        };
        var bytes = Encoding.UTF8.GetBytes(record);
        var cipher = await SealedRecord.SealAsync(_vault, SealedRecord.FingerprintOf(key, bytes), bytes, default);
        var stored = (await _runs.FindAsync(run, default))!;
        await _runs.CommitAsync([new RunCommit { Run = stored, Errors = [new NewError(error, cipher)] }], default);
        return error.Id;
    }

    private async Task<OpenedRecord> OpenAsync(ErrorId id) =>
        await SealedRecord.OpenAsync(_vault, (await _store.RecordAsync(id, default))!, default);
}
