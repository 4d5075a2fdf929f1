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

    /// <summary>Looks by each key until one gives something.</summary>
    public async ValueTask<Found> FindAsync(SendPlan plan, int step, RecordSearch search, bool wasSent)
    {
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

            var reading = search.Read(key, answer, wasSent);
            using var owner = reading.Owner;
            if (reading.Fault is not null || reading.IsFound)
            {
                return new Found(reading.IsFound ? reading.Value.Clone() : default, reading.Fault);
            }
        }

        return default;
    }

    /// <summary>As <see cref="FindAsync"/> for what was sent without an answer: looked for several times.</summary>
    public async ValueTask<Found> FindSentAsync(SendPlan plan, int step, RecordSearch search)
    {
        for (var look = 1; ; look++)
        {
            var found = await FindAsync(plan, step, search, wasSent: true);
            if (found.IsThere || found.Fault is not null || look == LooksMax)
            {
                return found;
            }

            await Task.Delay(context.Services.Dispatcher.WaitAfter(look), context.Services.Time, context.Stop);
        }
    }
}

/// <summary>What a look gave: what is there, nothing, or why that is not known.</summary>
internal readonly record struct Found(JsonElement Value, Fault? Fault)
{
    public bool IsThere => Value.ValueKind is not JsonValueKind.Undefined;
}
