using Weir.Engine.Runs.Logs;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// What a run that ends leaves behind in the store: records that wait for an attempt that nobody will make, and requests of a
/// former life that the run could not come back to, because its plan cannot be made any more. They stand in the errors.
/// // Promises 1 and 2
/// </summary>
internal sealed class RunRemains(RunServices services, RunLog log)
{
    private const int TogetherMax = 100;

    /// <summary>
    /// What is written with the run's end. Records that wait may be many: they are written before it, and each either waits or is
    /// an error.
    /// </summary>
    /// <param name="last">What the run itself has come to in the end, with its counts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RunCommit> AddToAsync(RunCommit last, CancellationToken cancellationToken)
    {
        last = await WithIntentsAsync(last, cancellationToken);
        var known = last.Unparked.ToHashSet(StringComparer.Ordinal);
        var stored = await services.Store.FindAsync(last.Run.Id, cancellationToken) ?? last.Run;
        while (true)
        {
            var parked = (await services.Store.ParkedAsync(last.Run.Id, TogetherMax + known.Count, cancellationToken))
                .Where(p => !known.Contains(p.Id)).ToList();
            if (parked.Count == 0)
            {
                return last;
            }

            var errors = parked.ConvertAll(p => ErrorOf(last.Run, p));
            errors.ForEach(e => log.Failed(e.Error));
            stored = stored with { Steps = Counted(stored.Steps, errors, read: 0) };
            last = last with { Run = last.Run with { Steps = Counted(last.Run.Steps, errors, read: 0) } };
            await services.Commits.CommitAsync(
                new RunCommit
                {
                    Run = stored,
                    Errors = errors,
                    Unparked = [.. parked.Select(p => p.Id)],
                    Log = log.Take([]),
                    At = services.Time.GetUtcNow(),
                },
                CancellationToken.None);
        }
    }

    /// <summary>Those that the run's plan has nothing to say of: with its steps unknown, each stands at its own.</summary>
    private async Task<RunCommit> WithIntentsAsync(RunCommit last, CancellationToken cancellationToken)
    {
        var closed = last.ClosedIntents.ToHashSet(StringComparer.Ordinal);
        var after = "";
        while (await services.Store.LeftIntentsAsync(last.Run.Id, after, TogetherMax, cancellationToken) is { Count: > 0 } some)
        {
            after = some[^1].Key;
            var left = some.Where(i => !closed.Contains(i.Key) && i is not { Outcome: OnlyOnce.Unsent, Record.HasPassed: false }).ToList();
            var errors = left.ConvertAll(i => ErrorOf(last.Run, i));
            errors.ForEach(e => log.Failed(e.Error));
            last = last with
            {
                Run = last.Run with { Steps = Counted(last.Run.Steps, errors, read: 1) },
                Errors = [.. last.Errors, .. errors],
                Passed = [.. last.Passed, .. left.Where(i => i.Record!.Entered is not null).Select(i => PassedOf(last.Run, i)).OfType<PassedRecord>()],
                Seen = [.. last.Seen, .. left.Select(i => i.Record!.Seen).OfType<SeenRecord>()],
                Unparked = [.. last.Unparked, .. left.Select(i => i.Record!.Parked).OfType<string>()],
            };
        }

        return last;
    }

    private NewError ErrorOf(Run run, ParkedRecord parked) => new(
        Error(run, parked.Source, parked.Step, parked.TraceKey) with
        {
            Code = ErrorCodes.Unexpected,
            Message = "The run ended while this record waited for its next attempt.",
        },
        parked.Record);

    private NewError ErrorOf(Run run, Intent intent)
    {
        var error = Error(run, intent.Record!.Source, intent.Step, intent.Record.TraceKey);
        error = intent.Outcome switch
        {
            null or ErrorCodes.OutcomeUnknown => error with { Message = intent.Message ?? OnlyOnce.NothingNoted, SentAt = intent.SentAt },
            OnlyOnce.Delivered => error with { Message = OnlyOnce.DeliveredHere, SentAt = intent.SentAt },
            OnlyOnce.Unsent => error with { Code = ErrorCodes.Unexpected, Message = TornRecords.Ended.Message },
            var code => error with { Code = code, Message = intent.Message ?? code },
        };
        return new NewError(error, intent.Record.Sealed, intent.Record.Entered is null ? intent.Record.Retried : null)
        {
            Place = intent.Record.Place,
        };
    }

    /// <summary>The error that it was retried for at a step before; null where it was for none.</summary>
    private static PassedRecord? PassedOf(Run run, Intent intent) => intent.Record!.Retried is { } error
        ? new PassedRecord(run.Flow, intent.Record.Source, intent.Record.Entered!, intent.Record.TraceKey, error)
        : null;

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
