using Weir.Engine.Errors;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// What is done and what is not: turns done pages into commits, so that the checkpoint always holds the lowest page that is
/// not done and the fingerprints of what is done above it. One caller at a time. // Promises 1 and 2
/// </summary>
internal sealed class PageLedger(RunContext context, IRecordFeed feed, RowFiles rows, FingerprintSet leftover)
{
    private readonly SortedDictionary<long, PageWork> _doneAbove = [];
    private readonly StepTally[] _written = [.. context.Live.Select(_ => new StepTally())];
    private long _lowest = feed.Checkpoint.Position;
    private Run _snapshot = context.Run;

    /// <summary>The run as it is written, with the requests of this moment. For any thread.</summary>
    public Run Written
    {
        get
        {
            var written = Volatile.Read(ref _snapshot);
            return written with { Steps = [.. written.Steps.Select((counts, i) => WithRequests(counts, i))] };
        }
    }

    /// <summary>Pages of files are written in order, so that none above the lowest is.</summary>
    private List<PageWork> WrittenAbove => context.Plan.WritesInOrder ? [] : [.. _doneAbove.Values];

    /// <summary>Goes on from the counts of a former life.</summary>
    public void Restore()
    {
        for (var i = 0; i < context.Run.Steps.Count && i < _written.Length; i++)
        {
            _written[i].Add(context.Run.Steps[i]);
            context.Live[i].Add(context.Run.Steps[i]);
        }

        _snapshot = Counted();
    }

    /// <summary>
    /// Writes done pages; pages of files wait for the ones below them. With nothing to write, the run's status and counts.
    /// </summary>
    public async Task<LedgerEntry> WriteAsync(IReadOnlyList<PageWork> done)
    {
        foreach (var page in done.Where(p => p.Position >= 0))
        {
            _doneAbove.Add(page.Position, page);
        }

        var below = TakeBelow();
        var now = context.Plan.WritesInOrder ? below : [.. done.Where(p => p.Position >= 0)];
        List<PageWork> written = [.. now, .. done.Where(p => p.Position < 0)];
        if (written.Count == 0)
        {
            await CommitAsync(new RunCommit { Run = Counted(), Log = context.Log.Take([]) });
            return new LedgerEntry([], 0);
        }

        foreach (var page in written.OrderBy(p => p.Position < 0 ? long.MaxValue : p.Position))
        {
            if (context.Plan.HasRows)
            {
                await rows.AppendAsync(page);
            }

            Count(page);
        }

        below.ForEach(feed.Written);
        await CommitAsync(await CommitOfAsync(written));
        return new LedgerEntry(written, below.Count);
    }

    /// <summary>
    /// What unfinished pages have come to, when the run will not go on: it is written with the run's end. In the order of the pages.
    /// </summary>
    public async Task<RunCommit> LastAsync(List<PageWork> pages)
    {
        pages.ForEach(Count);
        var areInFiles = await rows.AppendLastAsync(pages);
        var last = await CommitOfAsync(pages) with
        {
            Checkpoint = null,
            Seen = [.. pages.Where(p => areInFiles || p.Position < 0).SelectMany(p => p.SeenOfEnded)],
        };
        Volatile.Write(ref _snapshot, last.Run);
        return last;
    }

    private void Count(PageWork page)
    {
        for (var i = 0; i < _written.Length; i++)
        {
            _written[i].Add(page.Tallies[i]);
        }
    }

    /// <summary>The run with the counts that the next commit writes.</summary>
    private Run Counted() => context.Run with
    {
        // By position: a page that is read again after a kill is still one page.
        Pages = (int)(_lowest + WrittenAbove.Count),
        Steps = [.. _written.Select((tally, i) => WithRequests(tally.ToCounts(context.Plan.CountedAt(i)), i))],
    };

    /// <summary>Requests are counted as they leave; the other counts when their page is written.</summary>
    private StepCounts WithRequests(StepCounts written, int tally) =>
        written with { Requests = context.Live[tally].ToCounts("").Requests };

