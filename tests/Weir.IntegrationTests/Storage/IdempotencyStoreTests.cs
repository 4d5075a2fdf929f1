using Weir.Engine.Resources;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteIdempotencyStoreTests : IdempotencyStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.SqliteAsync();
}

public sealed class PostgresIdempotencyStoreTests : IdempotencyStoreTests
{
    protected override Task<StoreSet> OpenAsync() => StoreSet.PostgresAsync();
}

public abstract class IdempotencyStoreTests : StoreTest
{
    private static readonly IdempotentRequest Request = new("tok_1", "abc", "POST /v1/connections", "h1");

    private static readonly IdempotentAnswer Answer = new()
    {
        Status = 201,
        Location = "/v1/connections/conn_1",
        ETag = "\"1\"",
        ContentType = "application/json",
        Body = [123, 125],
    };

    [Fact]
    public async Task A_request_is_new_then_in_progress_then_done_with_its_answer()
    {
        Assert.Equal(IdempotencyState.New, (await BeginAsync(Request)).State);
        Assert.Equal(IdempotencyState.InProgress, (await BeginAsync(Request)).State);

        await Stores.Idempotency.CompleteAsync(Request, Answer, None);

        var reading = await BeginAsync(Request);
        Assert.Equal(IdempotencyState.Done, reading.State);
        Assert.Equivalent(Answer, reading.Answer, strict: true);
    }

    [Fact]
    public async Task An_answer_without_headers_and_body_is_kept_too()
    {
        await BeginAsync(Request);
        await Stores.Idempotency.CompleteAsync(Request, new IdempotentAnswer { Status = 204, Body = [] }, None);

        Assert.Equivalent(new IdempotentAnswer { Status = 204, Body = [] }, (await BeginAsync(Request)).Answer, strict: true);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_new()
    {
        var readings = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => BeginAsync(Request))));

        Assert.Single(readings, r => r.State == IdempotencyState.New);
        Assert.All(readings.Where(r => r.State != IdempotencyState.New), r => Assert.Equal(IdempotencyState.InProgress, r.State));
    }

    [Theory]
    [InlineData("POST /v1/connections", "h2")]
    [InlineData("POST /v1/flows", "h1")]
    public async Task A_key_used_for_another_request_is_a_mismatch(string target, string hash)
    {
        await BeginAsync(Request);
        var other = Request with { Target = target, BodyHash = hash };
        Assert.Equal(IdempotencyState.Mismatch, (await BeginAsync(other)).State);

        await Stores.Idempotency.CompleteAsync(Request, Answer, None);
        Assert.Equal(IdempotencyState.Mismatch, (await BeginAsync(other)).State);
    }

    [Fact]
    public async Task Another_callers_key_is_another_key()
    {
        await BeginAsync(Request);

        Assert.Equal(IdempotencyState.New, (await BeginAsync(Request with { Caller = "tok_2" })).State);
    }

    [Fact]
    public async Task A_forgotten_request_is_new_again_and_a_done_one_cannot_be_forgotten()
    {
        await BeginAsync(Request);
        await Stores.Idempotency.ForgetAsync(Request, None);
        Assert.Equal(IdempotencyState.New, (await BeginAsync(Request)).State);

        await Stores.Idempotency.CompleteAsync(Request, Answer, None);
        await Stores.Idempotency.ForgetAsync(Request, None);
        Assert.Equal(IdempotencyState.Done, (await BeginAsync(Request)).State);
    }

    [Fact]
    public async Task A_key_is_kept_for_twenty_four_hours()
    {
        await BeginAsync(Request);
        await Stores.Idempotency.CompleteAsync(Request, Answer, None);

        Assert.Equal(IdempotencyState.Done, (await BeginAsync(Request, 24 * 3600)).State);
        Assert.Equal(IdempotencyState.New, (await BeginAsync(Request, (24 * 3600) + 1)).State);
    }

    private Task<IdempotencyReading> BeginAsync(IdempotentRequest request, int second = 0) =>
        Stores.Idempotency.BeginAsync(request, At(second), None);
}
