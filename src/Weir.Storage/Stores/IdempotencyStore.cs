using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class IdempotencyStore(Database database, int keysMax = IdempotencyStore.KeysMax) : IIdempotencyStore
{
    /// <summary>Keys of one caller in 24 hours. // Promise 8</summary>
    public const int KeysMax = 100_000;

    private const string DropOld = "delete from idempotency_keys where began_at < @oldest";

    private const string Begin =
        """
        insert into idempotency_keys (caller, idempotency_key, target, body_hash, began_at)
        values (@Caller, @Key, @Target, @BodyHash, @now)
        on conflict (caller, idempotency_key) do nothing
        """;

    private const string Find =
        """
        select target as Target, body_hash as BodyHash, status as Status, location as Location, etag as ETag,
            content_type as ContentType, body as Body
        from idempotency_keys where caller = @Caller and idempotency_key = @Key
        """;

    private const string Beyond =
        "select idempotency_key from idempotency_keys where caller = @Caller limit 1 offset @keysMax";

    private const string Complete =
        """
        update idempotency_keys
        set status = @Status, location = @Location, etag = @ETag, content_type = @ContentType, body = @Body
        where caller = @Caller and idempotency_key = @Key and status is null
        """;

    private const string Forget =
        "delete from idempotency_keys where caller = @Caller and idempotency_key = @Key and status is null";

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public Task<IdempotencyReading> BeginAsync(
        IdempotentRequest request, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal,
        async session =>
        {
            await session.ExecuteAsync(DropOld, new { oldest = Micros.Of(now - Kept) });
            var begun = await session.ExecuteAsync(
                Begin, new { request.Caller, request.Key, request.Target, request.BodyHash, now = Micros.Of(now) });
            if (begun == 0)
            {
                return Read(request, (await session.FirstAsync<Row>(Find, new { request.Caller, request.Key }))!);
            }

            // Thrown here, it takes the key with it: nothing was done.
            return await session.FirstAsync<string>(Beyond, new { request.Caller, keysMax }) is null
                ? new IdempotencyReading(IdempotencyState.New)
                : throw new RefusalException(
                    ErrorCodes.RateLimited,
                    $"{keysMax} idempotency keys were used in the last 24 hours: wait, or send requests without one.");
        },
        cancellationToken);

    public Task CompleteAsync(
        IdempotentRequest request, IdempotentAnswer answer, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        session => session.ExecuteAsync(Complete, new
        {
            request.Caller,
            request.Key,
            answer.Status,
            answer.Location,
            answer.ETag,
            answer.ContentType,
            answer.Body,
        }),
        cancellationToken);

    public Task ForgetAsync(IdempotentRequest request, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal, session => session.ExecuteAsync(Forget, new { request.Caller, request.Key }), cancellationToken);

    private static IdempotencyReading Read(IdempotentRequest request, Row row)
    {
        if (row.Target != request.Target || row.BodyHash != request.BodyHash)
        {
            return new IdempotencyReading(IdempotencyState.Mismatch);
        }

        return row.Status is null
            ? new IdempotencyReading(IdempotencyState.InProgress)
            : new IdempotencyReading(IdempotencyState.Done, new IdempotentAnswer
            {
                Status = (int)row.Status,
                Location = row.Location,
                ETag = row.ETag,
                ContentType = row.ContentType,
                Body = row.Body ?? [],
            });
    }

    private sealed record Row(
        string Target, string BodyHash, long? Status, string? Location, string? ETag, string? ContentType, byte[]? Body);
}
