using System.Collections.Concurrent;
using Weir.Engine.Governor;

namespace Weir.Tests.Fakes;

/// <summary>The port's contract in memory; held to it by the same tests as the databases.</summary>
internal sealed class InMemoryPauseStore : IPauseStore
{
    private readonly ConcurrentDictionary<string, StoredPause> _pauses = new(StringComparer.Ordinal);

    public Task SetAsync(string budget, DateTimeOffset until, string reason, CancellationToken cancellationToken)
    {
        var pause = new StoredPause(budget, until, reason);
        _pauses.AddOrUpdate(budget, pause, (_, stored) => stored.Until < until ? pause : stored);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredPause>> AllAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredPause>>([.. _pauses.Values.Where(p => p.Until > now)]);
}
