using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Finding;

/// <summary>Looks at the other side for what a record was, or is to be, written as.</summary>
internal sealed class RecordFinder(RunContext context)
{
    /// <summary>So often it is looked for before it counts as not there: an application may show late what it took.</summary>
    public const int LooksMax = 3;

    /// <summary>The application's clock may be behind ours by so much.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1);

    private MadeRecords Made => context.Services.Made;

    /// <summary>How the record is found; null where it holds no key. Throws as a mapping does.</summary>
    public RecordSearch? SearchFor(SendPlan plan, RecordState record)
    {
        using var body = new MappedRecord(plan.Mapping, record, context.Variables);
        return ((IFindCall)plan.Call).Search(record.Current, body.Json, context.Variables);
    }

    /// <summary>
    /// Waits until no other record with one of these keys is between its look and its write, over all runs of the server.
    /// </summary>
    public Task<IDisposable> EnterAsync(SendPlan plan, RecordSearch search) => context.Services.Turns.EnterAsync(
        KeysOf(plan, search), new TurnTaker(context.Run.Id, plan.Connection), context.Stop);

    /// <summary>Looks by each key until one gives something.</summary>
    /// <param name="plan">The step.</param>
    /// <param name="step">Its place.</param>
    /// <param name="search">How.</param>
    /// <param name="sentAt">Since when it may have been created; null: whoever has the key is meant.</param>
    public async ValueTask<Found> FindAsync(SendPlan plan, int step, RecordSearch search, DateTimeOffset? sentAt)
    {
        var keys = KeysOf(plan, search);
        var sent = sentAt is { } at ? new SentCreate(at - ClockSlack, id => keys.Any(k => Made.Has(k, id))) : null;
        for (var key = 0; key < search.Keys.Count; key++)
        {
            using var call = search.Ask(key);
            var found = await AskAsync(plan, step, search, key, call, sent, _ => { });
            if (found.Fault is not null || found.IsThere)
            {
                return found;
            }
        }

        return default;
    }

    /// <summary>Looks by one key.</summary>
    /// <param name="plan">The step.</param>
    /// <param name="step">Its place.</param>
    /// <param name="search">How.</param>
    /// <param name="key">Which of its keys.</param>
    /// <param name="call">The request that looks by it.</param>
    /// <param name="sent">What is looked for may have been created so; null: whoever has the key is meant.</param>
    /// <param name="answered">Sees a good answer before it is read.</param>
    public async ValueTask<Found> AskAsync(
        SendPlan plan, int step, RecordSearch search, int key, PreparedCall call, SentCreate? sent, Action<Answer> answered)
    {
        var dispatched = await context.SendAsync(plan, step, call, RepeatRule.Always, mayPark: false, 0);
        using var answer = dispatched.Answer;
        RunFailedException.ThrowIfEndless(answer.Fault);
        if (answer.Fault is { } refused)
        {
            return new Found(default, refused);
        }

        answered(answer);
        var reading = search.Read(key, answer, sent);
        using var owner = reading.Owner;
        return new Found(reading.IsFound ? reading.Value.Clone() : default, reading.Fault);
    }

    /// <summary>As <see cref="FindAsync"/> for what may have been created a moment ago: looked for several times.</summary>
    public async ValueTask<Found> FindSentAsync(SendPlan plan, int step, RecordSearch search, DateTimeOffset? sentAt)
    {
        for (var look = 1; ; look++)
        {
            var found = await FindAsync(plan, step, search, sentAt);
            if (found.IsThere || found.Fault is { Code: not ErrorCodes.OutcomeUnknown } || look == LooksMax)
            {
                return found;
            }

            await Task.Delay(context.Services.Dispatcher.WaitAfter(look), context.Services.Time, context.Stop);
        }
    }

    /// <summary>A create is about to leave.</summary>
    public void Sending(SendPlan plan, RecordSearch? search)
    {
        foreach (var key in search is null ? [] : KeysOf(plan, search))
        {
            Made.Sending(key);
        }
    }

    /// <summary>What became of it is known.</summary>
    public void Settle(SendPlan plan, RecordSearch? search)
    {
        foreach (var key in search is null ? [] : KeysOf(plan, search))
        {
            Made.Settle(key);
        }
    }

    /// <summary>
    /// A record that has passed has made what has this id: no other one may take it for its own. Not before: the retry of one
    /// that has failed after all looks for what it made.
    /// </summary>
    public void Note(SendPlan plan, RecordSearch? search, string? id)
    {
        foreach (var key in id is null || search is null ? [] : KeysOf(plan, search))
        {
            Made.Note(key, id!);
        }
    }

    /// <summary>What was made of late under one of the keys, though no list shows it yet; null where nothing was.</summary>
    public MadeRecord? MadeOf(SendPlan plan, IEnumerable<string> keys) =>
        Hashed(plan, keys).Select(Made.LastOf).FirstOrDefault(made => made is not null);

    /// <summary>When something left under one of the keys of which nobody knows what became; null where nothing did.</summary>
    public long? UnsettledOf(SendPlan plan, IEnumerable<string> keys) =>
        Hashed(plan, keys).Select(Made.UnsettledOf).FirstOrDefault(at => at is not null);

    public void Forget(SendPlan plan, RecordSearch search, string id)
    {
        foreach (var key in KeysOf(plan, search))
        {
            Made.Forget(key, id);
        }
    }

    /// <summary>Keys or requests of the step's account.</summary>
    public IReadOnlyList<string> Hashed(SendPlan plan, IEnumerable<string> texts) =>
        AccountKeys.Of(plan.Adaptor, context.Services.Connections.Current(plan.Connection), texts);

    private IReadOnlyList<string> KeysOf(SendPlan plan, RecordSearch search) => Hashed(plan, search.Keys);
}

/// <summary>What a look gave: what is there, nothing, or why that is not known.</summary>
internal readonly record struct Found(JsonElement Value, Fault? Fault)
{
    public bool IsThere => Value.ValueKind is not JsonValueKind.Undefined;
}
