using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Logs;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory; held to it by the same tests as the databases.</summary>
internal sealed class InMemoryRunStore(InMemoryState state) : IRunStore
{
    /// <summary>Called with each list of commits before it is written; a test that throws here acts out a full disk.</summary>
    public Action<IReadOnlyList<RunCommit>>? OnCommit { get; set; }

    /// <summary>Called right before and right after what a run sends or comes to is written.</summary>
    public Action<KillMoment> At { get; set; } = _ => { };

    /// <summary>The server was killed: nothing is read or written any more.</summary>
    public bool IsDown { get; set; }

    public Task<bool> InsertAsync(Run run, CancellationToken cancellationToken) => Locked(() =>
    {
        var taken = IsTheActiveOne(run) && state.Runs.Values.Any(r => r.Flow == run.Flow && IsTheActiveOne(r));
        if (!taken)
        {
            state.Runs.Add(run.Id, run);
        }

        return !taken;
    });

    public Task<IReadOnlyList<Run>> WaitingAsync(FlowId flow, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Run>>(() =>
        [
            .. state.Runs.Values.Where(r => r.Flow == flow && r is { IsActive: true, IsWaiting: true })
                .OrderBy(r => r.StartedAt).ThenBy(r => r.Id.Value, StringComparer.Ordinal),
        ]);

    public Task<bool> PromoteAsync(Run run, CancellationToken cancellationToken) => Locked(() =>
    {
        var stored = Stored(run.Id);
        var begins = stored is { IsActive: true, IsWaiting: true }
            && !state.Runs.Values.Any(r => r.Flow == run.Flow && IsTheActiveOne(r));
        if (begins)
        {
            state.Runs[run.Id] = stored with
            {
                IsWaiting = false,
                StartedAt = run.StartedAt,
                Versions = run.Versions,
                Steps = run.Steps,
            };
        }

        return begins;
    });

    public Task<Run?> FindAsync(RunId id, CancellationToken cancellationToken) =>
        Locked(() => state.Runs.GetValueOrDefault(id));

    public Task<int> RetriesBeforeAsync(Run run, CancellationToken cancellationToken) => Locked(() => state.Runs.Values.Count(
        r => r.Flow == run.Flow && r.Trigger == RunTrigger.Retry && string.CompareOrdinal(r.Id.Value, run.Id.Value) < 0));

    public Task<Slice<Run>> ListAsync(FlowId? flow, int limit, string? cursor, CancellationToken cancellationToken) =>
        Locked(() => InMemorySlice.Of(
            state.Runs.Values.Where(r => flow is null || r.Flow == flow), r => (r.StartedAt, r.Id.Value), limit, cursor));

    public Task<IReadOnlyList<Run>> LastOfFlowsAsync(int max, IntegrationId? integration, CancellationToken cancellationToken) => Locked<IReadOnlyList<Run>>(() =>
    [
        .. state.Runs.Values.Where(r => r.Trigger != RunTrigger.Retry).GroupBy(r => r.Flow)
            .Select(runs => runs.OrderBy(r => r.StartedAt).ThenBy(r => r.Id.Value, StringComparer.Ordinal).Last())
            .OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id.Value, StringComparer.Ordinal).Take(max),
    ]);

