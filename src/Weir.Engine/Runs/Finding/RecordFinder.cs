using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Finding;

/// <summary>Looks at the other side for what a record was, or is to be, written as.</summary>
internal sealed class RecordFinder(RunContext context)
{
    /// <summary>The largest body of one request, in bytes.</summary>
    private const int BodyBytesMax = 16 * 1024 * 1024;

    /// <summary>So often it is looked for before it counts as not there: an application may show late what it took.</summary>
    private const int LooksMax = 3;

    /// <summary>The application's clock may be behind ours by so much.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1);

    private MadeRecords Made => context.Services.Made;

    /// <summary>How the record is found; null where it holds no key. Throws as a mapping does.</summary>
    public RecordSearch? SearchFor(SendPlan plan, RecordState record)
    {
        var call = (IFindCall)plan.Call;
        if (plan.Mapping is null)
        {
            return call.Search(record.Current, JsonMarshal.GetRawUtf8Value(record.Current), context.Variables);
        }

        using var body = new PooledBuffer(BodyBytesMax);
        plan.Mapping.Write(record.Current, context.Variables, body);
        return call.Search(record.Current, body.Span, context.Variables);
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
        for (var key = 0; key < search.Keys.Count; key++)
        {
            using var call = search.Ask(key);
            var dispatched = await context.SendAsync(plan, step, call, RepeatRule.Always, mayPark: false, 0);
            using var answer = dispatched.Answer;
            RunFailedException.ThrowIfEndless(answer.Fault);
            if (answer.Fault is { } refused)
            {
                return new Found(default, refused);
            }

            var sent = sentAt is { } at ? new SentCreate(at - ClockSlack, id => keys.Any(k => Made.Has(k, id))) : null;
            var reading = search.Read(key, answer, sent);
            using var owner = reading.Owner;
            if (reading.Fault is not null || reading.IsFound)
            {
                return new Found(reading.IsFound ? reading.Value.Clone() : default, reading.Fault);
            }
        }

        return default;
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
    public string? MadeOf(SendPlan plan, RecordSearch search) =>
        KeysOf(plan, search).Select(Made.LastOf).FirstOrDefault(id => id is not null);

    public void Forget(SendPlan plan, RecordSearch search, string id)
    {
        foreach (var key in KeysOf(plan, search))
        {
            Made.Forget(key, id);
        }
    }

    /// <summary>As turns and memory know them: those of the account, and short however long they are.</summary>
    private IReadOnlyList<string> KeysOf(SendPlan plan, RecordSearch search)
    {
        var account = plan.Adaptor.BudgetOf(context.Services.Connections.Current(plan.Connection)).Key;
        return [.. search.Keys.Select(key => SendKey.Hash($"{account} {key}"))];
    }
}

/// <summary>What a look gave: what is there, nothing, or why that is not known.</summary>
internal readonly record struct Found(JsonElement Value, Fault? Fault)
{
    public bool IsThere => Value.ValueKind is not JsonValueKind.Undefined;
}