    private async Task CommitAsync(RunCommit commit)
    {
        await context.Services.Commits.CommitAsync(commit, context.Abort);
        Volatile.Write(ref _snapshot, commit.Run);
    }

    private List<PageWork> TakeBelow()
    {
        List<PageWork> below = [];
        while (_doneAbove.Remove(_lowest, out var page))
        {
            below.Add(page);
            _lowest++;
        }

        return below;
    }

    private async Task<RunCommit> CommitOfAsync(List<PageWork> written)
    {
        foreach (var fingerprint in written.SelectMany(p => p.Dropped))
        {
            leftover.Remove(fingerprint);
        }

        var checkpoint = feed.Checkpoint with
        {
            Done = Checkpoint.Pack([.. WrittenAbove.SelectMany(p => p.Fingerprints), .. leftover.ToList()]),
            Rows = new Dictionary<string, string>(rows.States, StringComparer.Ordinal),
        };
        List<NewError> errors = [];
        List<ParkedRecord> parked = [];
        List<PassedRecord> passed = [.. written.SelectMany(p => p.Passed)];
        foreach (var page in written)
        {
            foreach (var failure in page.Failures.OrderBy(f => f.Index))
            {
                errors.Add(await ErrorOfAsync(failure));
            }

            foreach (var waiting in page.Waiting)
            {
                parked.Add(await ParkedOfAsync(waiting));
            }
        }

        return new RunCommit
        {
            Run = Counted(),
            Checkpoint = checkpoint.Write(),
            Records = written.Sum(p => p.Tallies.Take(context.Plan.Sources.Count).Sum(t => t.ToCounts("").Read)),
            Seen = [.. written.SelectMany(p => p.Seen)],
            Errors = errors,
            Parked = parked,
            Passed = passed,
            Unparked = [.. written.SelectMany(p => p.Unparked)],
            ClosedIntents = [.. written.SelectMany(p => p.Intents)],
            Log = context.Log.Take(written),
            At = context.Services.Time.GetUtcNow(),
            ResolvedAfter = context.Log.Reserve(passed.Count),
        };
    }

    private async Task<NewError> ErrorOfAsync(FailedRecord failure)
    {
        var record = await SealedRecord.SealAsync(
            context.Services.Vault, failure.Fingerprint.ToString(), failure.Record, context.Abort);
        var fault = failure.Fault;
        return new NewError(
            new RecordError
            {
                Id = context.Services.Ids.New<ErrorId>(),
                Flow = context.Plan.Flow,
                Run = context.Run.Id,
                Source = context.Plan.IdOf(~failure.Source),
                Step = failure.Step,
                Code = fault.Code,
                Message = fault.Text,
                HttpStatus = fault.HttpStatus,
                TraceKey = failure.TraceKey,
                OccurredAt = context.Services.Time.GetUtcNow(),
                SentAt = fault.SentAt,
                WentOn = failure.WentOn,
            },
            record,
            failure.Retried,
            failure.Orders,
            failure.Fingerprint.ToString(),
            failure.Place);
    }

    private async Task<ParkedRecord> ParkedOfAsync(WaitingRecord waiting) => new()
    {
        Id = context.Services.Ids.NewValue(),
        Run = context.Run.Id,
        Source = context.Plan.IdOf(~waiting.Source),
        Step = waiting.Step,
        TraceKey = waiting.TraceKey,
        Fingerprint = waiting.Fingerprint.ToString(),
        Attempts = waiting.Attempts,
        DueAt = waiting.DueAt,
        Record = await SealedRecord.SealAsync(
            context.Services.Vault, waiting.Fingerprint.ToString(), waiting.Record, context.Abort),
    };
}

/// <summary>What became durable.</summary>
/// <param name="Written">These pages: their memory is free.</param>
/// <param name="Below">By so many pages the window moves on.</param>
internal readonly record struct LedgerEntry(IReadOnlyList<PageWork> Written, int Below);
