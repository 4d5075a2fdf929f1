using System.Runtime.InteropServices;
using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Batches;

/// <summary>
/// Sends the records of a batch in one request, under one permit, and finds out what became of each of them. A record that
/// cannot be mapped is its own error, and the batch goes without it.
/// </summary>
internal sealed class BatchRunner(RunContext context, OnlyOnce once, RecordPipeline pipeline)
{
    /// <summary>The records of one request; a batch that is larger leaves in several.</summary>
    private const int BodyBytesMax = 16 * 1024 * 1024;

    /// <summary>Takes the records: each goes on in the pipeline, or has come to its end.</summary>
    public async ValueTask RunAsync(PageWork page, int step, IReadOnlyList<RecordState> records)
    {
        var plan = (SendPlan)context.Plan.Steps[step];
        var batch = new Batch(plan, page, step, new BatchSplits(records.Count, context.Retry is not null));
        var left = new Queue<RecordState>(records);
        List<BatchItem> items = [];
        try
        {
            while (left.Count > 0 || items.Count > 0)
            {
                var bytes = 0;
                while (left.Count > 0 && bytes < BodyBytesMax)
                {
                    if (await PrepareAsync(batch, left.Peek()) is { } item)
                    {
                        items.Add(item);
                        bytes += item.Mapped.Length + 1;
                    }

                    left.Dequeue();
                }

                await SendAllAsync(batch, items);
            }
        }
        finally
        {
            // What has no outcome when the run stops: a resume does it again.
            items.ForEach(i => i.Mapped.Dispose());
            foreach (var record in left.Concat(items.Select(i => i.Record)))
            {
                pipeline.Tear(page, record, step);
            }
        }
    }

    /// <summary>Null when the record has its outcome already.</summary>
    private async ValueTask<BatchItem?> PrepareAsync(Batch batch, RecordState record)
    {
        PooledBuffer? mapped = null;
        try
        {
            var key = SendKey.Of(batch.Plan, record, context.Variables);
            if (batch.Plan.Repeat == RepeatRule.Never
                && await once.RecallAsync(batch.Plan, record, key.Identity) is { } recalled)
            {
                pipeline.Land(batch.Page, record, batch.Step, recalled);
                return null;
            }

            mapped = new PooledBuffer(BodyBytesMax, 256);
            if (batch.Plan.Mapping is { } mapping)
            {
                mapping.Write(record.Current, context.Variables, mapped);
            }
            else
            {
                mapped.Append(JsonMarshal.GetRawUtf8Value(record.Current));
            }

            return new BatchItem(record, key, mapped);
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            mapped?.Dispose();
            pipeline.Land(batch.Page, record, batch.Step, StepOutcome.Failed(fault));
            return null;
        }
    }

    /// <summary>Sends what is there, in parts where it is refused; empties the list as outcomes are known.</summary>
    private async ValueTask SendAllAsync(Batch batch, List<BatchItem> items)
    {
        var parts = new Stack<IReadOnlyList<BatchItem>>();
        if (items.Count > 0)
        {
            parts.Push([.. items]);
        }

        while (parts.TryPop(out var part))
        {
            var (outcomes, rest) = await SendAsync(batch, part);
            foreach (var (item, outcome) in outcomes)
            {
                if (item.Intent is { } intent)
                {
                    await once.SettleAsync(batch.Plan, item.Record, intent, outcome);
                }

                items.Remove(item);
                item.Mapped.Dispose();
                pipeline.Land(batch.Page, item.Record, batch.Step, outcome);
            }

            // The first part is sent first: records keep their order.
            foreach (var again in rest.Reverse())
            {
                parts.Push(again);
            }
        }
    }

    /// <summary>One request: what became of its records, and the parts that are sent again.</summary>
    private async ValueTask<BatchVerdict> SendAsync(Batch batch, IReadOnlyList<BatchItem> part)
    {
        PreparedCall call;
        try
        {
            using var list = BatchItem.ListOf(part);
            call = ((IBatchCall)batch.Plan.Call).PrepareBatch(
                list.Span, context.Variables, SendKey.OfAll(part.Select(i => i.Key.Key)));
        }
        catch (Exception e) when (RecordOutcomes.FaultFrom(e) is { } fault)
        {
            // Nothing was sent: halving what is too large costs nothing.
            return fault.Code == ErrorCodes.TooLarge && part.Count > 1
                ? BatchVerdict.Halves(part)
                : BatchVerdict.All(part, fault);
        }

        using (call)
        {
            if (batch.Plan.Repeat == RepeatRule.Never)
            {
                var intents = await Task.WhenAll(part.Select(i => once.BeginAsync(batch.Plan, i.Record, i.Key.Identity, i.Record.SentAt(batch.Step))));
                for (var i = 0; i < part.Count; i++)
                {
                    part[i].Intent = intents[i];
                }
            }

            using var answer = await DispatchAsync(batch, call, part);
            if (RunFailedException.Of(answer.Fault) is { } endless)
            {
                await NoteUnsentAsync(part);
                throw endless;
            }

            return BatchVerdict.Of(batch, part, answer);
        }
    }

    /// <summary>A batch waits in its place: parked, its records would come back in another cut.</summary>
    private async ValueTask<Answer> DispatchAsync(Batch batch, PreparedCall call, IReadOnlyList<BatchItem> part)
    {
        try
        {
            var dispatched = await context.SendAsync(batch.Plan, batch.Step, call, batch.Plan.Repeat, mayPark: false, 0);
            foreach (var item in dispatched.Repeated is null ? [] : part)
            {
                context.Log.Repeated(batch.Page, batch.Plan.Id, item.Record.TraceKey, dispatched.Repeated);
            }

            return dispatched.Answer;
        }
        catch (Exception e) when (once.ProvesUnsent(e))
        {
            await NoteUnsentAsync(part);
            if (RecordOutcomes.FaultFrom(e) is not { } fault)
            {
                throw;
            }

            part.ToList().ForEach(i => i.Intent = null);
            return new Answer { Fault = fault };
        }
    }

    private Task NoteUnsentAsync(IReadOnlyList<BatchItem> part) =>
        Task.WhenAll(part.Where(i => i.Intent is not null).Select(i => once.NoteUnsentAsync(i.Record, i.Intent!)));
}

/// <summary>A batch on its way.</summary>
internal sealed record Batch(SendPlan Plan, PageWork Page, int Step, BatchSplits Splits);
