using Weir.Engine.Connections;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Finding;
using Weir.Engine.Runs.Jobs;
using Weir.Engine.Runs.Logs;
using Weir.Engine.Runs.Lookups;
using Weir.Engine.Runs.Steps;
using Weir.Engine.Secrets;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>What all runs share.</summary>
/// <param name="Store">Checkpoints, parked records, intents.</param>
/// <param name="Errors">Claimed errors of retry runs.</param>
/// <param name="Commits">Commits of all runs, several in one transaction.</param>
/// <param name="Vault">Seals records at rest.</param>
/// <param name="Governor">Permits and pauses.</param>
/// <param name="Dispatcher">Sends.</param>
/// <param name="Connections">Live connections.</param>
/// <param name="Ids">Makes ids.</param>
/// <param name="Time">The clock.</param>
public sealed record RunServices(
    IRunStore Store,
    Errors.IErrorStore Errors,
    CommitQueue Commits,
    IVault Vault,
    Governor.Governor Governor,
    Dispatcher Dispatcher,
    ILiveConnections Connections,
    IdSource Ids,
    TimeProvider Time)
{
    /// <summary>What lookups may keep, over all runs.</summary>
    public LookupMemory Lookups { get; } = new();

    /// <summary>Records that may be the same at the other side, over all runs.</summary>
    public KeyTurns Turns { get; } = new();

    /// <summary>What was created of late and may not show yet, over all runs.</summary>
    public MadeRecords Made { get; } = new(Time);
}

/// <summary>One run as its parts see it.</summary>
internal sealed class RunContext(
    RunServices services, Run run, RunPlan plan, IReadOnlyList<Variables> variables, int? retry)
{
    private readonly ConnectionId[] _called =
    [
        .. plan.Steps.OfType<CallPlan>().Where(s => s is { Enabled: true } and not RowPlan).Select(s => s.Connection).Distinct(),
    ];

    public RunServices Services => services;

    public RunPlan Plan => plan;

    /// <summary>What the steps see: with several sources, the oldest of their marks.</summary>
    public Variables Variables { get; } = variables.MinBy(v => v.LastRun, StringComparer.Ordinal)!;

    /// <summary>What a source sees: its own mark.</summary>
    public Variables VariablesOf(int source) => variables[source];

    /// <summary>Null for a flow's own run; else the number of the retry, from 1.</summary>
    public int? Retry => retry;

    /// <summary>What the run writes down of itself.</summary>
    public RunLog Log { get; init; } = new(services.Time, RunLogState.Empty);

    /// <summary>Jobs in the background that it waits for.</summary>
    public JobsUnderWay Jobs { get; } = new();

    /// <summary>The run without its present counts: those are in the ledger.</summary>
    public Run Run { get; private set; } = run;

    /// <summary>The walk of a source began again.</summary>
    /// <param name="source">The source.</param>
    /// <param name="refused">Why, in the application's words.</param>
    public void Restarted(string source, string refused)
    {
        lock (Live)
        {
            Run = Run with { Restarts = Run.Restarts + 1 };
        }

        Log.Note(RunLogKind.Restarted, $"{refused} The walk begins again.", RunLogLevel.Warning, step: source);
    }

    /// <summary>A long pause began (with its note) or ended (null).</summary>
    public void Paused(RunNote? note)
    {
        lock (Live)
        {
            Run = Run with { Pause = note, Status = note is null ? RunStatus.Running : RunStatus.Paused };
        }

        if (note is null)
        {
            Log.Note(RunLogKind.Continued, "The run goes on.");
        }
        else
        {
            Log.Note(RunLogKind.Paused, note.Message, RunLogLevel.Warning, note.Code);
        }
    }

    /// <summary>Counts as they run, as <see cref="RunPlan.TallyOf"/> says where.</summary>
    public StepTally[] Live { get; } = [.. Enumerable.Range(0, plan.Tallies).Select(_ => new StepTally())];

    /// <summary>
    /// A pool of level 1 keeps all in order: records are worked on one after the other and none is parked.
    /// </summary>
    public bool KeepsOrder
    {
        get
        {
            // Asked for each record: no iterator, and each connection once.
            foreach (var connection in _called)
            {
                if (services.Governor.LevelOf(connection) == 1)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Set when open errors stand at this flow: records that pass resolve theirs.</summary>
    public bool ResolvesErrors { get; set; }

    /// <summary>Cancelled by a stop, a cancel or a failure of the run itself.</summary>
    public required CancellationTokenSource StopSource { get; init; }

    /// <summary>Ends waiting. A request under way is read to its end.</summary>
    public CancellationToken Stop => StopSource.Token;

    /// <summary>Ends everything at once.</summary>
    public required CancellationToken Abort { get; init; }

    public ValueTask<Dispatched> SendAsync(
        CallPlan step, int index, Calls.PreparedCall call, RepeatRule repeat, bool mayPark, int attempts) =>
        services.Dispatcher.SendAsync(
            new Dispatch(
                step.Connection,
                services.Connections,
                step.Adaptor,
                call,
                plan.Flow.Value,
                repeat,
                mayPark,
                attempts,
                Live[plan.TallyOf(index)]),
            Stop,
            Abort);
}
