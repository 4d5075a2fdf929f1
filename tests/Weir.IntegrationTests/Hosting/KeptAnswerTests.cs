using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Api;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Hosting;
using Weir.Model;
using Weir.Storage.Databases;
using Weir.Storage.Stores;
using Weir.Tests.Fakes;
using TestFolder = Weir.IntegrationTests.Harness.TestFolder;

namespace Weir.IntegrationTests.Hosting;

/// <summary>Which answers are kept for the same idempotency key, and how many.</summary>
public sealed class KeptAnswerTests : IAsyncLifetime
{
    private const int KeysMax = 3;

    private readonly TestFolder _folder = new();
    private readonly ManualClock _clock = new();
    private SqliteDatabase _database = null!;
    private Idempotency _idempotency = null!;
    private int _done;

    public ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(_folder.Path);
        _idempotency = Begin(new IdempotencyStore(_database, KeysMax));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_defect_is_not_kept()
    {
        Assert.Equal(500, await PostAsync("k", _ => throw new InvalidOperationException("A defect.")));

        Assert.Equal(201, await PostAsync("k", Answer(201, "{}")));
        Assert.Equal(201, await PostAsync("k", Answer(500, "{}")));
        Assert.Equal(2, _done);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Every_other_answer_is(int status)
    {
        Assert.Equal(status, await PostAsync("k", Answer(status, "{}")));

        Assert.Equal(status, await PostAsync("k", Answer(201, "{}")));
        Assert.Equal(1, _done);
    }

    [Theory]
    [InlineData(ErrorCodes.RateLimited)]
    [InlineData(ErrorCodes.PreconditionFailed)]
    [InlineData(ErrorCodes.Busy)]
    [InlineData(ErrorCodes.ConnectionTestFailed)]
    public async Task A_refusal_that_passes_is_not_kept(string code)
    {
        Assert.Equal(ErrorCodes.All[code].Status, await PostAsync("k", Refuse(code)));

        Assert.Equal(201, await PostAsync("k", Answer(201, "{}")));
        Assert.Equal(201, await PostAsync("k", Refuse(code)));
        Assert.Equal(2, _done);
    }

    [Theory]
    [InlineData(ErrorCodes.Conflict)]
    [InlineData(ErrorCodes.Validation)]
    public async Task A_refusal_that_stays_is_kept(string code)
    {
        var status = await PostAsync("k", Refuse(code));

        Assert.Equal(status, await PostAsync("k", Answer(201, "{}")));
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task What_was_under_way_at_a_kill_is_not_done_again()
    {
        var begun = new TaskCompletionSource();
        _ = PostAsync("k", _ =>
        {
            begun.SetResult();
            return new TaskCompletionSource().Task;
        });
        await begun.Task;
        _idempotency = Begin(new IdempotencyStore(_database, KeysMax));

        await RefusesAsync("k", "outcome is not known");
        await RefusesAsync("k", "outcome is not known");
        Assert.Equal(1, _done);

        _clock.AdvanceSeconds((24 * 3600) + 1);
        Assert.Equal(201, await PostAsync("k", Answer(201, "{}")));
    }

    [Fact]
    public async Task What_was_done_without_an_answer_that_could_be_kept_is_not_done_again()
    {
        var store = new FailingStore(new IdempotencyStore(_database, KeysMax));
        _idempotency = Begin(store);
        await Assert.ThrowsAsync<IOException>(() => PostAsync("k", Answer(201, "{}")));
        await Assert.ThrowsAsync<IOException>(() => PostAsync("l", Answer(500, "{}")));
        store.Fails = false;

        await RefusesAsync("k", "outcome is not known");
        await RefusesAsync("l", "outcome is not known");
        Assert.Equal(2, _done);
    }

    [Fact]
    public async Task A_request_waits_a_minute_at_most_for_the_same_one_before_it()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = PostAsync("k", http =>
        {
            begun.SetResult();
            http.Response.StatusCode = 201;
            return end.Task;
        });
        await begun.Task;
        var waiting = PostAsync("k", Answer(200, "{}"));
        _clock.AdvanceSeconds(59);
        Assert.False(waiting.IsCompleted);
        _clock.AdvanceSeconds(1);

        var refused = await Assert.ThrowsAsync<RefusalException>(() => waiting);
        Assert.Contains("still being done", refused.Message, StringComparison.Ordinal);
        var patient = PostAsync("k", Answer(200, "{}"));
        end.SetResult();
        Assert.Equal(201, await first);
        Assert.Equal(201, await patient);
    }

    [Fact]
    public async Task A_huge_answer_is_given_and_not_kept()
    {
        var huge = new string('x', (4 * Body.BytesMax) + 1);

        Assert.Equal(200, await PostAsync("k", Answer(200, huge)));
        Assert.Equal(200, await PostAsync("k", Answer(200, huge)));
        Assert.Equal(2, _done);
    }

    [Fact]
    public async Task A_caller_with_too_many_keys_is_refused_and_the_kept_ones_stay()
    {
        for (var i = 0; i < KeysMax; i++)
        {
            Assert.Equal(201, await PostAsync($"k{i}", Answer(201, "{}")));
        }

        var refused = await Assert.ThrowsAsync<RefusalException>(() => PostAsync("one more", Answer(201, "{}")));
        Assert.Equal(ErrorCodes.RateLimited, refused.Code);
        Assert.Equal(201, await PostAsync("k0", Answer(200, "{}")));
        Assert.Equal(201, await PostAsync("another caller's", Answer(201, "{}"), "tok_2"));
        Assert.Equal(KeysMax + 1, _done);
    }

    private static RequestDelegate Refuse(string code) => _ => throw new RefusalException(code, "Refused.");

    private static RequestDelegate Answer(int status, string body) => http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body);
    };

    private Idempotency Begin(IIdempotencyStore store) => new(
        store, new PlainVault(), new BodyHash(new byte[32]), new Refusals(NullLogger<Refusals>.Instance), _clock);

    private async Task RefusesAsync(string key, string sentence)
    {
        var refused = await Assert.ThrowsAsync<RefusalException>(() => PostAsync(key, Answer(201, "{}")));
        Assert.Equal(ErrorCodes.Conflict, refused.Code);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private async Task<int> PostAsync(string key, RequestDelegate endpoint, string caller = "tok_1")
    {
        var http = new DefaultHttpContext { User = new Actor(caller, caller, Role.Manager).Principal("test") };
        http.Request.Method = "POST";
        http.Request.Path = "/v1/integrations";
        http.Request.Headers["Idempotency-Key"] = key.Replace(' ', '-');
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("{}"));
        http.Response.Body = new MemoryStream();
        await _idempotency.InvokeAsync(http, inner =>
        {
            _done++;
            return endpoint(inner);
        });
        return http.Response.StatusCode;
    }

    /// <summary>A database that is away as soon as something was done.</summary>
    private sealed class FailingStore(IIdempotencyStore store) : IIdempotencyStore
    {
        public bool Fails { get; set; } = true;

        public Task<IdempotencyReading> BeginAsync(
            IdempotentRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
            store.BeginAsync(request, now, cancellationToken);

        public Task CompleteAsync(IdempotentRequest request, IdempotentAnswer answer, CancellationToken cancellationToken) =>
            Fails ? throw new IOException("Away.") : store.CompleteAsync(request, answer, cancellationToken);

        public Task ForgetAsync(IdempotentRequest request, CancellationToken cancellationToken) =>
            Fails ? throw new IOException("Away.") : store.ForgetAsync(request, cancellationToken);
    }
}
