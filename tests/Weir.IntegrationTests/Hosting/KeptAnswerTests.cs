using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Api;
using Weir.Engine.Documents;
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
    private SqliteDatabase _database = null!;
    private Idempotency _idempotency = null!;
    private int _done;

    public ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(_folder.Path);
        _idempotency = new Idempotency(
            new IdempotencyStore(_database, KeysMax), new PlainVault(), new BodyHash(new byte[32]), new Refusals(NullLogger<Refusals>.Instance), TimeProvider.System);
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
    [InlineData(429)]
    public async Task Every_other_answer_is(int status)
    {
        Assert.Equal(status, await PostAsync("k", Answer(status, "{}")));

        Assert.Equal(status, await PostAsync("k", Answer(201, "{}")));
        Assert.Equal(1, _done);
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

    private static RequestDelegate Answer(int status, string body) => http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body);
    };

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
}