    public Task<IReadOnlyList<Run>> UnfinishedAsync(CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Run>>(() =>
            [.. state.Runs.Values.Where(r => r.IsActive).OrderBy(r => r.StartedAt).ThenBy(r => r.Id.Value, StringComparer.Ordinal)]);

    public Task UpdateAsync(Run run, CancellationToken cancellationToken) => UpdateAsync(run, [], cancellationToken);

    public Task UpdateAsync(Run run, IReadOnlyList<RunLogEntry> log, CancellationToken cancellationToken) =>
        Locked(() => Write(run, log));

    public Task EndAsync(Run ended, RunCommit last, CancellationToken cancellationToken)
    {
        OnCommit?.Invoke([last]);
        return Locked(KillMoment.BeforeEnd, KillMoment.AfterEnd, () =>
        {
            if (Stored(ended.Id).IsActive && Stored(last.Run.Id) is not null)
            {
                Apply(last);
                Write(ended, []);
            }

            return true;
        });
    }

    public Task<Slice<RunLogEntry>> LogAsync(
        RunLogQuery query, int limit, string? cursor, CancellationToken cancellationToken) => Locked(() =>
    {
        var after = cursor is null ? 0
            : long.TryParse(cursor, out var number) ? number
            : throw RefusalException.Invalid("cursor", "This cursor was not made by this list.");
        var rows = (state.Logs.GetValueOrDefault(query.Run)?.Values.ToList() ?? [])
            .Where(e => e.Number > after
                && (query.TraceKey is null || e.TraceKey == query.TraceKey)
                && (query.Step is null || e.Step == query.Step)
                && e.Level >= query.From)
            .Take(limit + 1).ToList();
        return new Slice<RunLogEntry>([.. rows.Take(limit)], rows.Count > limit ? $"{rows[limit - 1].Number}" : null);
    });

    public Task<RunLogState> LogStateAsync(RunId id, CancellationToken cancellationToken) => Locked(() =>
        state.Logs.TryGetValue(id, out var log)
            ? new RunLogState(log.Keys.Last(), log.Values.CountBy(e => e.Kind).ToDictionary(c => c.Key, c => (long)c.Value))
            : RunLogState.Empty);

    public Task<byte[]?> CheckpointAsync(RunId id, CancellationToken cancellationToken) =>
        Locked(() => state.Checkpoints.GetValueOrDefault(id));

    public Task CommitAsync(IReadOnlyList<RunCommit> commits, CancellationToken cancellationToken) => Locked(KillMoment.BeforeCommit, KillMoment.AfterCommit, () =>
    {
        OnCommit?.Invoke(commits);
        foreach (var commit in commits)
        {
            Stored(commit.Run.Id);
        }

        foreach (var commit in commits)
        {
            Apply(commit);
        }

        return true;
    });

    public Task<IReadOnlyList<ParkedRecord>> ParkedAsync(RunId id, int max, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<ParkedRecord>>(() =>
        [
            .. state.Parked.Values.Where(p => p.Run == id)
                .OrderBy(p => p.DueAt).ThenBy(p => p.Id, StringComparer.Ordinal).Take(max),
        ]);

    public Task<long> CountParkedAsync(RunId id, CancellationToken cancellationToken) =>
        Locked(() => state.Parked.Values.LongCount(p => p.Run == id));

    public Task WriteIntentsAsync(IReadOnlyList<Intent> intents, CancellationToken cancellationToken) => Locked(KillMoment.BeforeIntent, KillMoment.AfterIntent, () =>
    {
        foreach (var intent in intents)
        {
            state.Intents[(intent.Run, intent.Key)] = intent;
            foreach (var former in intent.Record?.Instead ?? [])
            {
                state.Intents[(intent.Run, former)] = state.Intents[(intent.Run, former)] with { Record = null };
            }
        }

        return true;
    });

    public Task SettleIntentsAsync(IReadOnlyList<Intent> intents, CancellationToken cancellationToken) => Locked(KillMoment.BeforeOutcome, KillMoment.AfterOutcome, () =>
    {
        foreach (var intent in intents.Where(i => state.Intents.ContainsKey((i.Run, i.Key))))
        {
            var stored = state.Intents[(intent.Run, intent.Key)];
            state.Intents[(intent.Run, intent.Key)] = stored with { Outcome = intent.Outcome, Message = intent.Message };
        }

        return true;
    });

    public Task<IReadOnlyList<Intent>> IntentsAsync(RunId id, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Intent>>(() =>
            [.. state.Intents.Values.Where(i => i.Run == id).OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => i with { Record = null })]);

    public Task<IReadOnlyList<Intent>> LeftIntentsAsync(RunId id, string after, int max, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Intent>>(() =>
        [
            .. state.Intents.Values
                .Where(i => i.Run == id && i.Record is not null)
                .Where(i => string.CompareOrdinal(i.Key, after) > 0).OrderBy(i => i.Key, StringComparer.Ordinal).Take(max),
        ]);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> MarksAsync(FlowId flow, CancellationToken cancellationToken) =>
        Locked<IReadOnlyDictionary<string, DateTimeOffset>>(() => state.Marks
            .Where(m => m.Key.Flow == flow).ToDictionary(m => m.Key.Source, m => m.Value, StringComparer.Ordinal));

    public Task SetMarksAsync(
        FlowId flow, IReadOnlyList<SourceMark> marks, CancellationToken cancellationToken) => Locked(() =>
    {
        foreach (var mark in marks)
        {
            state.Marks.Remove((flow, mark.Source));
            if (mark.At is { } at)
            {
                state.Marks[(flow, mark.Source)] = at;
            }

            state.Seen.RemoveAll(s => s.Flow == flow && s.Seen.Source == mark.Source
                && s.Seen.ChangedAt < (mark.SeenFrom ?? DateTimeOffset.MaxValue));
        }

        return true;
    });

    public Task<IReadOnlyList<string>> SeenAsync(
        FlowId flow, string source, DateTimeOffset from, int max, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<string>>(() =>
        [
            .. state.Seen.Where(s => s.Flow == flow && s.Seen.Source == source && s.Seen.ChangedAt >= from)
                .OrderByDescending(s => s.Seen.ChangedAt).Take(max).Select(s => s.Seen.Fingerprint),
        ]);

    private Run Write(Run run, IReadOnlyList<RunLogEntry> log)
    {
        Log(run.Id, log);
        if (!run.IsActive)
        {
            state.Checkpoints.Remove(run.Id);
            foreach (var key in state.Intents.Keys.Where(k => k.Item1 == run.Id).ToList())
            {
                state.Intents.Remove(key);
            }
        }

        var stored = Stored(run.Id);
        return state.Runs[run.Id] = run with
        {
            Flow = stored.Flow,
            Trigger = stored.Trigger,
            Versions = stored.Versions,
            StartedAt = stored.StartedAt,
            IsWaiting = stored.IsWaiting,
        };
    }

    private static bool IsTheActiveOne(Run run) =>
        run is { IsActive: true, IsWaiting: false } && run.Trigger != RunTrigger.Retry;

    private void Apply(RunCommit commit)
    {
        var run = commit.Run;
        state.Runs[run.Id] = state.Runs[run.Id] with
        {
            Status = state.Runs[run.Id].IsActive ? run.Status : state.Runs[run.Id].Status,
            Pause = run.Pause,
            Pages = run.Pages,
            Resumes = run.Resumes,
            Restarts = run.Restarts,
            Steps = run.Steps,
        };
        if (commit.Checkpoint is not null)
        {
            state.Checkpoints[run.Id] = commit.Checkpoint;
        }

        foreach (var id in commit.Unparked)
        {
            state.Parked.Remove((run.Id, id));
        }

        foreach (var parked in commit.Parked)
        {
            state.Parked[(parked.Run, parked.Id)] = parked;
        }

        foreach (var seen in commit.Seen)
        {
            var known = state.Seen.FindIndex(
                s => s.Flow == run.Flow && s.Seen.Source == seen.Source && s.Seen.Fingerprint == seen.Fingerprint);
            if (known < 0)
            {
                state.Seen.Add((run.Flow, seen));
            }
            else if (state.Seen[known].Seen.ChangedAt < seen.ChangedAt)
            {
                state.Seen[known] = (run.Flow, seen);
            }
        }

        Log(run.Id, commit.Log);
        foreach (var passed in commit.Passed)
        {
            Resolve(passed, commit);
        }

        foreach (var error in commit.Errors)
        {
            Add(error);
        }

        foreach (var key in commit.ClosedIntents)
        {
            state.Intents.Remove((run.Id, key));
        }
    }

    private void Log(RunId run, IReadOnlyList<RunLogEntry> entries)
    {
        if (entries.Count > 0 && !state.Logs.ContainsKey(run))
        {
            state.Logs.Add(run, []);
        }

        foreach (var entry in entries)
        {
            state.Logs[run].Add(entry.Number, entry);
        }
    }

    private void Resolve(PassedRecord passed, RunCommit commit)
    {
        var run = commit.Run.Id;
        foreach (var open in FindOpen(passed.Retried, passed.Flow, passed.Source, passed.Step, passed.TraceKey, run).ToList())
        {
            state.Errors[open.Error.Id] = open with { Error = open.Error with { Open = false, ResolvedAt = commit.At } };
            var resolved = (state.Logs.GetValueOrDefault(run)?.Values.ToList() ?? []).Where(e => e.Kind == RunLogKind.Resolved).ToList();
            var number = Math.Max(commit.ResolvedAfter, resolved.Select(e => e.Number).DefaultIfEmpty().Max()) + 1;
            if (resolved.Count < RunCommit.ResolvedMax && number <= commit.ResolvedAfter + commit.Passed.Count)
            {
                Log(run, [new RunLogEntry
                {
                    Number = number,
                    At = commit.At,
                    Kind = RunLogKind.Resolved,
                    Step = open.Error.Step,
                    TraceKey = open.Error.TraceKey,
                    Code = open.Error.Code,
                    Message = "The open error is resolved: the record has passed.",
                }]);
            }
        }
    }

    private void Add(NewError added)
    {
        var error = added.Error;
        var orders = added.Orders ?? [];
        if (error.Code == ErrorCodes.Blocked && added.Retried is null)
        {
            if (FindOpen(null, error.Flow, error.Source, error.Step, error.TraceKey, error.Run)
                .FirstOrDefault(e => e.Orders.Count > 0 && e.Fingerprint == added.Fingerprint) is { } met)
            {
                state.Errors[met.Error.Id] = met with
                {
                    Error = met.Error with { Run = error.Run, OccurredAt = error.OccurredAt, Attempts = met.Error.Attempts + 1 },
                };
                return;
            }

            state.Errors.Add(error.Id, new InMemoryState.StoredError(
                error, added.Record, null, orders, added.Fingerprint, PlaceOf(added)));
            return;
        }

        if (FindOpen(added.Retried, error.Flow, error.Source, error.Step, error.TraceKey, error.Run).FirstOrDefault() is not { } open)
        {
            state.Errors.Add(error.Id, new InMemoryState.StoredError(
                error, added.Record, null, orders, added.Fingerprint, PlaceOf(added)));
            return;
        }

        var again = open.Error with
        {
            Run = error.Run,
            Code = error.Code,
            Message = error.Message,
            HttpStatus = error.HttpStatus,
            OccurredAt = error.OccurredAt,
            Attempts = open.Error.Attempts + 1,
            SentAt = open.Error.SentAt ?? error.SentAt,
            WentOn = error.WentOn || (added.Retried is not null && open.Error.WentOn),
        };
        state.Errors[again.Id] = new InMemoryState.StoredError(
            again, added.Record, null, added.Orders ?? open.Orders, added.Fingerprint, open.Place);
    }

    private long PlaceOf(NewError added) => added.Place ?? state.Errors.Values
        .Where(e => e.Error.Flow == added.Error.Flow).Select(e => e.Place).DefaultIfEmpty().Max() + 1;

    private IEnumerable<InMemoryState.StoredError> FindOpen(
        ErrorId? retried, FlowId flow, string source, string step, string traceKey, RunId run) =>
        state.Errors.Values.Where(e => e.Error.Open && (retried is { } id
            ? e.Error.Id == id && e.Claim == run
            : e.Error.Flow == flow && (e.Error.Source == source || e.Error.Source.Length == 0) && e.Error.Step == step && e.Error.TraceKey == traceKey && e.Error.Run != run))
            .OrderBy(e => e.Error.Id.Value, StringComparer.Ordinal);

    private Run Stored(RunId id) =>
        state.Runs.GetValueOrDefault(id) ?? throw new InvalidOperationException($"There is no run {id}.");

    private Task<T> Locked<T>(KillMoment before, KillMoment after, Func<T> work)
    {
        At(before);
        var done = Locked(work);
        At(after);
        return done;
    }

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (state.Gate)
        {
            return IsDown ? Task.FromException<T>(new IOException("The server was killed.")) : Task.FromResult(work());
        }
    }
}
