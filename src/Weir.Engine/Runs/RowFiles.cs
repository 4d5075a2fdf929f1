using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// The files of a run: each takes the pages in page order, and its state is part of the checkpoint, so that a resume cuts
/// it back: no row twice, none half.
/// </summary>
internal sealed class RowFiles(RunContext context) : IAsyncDisposable
{
    /// <summary>So long the last rows of a run that has ended wait for a slot.</summary>
    private static readonly TimeSpan LastWaitMax = TimeSpan.FromSeconds(10);

    private readonly IRowWriter?[] _writers = new IRowWriter?[context.Plan.Steps.Count];
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> States => _states;

    public IRowWriter Writer(int step) => _writers[step]!;

    public async Task OpenAsync(IReadOnlyDictionary<string, string> states)
    {
        for (var i = 0; i < _writers.Length; i++)
        {
            if (context.Plan.Steps[i] is not RowPlan { Enabled: true } plan)
            {
                continue;
            }

            var state = states.GetValueOrDefault(plan.Id);
            var target = new RowTarget(context.Run.Id, plan.Id, context.Variables, context.Retry);
            _writers[i] = await plan.Rows.OpenAsync(
                context.Services.Connections.Current(plan.Connection), target, state, context.Abort);
            if (state is not null)
            {
                _states[plan.Id] = state;
            }
        }
    }

    /// <summary>Appends the page's rows to each file, under a permit of its connection.</summary>
    public Task AppendAsync(PageWork page) => AppendAsync(page, context.Stop);

    /// <summary>The same for pages of a run that ends before its end; false where they could not be written.</summary>
    public async Task<bool> AppendLastAsync(IEnumerable<PageWork> pages)
    {
        using var limit = new CancellationTokenSource(LastWaitMax, context.Services.Time);
        try
        {
            foreach (var page in context.Plan.HasRows ? pages : [])
            {
                await AppendAsync(page, limit.Token);
            }

            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or RefusalException or ConnectionGoneException)
        {
            return false;
        }
    }

    /// <summary>
    /// The run has ended before its end. Where nothing reads its records again, their rows are all there is of them: a file that
    /// has some gets its name.
    /// </summary>
    public async Task CompleteLastAsync()
    {
        if (context.Plan.ReadsOn || context.Retry is not null)
        {
            foreach (var (_, writer) in _writers.Index().Where(w => w.Item is not null && _states.ContainsKey(context.Plan.IdOf(w.Index))))
            {
                await writer!.CompleteAsync(context.Abort);
            }
        }
    }

    private async Task AppendAsync(PageWork page, CancellationToken waiting)
    {
        for (var step = 0; step < _writers.Length; step++)
        {
            if (_writers[step] is not { } writer || page.Rows[step] is not { } buffers)
            {
                continue;
            }

            using var rows = new PooledBuffer(int.MaxValue);
            foreach (var buffer in buffers)
            {
                rows.Append(buffer is null ? default : buffer.Span);
            }

            if (rows.Length == 0)
            {
                continue;
            }

            var plan = (RowPlan)context.Plan.Steps[step];
            var permit = await context.Services.Governor.AcquireAsync(
                plan.Connection, context.Plan.Flow.Value, urgent: false, waiting);
            try
            {
                context.Live[context.Plan.TallyOf(step)].Request();
                _states[plan.Id] = await writer.AppendAsync(rows.Memory, context.Abort);
            }
            finally
            {
                context.Services.Governor.Release(permit, null, null);
            }

            page.RowsWritten(step);
        }
    }

    /// <summary>The run is over: the files get their names.</summary>
    public async Task CompleteAsync()
    {
        foreach (var writer in _writers)
        {
            if (writer is not null)
            {
                await writer.CompleteAsync(context.Abort);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
        {
            if (writer is not null)
            {
                await writer.DisposeAsync();
            }
        }
    }
}
