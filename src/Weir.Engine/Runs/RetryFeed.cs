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

        var claimed = await ClaimedAsync(state);
        if (claimed.Count == 0 && context.Plan.HasOrder
            && await context.Services.Errors.ClaimFreeAsync(context.Plan.Flow, context.Run.Id, context.Stop) > 0)
        {
            // What was blocked behind these records while they were retried follows them.
            claimed = await ClaimedAsync(state);
        }

        _state = claimed.Count == 0 ? null : claimed[^1].At.ToString();
        return _state is null ? null : await PageOfAsync(claimed, state, _state);
    }

    private Task<IReadOnlyList<ClaimedError>> ClaimedAsync(string state) => context.Services.Errors.ClaimedAsync(
        context.Run.Id, state.Length == 0 ? null : ClaimPlace.Parse(state), PageSize, context.Stop);

    public void Written(PageWork page) =>
        Checkpoint = Checkpoint with { Position = page.Position + 1, State = page.Next };

    private FailedRecord Gone(RecordError error, OpenedRecord opened) => new(
        context.Plan.SourceOf(error.Source),
        error.Step,
        new Fault
        {
            Kind = FaultKind.Rejected,
            Code = ErrorCodes.StepGone,
            Message = $"The flow has no step {error.Step} any more, or it is switched off.",
        },
        error.TraceKey,
        Fingerprint.Parse(opened.Fingerprint),
        opened.Record.ToArray(),
        error.Id);

    private async Task<PageWork> PageOfAsync(IReadOnlyList<ClaimedError> claimed, string state, string next)
    {
        var owner = new DocumentSet();
        var records = new List<PageRecord>(claimed.Count);
        List<FailedRecord> gone = [];
        foreach (var (error, cipher, place) in claimed)
        {
            if (await OpenAsync(cipher) is not { } opened)
            {
                continue;
            }

            if (StepOf(error) is { } step)
            {
                records.Add(new PageRecord(
                    owner.Parse(opened.Record),
                    step < 0 ? ~step : context.Plan.SourceOf(error.Source),
                    step,
                    error.TraceKey,
                    Fingerprint.Parse(opened.Fingerprint),
                    Error: error.Id,
                    Place: place,
                    SentAt: error.SentAt,
                    DoneFrom: error.WentOn && step >= 0 ? context.Plan.OnceBehind(step) : null));
            }
            else
            {
                gone.Add(Gone(error, opened));
            }
        }

        var page = new PageWork(_position++, owner, records, context.Plan) { State = state, Next = next };
        page.Failures.AddRange(gone);
        foreach (var tally in new[] { page.Tallies[0], context.Live[0] })
        {
            tally.Read(claimed.Count - records.Count);
            tally.Error(claimed.Count - records.Count);
        }

        return page;
    }

    /// <summary>Null when its record cannot be decrypted: the error stands as it is.</summary>
    private async Task<OpenedRecord?> OpenAsync(byte[] cipher)
    {
        try
        {
            return await SealedRecord.OpenAsync(context.Services.Vault, cipher, context.Stop);
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }

    /// <summary>Where it goes on; null where the step is gone or switched off.</summary>
    private int? StepOf(RecordError error) =>
        context.Plan.IndexOf(error.Step) is { } step && (step < 0 || context.Plan.Steps[step].Enabled) ? step : null;
}
