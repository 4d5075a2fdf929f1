using System.Text;
using Weir.Engine.Documents;
using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;
using Weir.Tests.Fakes;
using Weir.Tests.Flows;

namespace Weir.Tests.Errors;

/// <summary>A flow from one connection to another; both have a secret, and its failed records repeat them.</summary>
public sealed class MaskedErrorTests : IAsyncLifetime
{
    private const string Stored =
        """{"id":1,"sent":{"authorization":"Bearer fromKanarie"},"list":["toKanarie","plain"],"n":1.10}""";

    private readonly Workshop _workshop = new();
    private readonly PlainVault _vault = new();
    private readonly InMemoryRunStore _runs;
    private readonly InMemoryErrorStore _store;
    private readonly ErrorService _errors;
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private ErrorId _id;

    public MaskedErrorTests()
    {
        var state = new InMemoryState();
        _runs = new InMemoryRunStore(state);
        _store = new InMemoryErrorStore(state);
        _errors = new ErrorService(
            _store, _runs, _workshop.Store, _vault, _workshop, _workshop.Adaptors);
        _workshop.Give(Workshop.Gorgias, "password", "fromKanarie");
        _workshop.Give(Workshop.Http, "token", "toKanarie");
    }

    public async ValueTask InitializeAsync()
    {
        var flow = await _workshop.FlowAsync(
            $$"""{"name":"F","sources":[{"export":"{{await _workshop.TicketsAsync()}}"}],"steps":[{"id":"write","import":"{{await _workshop.SinkAsync()}}"}]}""");
        _id = await FailAsync(new FlowId(flow.Id));
    }

    public ValueTask DisposeAsync()
    {
        _workshop.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_secret_that_a_record_repeats_is_shown_nowhere_and_stays_in_what_is_stored()
    {
        var read = (await _errors.ReadAsync(_id, default)).View;
        var listed = Assert.Single((await _errors.ListAsync(new ErrorQuery(), 50, null, default)).Data);
        var row = await _errors.AllAsync(new ErrorQuery(), default).SingleAsync(TestContext.Current.CancellationToken);

        Assert.All([read, listed], error => Assert.Equal(
            """{"id":1,"sent":{"authorization":"Bearer ***"},"list":["***","plain"],"n":1.10}""", error.Record!.Value.GetRawText()));
        Assert.All([read, listed, row], error => Assert.Equal(("'***' is no number.", "*** run_1"), (error.Message, error.TraceKey)));
        Assert.Equal(Stored, await StoredAsync());
    }

    [Fact]
    public async Task The_log_of_a_run_shows_none_either()
    {
        var run = (await _runs.FindAsync(new RunId("run_1"), default))!;
        var said = new RunLogEntry { Number = 1, At = default, Kind = RunLogKind.Failed, TraceKey = "toKanarie", Message = "'fromKanarie' is no number." };
        await _runs.UpdateAsync(run, [said], default);

        var log = await new RunLogReader(_runs, _workshop.Store, _workshop, _workshop.Adaptors).ListAsync(new RunLogQuery(run.Id), 10, null, default);

        var shown = Assert.Single(log.Data);
        Assert.Equal(("***", "'***' is no number."), (shown.TraceKey, shown.Message));
    }

    [Fact]
    public async Task Connections_that_the_run_used_count_after_the_flow_has_changed()
    {
        var source = await _workshop.Store.AllAsync(ResourceKind.Export, default);
        _versions[Assert.Single(source).Id] = 1;
        var flow = await _workshop.FlowAsync($$"""{"name":"G","steps":[{"id":"write","import":"{{await _workshop.SinkAsync("Other")}}"}]}""");

        var error = (await _errors.ReadAsync(await FailAsync(new FlowId(flow.Id), "run_2"), default)).View;

        Assert.DoesNotContain("Kanarie", error.Record!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"id":1,"sent":{"authorization":"Bearer ***"},"list":["***","plain"],"n":1.10}""",
        """{"id":1,"sent":{"authorization":"Bearer fromKanarie"},"list":["toKanarie","plain"],"n":1.10}""")]
    [InlineData(
        """{"list":["***","edited"],"sent":{"authorization":"Bearer ***","more":1},"id":2}""",
        """{"list":["toKanarie","edited"],"sent":{"authorization":"Bearer fromKanarie","more":1},"id":2}""")]
    [InlineData("""{"sent":{"authorization":"Bearer mine"},"list":[]}""", """{"sent":{"authorization":"Bearer mine"},"list":[]}""")]
    public async Task What_comes_back_masked_is_the_stored_value_again(string sent, string meant)
    {
        var shown = (await _errors.ChangeRecordAsync(_id, Body.Parse($$"""{"record":{{sent}}}"""), null, default)).View;

        Assert.Equal(meant, await StoredAsync());
        Assert.Equal(sent, shown.Record!.Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"id":"***"}""")]
    [InlineData("""{"moved":"Bearer ***"}""")]
    [InlineData("""{"sent":{"authorization":"Basic ***"}}""")]
    [InlineData("""{"list":["***"]}""")]
    [InlineData("""{"list":["plain","***"]}""")]
    [InlineData("""{"***":1}""")]
    public async Task A_mark_elsewhere_is_refused_and_nothing_is_stored(string sent)
    {
        Assert.Equal("record validation", await Workshop.RefusedAsync(() =>
            _errors.ChangeRecordAsync(_id, Body.Parse($$"""{"record":{{sent}}}"""), null, default)));
        Assert.Equal(Stored, await StoredAsync());
    }

