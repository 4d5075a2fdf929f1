using Weir.Engine.Runs;
using Weir.IntegrationTests.Harness;
using Weir.Model;
using Weir.Storage;

namespace Weir.IntegrationTests.Storage;

/// <summary>What becomes of a server at work when its database stops or crashes. // Promises 1 and 2</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private readonly IdSource _ids = new(TimeProvider.System);
    private PostgresServer _server = null!;
    private PostgresOfTest _database = null!;
    private DatabaseStores _stores = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _database = await _server.NewDatabaseAsync();
        _stores = await OpenAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_written_while_the_database_restarts_is_there_exactly_once(bool crash)
    {
        var run = await StoredRunAsync();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(_ => FailUntilAsync(run, stop.Token)).ToList();
        for (var i = 0; i < 3; i++)
        {
            await (crash ? _server.CrashAsync() : _server.StopAsync());
            await _server.StartAgainAsync();
            var before = await _stores.Errors.CountAsync(new(), None);
            await Wait.UntilAsync(
                async () => await _stores.Errors.CountAsync(new(), None) > before, TimeSpan.FromSeconds(30), what: "writers go on");
        }

        await stop.CancelAsync();
        var written = (await Task.WhenAll(writers)).SelectMany(w => w).ToList();

        var stored = await AllErrorsAsync();
        Assert.Equal(written.Order(StringComparer.Ordinal), stored.Select(e => e.Id.Value).Order(StringComparer.Ordinal));
        Assert.All(stored, e => Assert.Equal(1, e.Attempts));
        Assert.False(_stores.Lost.IsCompleted);
    }

    [Fact]
    public async Task A_read_waits_for_a_database_that_is_away()
    {
        await _stores.Pauses.SetAsync("budget", Later, "told so", None);
        await _server.StopAsync();
        var reading = _stores.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None);
        await Wait.UntilAsync(() => _stores.IsAway, TimeSpan.FromSeconds(30));
        await _server.StartAgainAsync();

        Assert.Single(await reading);
        Assert.False(_stores.IsAway);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_database_that_is_away()
    {
        await _server.StopAsync();
        var writing = _stores.Pauses.SetAsync("budget", Later, "told so", None);
        await Wait.UntilAsync(() => _stores.IsAway, TimeSpan.FromSeconds(30));

        _stores.BeginStop();

        await Assert.ThrowsAsync<StorageLostException>(() => writing.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, None));
        await _server.StartAgainAsync();
        await Assert.ThrowsAsync<StorageLostException>(() => _stores.Pauses.SetAsync("budget", Later, "too late", None));
        Assert.False(_stores.Lost.IsCompleted);
    }

    [Fact]
    public async Task A_caller_that_goes_away_leaves_the_outage()
    {
        await _server.StopAsync();
        using var caller = new CancellationTokenSource();
        var writing = _stores.Pauses.SetAsync("gone", Later, "told so", caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await _server.StartAgainAsync();

        await _stores.Pauses.SetAsync("stays", Later, "told so", None);
        Assert.Equal(["stays"], (await _stores.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None)).Select(p => p.Budget));
    }

    private Task<DatabaseStores> OpenAsync(TestFolder folder) =>
        DatabaseStores.OpenAsync(folder.Path, PostgresTarget.Parse(_database.Settings), None);

    private async Task<Run> StoredRunAsync()
    {
        var run = new Run
        {
            Id = _ids.New<RunId>(),
            Flow = _ids.New<FlowId>(),
            Status = RunStatus.Running,
            Trigger = RunTrigger.Manual,
            Versions = new Dictionary<string, int>(StringComparer.Ordinal),
            StartedAt = Later,
        };
        await _stores.Runs.InsertAsync(run, None);
        return run;
    }

    // Each commit adds one error; gives those that were said to be kept.
    private async Task<List<string>> FailUntilAsync(Run run, CancellationToken stop)
    {
        var written = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            var id = _ids.New<ErrorId>();
            var error = new RecordError
            {
                Id = id,
                Flow = run.Flow,
                Run = run.Id,
                Step = "write",
                Code = ErrorCodes.Rejected,
                Message = "No",
                TraceKey = id.Value,
                OccurredAt = Later,
            };
            await _stores.Runs.CommitAsync([new RunCommit { Run = run, Errors = [new NewError(error, [1])] }], None);
            written.Add(id.Value);
        }

        return written;
    }

    private async Task<List<RecordError>> AllErrorsAsync()
    {
        var all = new List<RecordError>();
        string? cursor = null;
        do
        {
            var slice = await _stores.Errors.ListAsync(new(), 1000, cursor, None);
            all.AddRange(slice.Data);
            cursor = slice.Next;
        }
        while (cursor is not null);
        return all;
    }
}
