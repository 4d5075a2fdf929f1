using Microsoft.Extensions.DependencyInjection;
using Weir.Engine.Resources;
using Weir.IntegrationTests.Harness;
using Weir.Model;

namespace Weir.IntegrationTests.Api;

/// <summary>What happens when a stored secret was tampered with.</summary>
public sealed class ConnectionSecretTests : ApiTest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tampered_secret_is_that_connections_error_and_not_the_servers()
    {
        var id = await Api.ConnectionAsync("Broken");
        var other = await Api.ConnectionAsync("Whole");
        await Api.TamperAsync(new ConnectionId(id.Split('/')[1]));

        var tested = (await Api.PostAsync($"{id}/test")).MustBe(200).Json;

        Assert.Equal("secret_unreadable", tested.GetProperty("code").GetString());
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
        var read = (await Api.GetAsync(id)).MustBe(200).Json;
        Assert.Equal(("offline", "[\"password\"]"), (read.GetProperty("status").GetString(), read.GetProperty("secrets").GetRawText()));
        Assert.True((await Api.PostAsync($"{other}/test")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Giving_the_secret_again_mends_it()
    {
        var id = await Api.ConnectionAsync();
        await Api.TamperAsync(new ConnectionId(id.Split('/')[1]));

        (await Api.PatchAsync(id, """{"name":"Renamed"}""")).MustBe(200);
        var mended = await Api.PatchAsync(id, $$$"""{"settings":{"password":"{{{Api.Gorgias.Password}}}"}}""");

        Assert.Equal("online", mended.MustBe(200).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_requests_find_out_is_shown_and_stored()
    {
        var id = new ConnectionId((await Api.ConnectionAsync()).Split('/')[1]);
        var store = Api.Services.GetRequiredService<IResourceStore>();
        var governor = Api.Services.GetRequiredService<Weir.Engine.Governor.Governor>();

        governor.Release(
            await governor.AcquireAsync(id, "flow_1", urgent: false, CancellationToken.None),
            null,
            new Fault { Kind = FaultKind.Unauthorized, Code = ErrorCodes.Unauthorized, Message = "Wrong password." });
        var read = (await Api.GetAsync($"connections/{id}")).Json;
        Assert.Equal("offline", read.GetProperty("status").GetString());
        Assert.Equal("Wrong password.", read.GetProperty("lastTest").GetProperty("message").GetString());
        await Wait.UntilAsync(async () => (await store.FindAsync(ResourceKind.Connection, id.Value, Stop))!.State is { } s && s.Contains("Wrong", StringComparison.Ordinal), TimeSpan.FromSeconds(10), Stop);

        governor.Release(await governor.AcquireAsync(id, "test", urgent: true, Stop), null, null);
        Assert.Equal("online", (await Api.GetAsync($"connections/{id}")).Json.GetProperty("status").GetString());
        Assert.Equal("\"1\"", (await Api.GetAsync($"connections/{id}")).ETag);
    }
}