    [Fact]
    public async Task A_patch_takes_the_record_and_the_message_back_as_they_were_shown()
    {
        var shown = (await _errors.ReadAsync(_id, default)).View.Record!.Value.GetRawText();

        var changed = (await _errors.ChangeAsync(
            _id, Body.Parse($$"""{"note":"why","message":"'***' is no number.","record":{{shown}}}"""), null, default)).View;

        Assert.Equal(("why", shown), (changed.Note, changed.Record!.Value.GetRawText()));
        Assert.Equal(Stored, await StoredAsync());
    }

    [Fact]
    public async Task Marks_of_its_own_are_the_records_business_where_nothing_is_masked()
    {
        var flow = new FlowId((await _errors.ReadAsync(_id, default)).View.Flow);
        var id = await FailAsync(flow, "run_3", """{"rating":"***"}""");

        await _errors.ChangeRecordAsync(id, Body.Parse("""{"record":{"rating":"****"}}"""), null, default);

        Assert.Equal("""{"rating":"****"}""", await StoredAsync(id));
    }

    private async Task<ErrorId> FailAsync(FlowId flow, string runId = "run_1", string record = Stored)
    {
        var run = new Run
        {
            Id = new RunId(runId),
            Flow = flow,
            Status = RunStatus.Completed,
            Trigger = RunTrigger.Manual,
            Versions = new Dictionary<string, int>(_versions, StringComparer.Ordinal),
            StartedAt = default,
        };
        await _runs.InsertAsync(run, default);
        var error = new RecordError
        {
            Id = new ErrorId($"err_{runId}"),
            Flow = flow,
            Run = run.Id,
            Step = "write",
            Code = ErrorCodes.Mapping,
            Message = "'fromKanarie' is no number.",
            TraceKey = $"toKanarie {runId}",
            OccurredAt = DateTimeOffset.UnixEpoch,
        };
        var bytes = Encoding.UTF8.GetBytes(record);
        var cipher = await SealedRecord.SealAsync(_vault, SealedRecord.FingerprintOf(error.TraceKey, bytes), bytes, default);
        await _runs.CommitAsync([new RunCommit { Run = run, Errors = [new NewError(error, cipher)] }], default);
        return error.Id;
    }

    private Task<string> StoredAsync() => StoredAsync(_id);

    private async Task<string> StoredAsync(ErrorId id) => Encoding.UTF8.GetString(
        (await SealedRecord.OpenAsync(_vault, (await _store.RecordAsync(id, default))!, default)).Record.Span);
}
