using Weir.Engine.Runs.Logs;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// What a run that ends leaves behind in the store: records that wait for an attempt that nobody will make, and requests of
/// which nobody has learned whether they arrived (the server was killed and the run cancelled before it came to them again,
/// or the source does not give the record any more). They stand in the errors. // Promises 1 and 2
/// </summary>
internal sealed class RunRemains(RunServices services, RunLog log)
{
    private const int TogetherMax = 100;

    /// <summary>Gives the run with its counts. After a kill in between an error may stand twice: nothing is sent twice for it.</summary>
    public async Task<Run> WriteAsync(Run run, CancellationToken cancellationToken)
    {
        while (await services.Store.ParkedAsync(run.Id, TogetherMax, cancellationToken) is { Count: > 0 } parked)
        {
            var errors = parked.Select(p => ErrorOf(run, p)).ToList();
            run = run with { Steps = Counted(run.Steps, errors, read: 0) };
            await CommitAsync(new RunCommit { Run = run, Errors = errors, Unparked = [.. parked.Select(p => p.Id)] });
        }

        // The intents stay until the run's end is written: should it go on after all, they are not sent again.
        var last = "";
        while (await services.Store.UnknownIntentsAsync(run.Id, last, TogetherMax, cancellationToken) is { Count: > 0 } unknown)
        {
            var errors = unknown.Select(i => ErrorOf(run, i)).ToList();
            run = run with { Steps = Counted(run.Steps, errors, read: 1) };
            await CommitAsync(new RunCommit { Run = run, Errors = errors });
            last = unknown[^1].Key;
        }

        return run;
    }

    private Task CommitAsync(RunCommit commit)
    {
        foreach (var error in commit.Errors)
        {
            log.Failed(error.Error);
        }

        return services.Commits.CommitAsync(
            commit with { Log = log.Take([]), At = services.Time.GetUtcNow() }, CancellationToken.None);
    }

    private NewError ErrorOf(Run run, ParkedRecord parked) => new(
        Error(run, parked.Source, parked.Step, parked.TraceKey) with
        {
            Code = ErrorCodes.Unexpected,
            Message = "The run ended while this record waited for its next attempt.",
        },
        parked.Record);

    private NewError ErrorOf(Run run, Intent intent) => new(
        Error(run, intent.Record!.Source, intent.Step, intent.Record.TraceKey) with
        {
            Message = intent.Message ?? OnlyOnce.NothingNoted,
            SentAt = intent.SentAt,
        },
        intent.Record.Sealed,
        intent.Record.Retried);

    private RecordError Error(Run run, string source, string step, string traceKey) => new()
    {
        Id = services.Ids.New<ErrorId>(),
        Flow = run.Flow,
        Run = run.Id,
        Source = source,
        Step = step,
        Code = ErrorCodes.OutcomeUnknown,
        Message = "",
        TraceKey = traceKey,
        OccurredAt = services.Time.GetUtcNow(),
    };

    /// <param name="counts">Those of the run.</param>
    /// <param name="errors">One record each.</param>
    /// <param name="read">1 where its page was never written: it has not been counted, at its source neither.</param>
    private static IReadOnlyList<StepCounts> Counted(IReadOnlyList<StepCounts> counts, IReadOnlyList<NewError> errors, int read)
    {
        var counted = counts.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var order = counts.Select(c => c.Id).ToList();
        foreach (var error in errors.Select(e => e.Error))
        {
            if (read > 0)
            {
                Add(error.Source, c => c with { Read = c.Read + read, Success = c.Success + read });
            }

            Add(error.Step, c => c with { Read = c.Read + read, Error = c.Error + 1 });
        }

        return [.. order.Select(id => counted[id])];

        void Add(string id, Func<StepCounts, StepCounts> change)
        {
            if (!counted.TryGetValue(id, out var present))
            {
                order.Add(id);
                present = new StepCounts(id, 0, 0, 0, 0, 0);
            }

            counted[id] = change(present);
        }
    }
}
