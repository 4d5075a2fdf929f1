using Weir.Engine.Governor;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class PauseStore(Database database) : IPauseStore
{
    private const string Set =
        """
        insert into pauses (budget, until_at, reason) values (@budget, @until, @reason)
        on conflict (budget) do update set until_at = excluded.until_at, reason = excluded.reason
            where excluded.until_at > pauses.until_at
        """;

    private const string All =
        "select budget as Budget, until_at as UntilAt, reason as Reason from pauses where until_at > @now order by budget";

    // Promise 4: on the disk before the next request may leave.
    public Task SetAsync(string budget, DateTimeOffset until, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            session => session.ExecuteAsync(Set, new { budget, until = Micros.Of(until), reason }),
            cancellationToken);

    public async Task<IReadOnlyList<StoredPause>> AllAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>(All, new { now = Micros.Of(now) }), cancellationToken);
        return [.. rows.Select(r => new StoredPause(r.Budget, Micros.ToTime(r.UntilAt), r.Reason))];
    }

    private sealed record Row(string Budget, long UntilAt, string Reason);
}
