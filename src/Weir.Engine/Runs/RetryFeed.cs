using Weir.Engine.Errors;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>Gives the records of claimed errors back to the steps at which they failed.</summary>
internal sealed class RetryFeed(RunContext context, Checkpoint? checkpoint) : IRecordFeed
{
    private const int PageSize = 100;

    private string? _state = checkpoint is null ? "" : checkpoint.State;
    private long _position = checkpoint?.Position ?? 0;

    public Checkpoint Checkpoint { get; private set; } = checkpoint ?? Checkpoint.Start("");

    public async Task<PageWork?> NextAsync()
    {
        if (_state is not { } state)
        {
            return null;
        }

        var claimed = await context.Services.Errors.ClaimedAsync(
            context.Run.Id, state.Length == 0 ? null : ErrorId.From(state), PageSize, context.Stop);
        if (claimed.Count == 0)
        {
            _state = null;
            return null;
        }

        var owner = new DocumentSet();
        var records = new List<PageRecord>(claimed.Count);
        List<(RecordError Error, string Code, string Message, OpenedRecord Record)> lost = [];
        foreach (var (error, cipher) in claimed)
        {
            try
            {
                var opened = await SealedRecord.OpenAsync(context.Services.Vault, cipher, context.Stop);
                if (context.Plan.IndexOf(error.Step) is not { } step)
                {
                    lost.Add((error, ErrorCodes.StepGone, $"The flow has no step {error.Step} any more.", opened));
                    continue;
                }

                records.Add(new PageRecord(
                    owner.Parse(opened.Record),
                    step,
                    error.TraceKey,
                    Fingerprint.Parse(opened.Fingerprint),
                    Error: error.Id));
            }
            catch (SecretUnreadableException e)
            {
                lost.Add((error, ErrorCodes.SecretUnreadable, e.Message, default));
            }
        }

        var last = claimed[^1].Error.Id.Value;
        var page = new PageWork(_position++, owner, records, context.Plan.Steps.Count) { State = state, Next = last };
        foreach (var (error, code, message, record) in lost.Where(l => l.Code == ErrorCodes.StepGone))
        {
            page.Failures.Add(new FailedRecord(
                error.Step,
                new Fault { Kind = FaultKind.Rejected, Code = code, Message = message },
                error.TraceKey,
                Fingerprint.Parse(record.Fingerprint),
                record.Record.ToArray(),
                error.Id));
        }

        _state = last;
        return page;
    }

    public void Written(PageWork page) =>
        Checkpoint = Checkpoint with { Position = page.Position + 1, State = page.Next };
}
