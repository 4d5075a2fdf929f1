using System.Collections.Concurrent;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>
/// Compares what is with what was told: what is new is told once, what is over may be told again when it comes back. One
/// caller at a time.
/// </summary>
public sealed class AlertBook(
    IResourceStore resources, IAlertStore store, AlertConditions conditions, AlertSender sender, TimeProvider time)
{
    /// <summary>What could not be told for so long is given up.</summary>
    private static readonly TimeSpan TriedFor = TimeSpan.FromHours(24);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(30);
    private const int SentAtOnce = 4;

    /// <summary>Looks once, and tells what is due. Gives when something is due next; null: nothing is.</summary>
    public async Task<DateTimeOffset?> LookAsync(CancellationToken cancellationToken)
    {
        var alerts = (await resources.AllAsync(ResourceKind.Alert, cancellationToken)).Select(AlertDocument.FromRow).ToDictionary(a => a.Id);
        foreach (var gone in (await store.OutcomesAsync(cancellationToken)).Keys.Where(id => !alerts.ContainsKey(id)))
        {
            await store.ForgetAsync(gone, cancellationToken);
        }

        var known = await store.AllAsync(cancellationToken);
        if (alerts.Count + known.Count == 0)
        {
            return null;
        }

        var raised = await CompareAsync(alerts, known, cancellationToken);
        var now = time.GetUtcNow();
        var told = new ConcurrentBag<RaisedAlert>();
        await Parallel.ForEachAsync(
            raised.Where(r => r.Next <= now && alerts[r.Alert].Enabled),
            new ParallelOptions { MaxDegreeOfParallelism = SentAtOnce, CancellationToken = cancellationToken },
            async (one, stop) => told.Add(await TellAsync(alerts[one.Alert], one, stop)));
        await store.EndAsync([.. told.Where(t => t.Next is null && AlertEvents.IsEnd(t.Event))], cancellationToken);
        return raised.Where(r => r.Next > now).Concat(told).Min(r => r.Next);
    }

    /// <summary>What is raised now: new ones are stored, those that are over are forgotten.</summary>
    private async Task<IReadOnlyList<RaisedAlert>> CompareAsync(
        Dictionary<AlertId, Alert> alerts, IReadOnlyList<RaisedAlert> known, CancellationToken cancellationToken)
    {
        var picture = await conditions.LookAsync(cancellationToken);
        var before = known.ToDictionary(r => r.Key);
        HashSet<(AlertId, string, string)> wanted = [];
        List<RaisedAlert> fresh = [];
        foreach (var alert in alerts.Values.Where(a => a.Enabled))
        {
            foreach (var condition in picture.For(alert))
            {
                var key = (alert.Id, condition.Event, condition.Subject);
                wanted.Add(key);
                if (!before.ContainsKey(key))
                {
                    fresh.Add(New(alert, condition.Event, condition.Subject, await condition.Record(alert)));
                }
            }
        }

        // What is over and not yet told is told all the same: it happened.
        bool IsOver(RaisedAlert one) => !alerts.TryGetValue(one.Alert, out var alert)
            || !alert.Enabled
            || (one.Next is null && !wanted.Contains(one.Key) && !picture.Undecided.Contains((one.Event, one.Subject)));
        var over = known.Where(IsOver).ToList();
        foreach (var one in over.Where(o => alerts.ContainsKey(o.Alert)))
        {
            if (await EndOfAsync(alerts[one.Alert], one, picture, cancellationToken) is { } end && !before.ContainsKey(end.Key))
            {
                fresh.Add(end);
            }
        }

        // In this order: after a kill between the two, what is over is found over again, and its end is known already.
        await store.SaveAsync(fresh, cancellationToken);
        await store.EndAsync(over, cancellationToken);
        return [.. known.Except(over), .. fresh];
    }

    /// <summary>What is told now that this is over; null: nothing, as where it was not told itself.</summary>
    private async Task<RaisedAlert?> EndOfAsync(
        Alert alert, RaisedAlert one, AlertPicture picture, CancellationToken cancellationToken) =>
        one.SentAt is not null
        && alert is { Enabled: true, Recovered: true }
        && alert.Events.Contains(one.Event)
        && await conditions.EndAsync(alert, one, picture, cancellationToken) is { } record
            ? New(alert, AlertEvents.Ends[one.Event], one.Subject, record)
            : null;

    private RaisedAlert New(Alert alert, string name, string subject, JsonElement record) => new()
    {
        Alert = alert.Id,
        Event = name,
        Subject = subject,
        At = time.GetUtcNow(),
        Record = record.GetRawText(),
        Next = time.GetUtcNow(),
    };

    private async Task<RaisedAlert> TellAsync(Alert alert, RaisedAlert one, CancellationToken cancellationToken)
    {
        if (one.IsUnderWay && !await sender.MayRepeatAsync(alert.Import, cancellationToken))
        {
            // Promise 2: a kill came while it was sent, and it may have arrived.
            return await NoteAsync(one with
            {
                IsUnderWay = false,
                Next = null,
                Error = new RunNote(ErrorCodes.OutcomeUnknown, "The server was stopped while it was sent, and it may have arrived: the import says never to repeat."),
            });
        }

        one = one with { IsUnderWay = true, Attempts = one.Attempts + 1 };
        await store.SaveAsync([one], cancellationToken);
        var key = SendKey.Hash($"{one.Alert} {one.Event} {one.Subject} {one.At.UtcTicks}");
        var attempt = await sender.SendAsync(alert.Import, DocumentWriter.Parse(one.Record), key, cancellationToken);
        var now = time.GetUtcNow();
        var wait = TimeSpan.FromTicks(Math.Min(WaitMax.Ticks, FirstWait.Ticks << Math.Min(one.Attempts - 1, 10)));
        return await NoteAsync(one with
        {
            IsUnderWay = false,
            SentAt = attempt.Error is null ? now : null,
            Error = attempt.Error,
            Next = attempt.Error is null || !attempt.MayRepeat || now + wait > one.At + TriedFor ? null : now + wait,
        });
    }

    private async Task<RaisedAlert> NoteAsync(RaisedAlert one)
    {
        // What was sent is noted whoever stops the server meanwhile.
        await store.SaveAsync([one], CancellationToken.None);
        await store.NoteAsync(one.Alert, new AlertOutcome(time.GetUtcNow(), one.Error), CancellationToken.None);
        return one;
    }
}
