using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Engine.Errors;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// A run that resolves open errors by a person's own word: at each step they are records that were read and ignored. It goes
/// through them in batches, so that nobody waits long for the database, and a kill costs nothing: what is resolved is no
/// longer open, and is counted from the store. Errors that occur after it began stay open: nobody has seen them.
/// </summary>
internal sealed class Resolution(RunServices services, Run run)
{
    /// <summary>Errors in one transaction.</summary>
    public const int BatchMax = 1_000;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>The run after each batch, as it is stored.</summary>
    public async IAsyncEnumerable<Run> RunAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var now = run with { Status = RunStatus.Running };
        var query = Query();
        if (run.Resumes > 0)
        {
            foreach (var (step, count) in await services.Errors.CountResolvedAsync(run.Id, stop))
            {
                _counts[step] = count;
            }
        }

        await foreach (var batch in BatchesAsync(query, stop))
        {
            foreach (var group in batch.GroupBy(e => e.Step, StringComparer.Ordinal))
            {
                // What was retried meanwhile may be open no more, or be another error by now: the query holds once again.
                var ids = group.Select(e => e.Id).ToList();
                var resolved = await services.Errors.ResolveAsync(
                    query with { Ids = ids }, run.Id, services.Time.GetUtcNow(), stop);
                _counts[group.Key] = _counts.GetValueOrDefault(group.Key) + resolved;
            }

            now = now with { Steps = Steps() };
            await services.Store.UpdateAsync(now, stop);
            yield return now;
        }

        // After a kill there may be nothing left to do but to say what was done.
        yield return now with { Steps = Steps() };
    }

    /// <summary>What the selection means for this run.</summary>
    private ErrorQuery Query()
    {
        using var selection = JsonDocument.Parse(run.Resolves!);
        var query = ErrorSelection.Read(selection.RootElement);
        var begun = run.StartedAt.AddMicroseconds(1);
        return query with { Flow = run.Flow, Open = true, Until = query.Until < begun ? query.Until : begun };
    }

    private async IAsyncEnumerable<IReadOnlyList<OpenError>> BatchesAsync(
        ErrorQuery query, [EnumeratorCancellation] CancellationToken stop)
    {
        IEnumerable<ErrorQuery> parts = query.Ids is { } ids
            ? ids.Chunk(BatchMax).Select(some => query with { Ids = some })
            : [query];
        foreach (var part in parts)
        {
            IReadOnlyList<OpenError> batch;
            OpenError? after = null;
            do
            {
                batch = await services.Errors.OpenAsync(part, after, BatchMax, stop);
                if (batch.Count > 0)
                {
                    after = batch[^1];
                    yield return batch;
                }
            }
            while (batch.Count == BatchMax);
        }
    }

    /// <summary>Those of the flow first; then steps that it has no more.</summary>
    private IReadOnlyList<StepCounts> Steps()
    {
        var ids = run.Steps.Select(s => s.Id).Union(_counts.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        return [.. ids.Select(id => Ignored(id, _counts.GetValueOrDefault(id)))];
    }

    private static StepCounts Ignored(string step, long count) => new(step, count, 0, 0, count, 0);
}
