using Weir.Hosting;
using Weir.IntegrationTests.Harness;
using Weir.Model;

namespace Weir.IntegrationTests.Api;

public sealed class SetupTests : AccountTest
{
    [Fact]
    public async Task Whoever_has_the_code_becomes_the_owner_and_is_signed_in()
    {
        var browser = Browser();
        (await browser.PostAsync("setup", Body("AAAA-AAAA-AAAA-AAAA-AAAA"))).MustRefuse(403, "forbidden", "code");
        browser.Origin = "http://evil.example";
        (await browser.PostAsync("setup", Body(Api.SetupCode!))).MustRefuse(403, "forbidden");
        browser.Origin = null;

        var owner = (await browser.PostAsync("setup", Body(Api.SetupCode!))).MustBe(201);

        Assert.Equal("owner", owner.Json.GetProperty("role").GetString());
        Assert.Equal(owner.Json.GetProperty("id").GetString(), (await browser.GetAsync("me")).MustBe(200).Json.GetProperty("id").GetString());
        Assert.Equal("false", (await Nobody().GetAsync("session")).Json.GetProperty("setupNeeded").GetRawText());
        (await Nobody().PostAsync("setup", Body(Api.SetupCode!))).MustRefuse(409, "conflict");
        UserTests.MustNotLieIn(Api.DataFolder, Api.SetupCode!);
    }

    [Fact]
    public async Task Of_several_at_once_one_wins()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            i => Nobody().PostAsync("setup", Body(Api.SetupCode!, $"owner{i}@weir.example"))));

        Assert.Single(replies, r => r.Status == 201);
        Assert.Equal(3, replies.Count(r => r.Status is 409 or 403));
        Assert.Single((await Owner().GetAsync("users")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task The_operators_owner_is_made_once_and_signs_in()
    {
        using var folder = new TestFolder();
        var stop = TestContext.Current.CancellationToken;
        var options = new WeirOptions
        {
            Data = folder.Path,
            Files = folder["files"],
            Urls = [new Uri("http://127.0.0.1:0")],
            Owner = new OwnerOption("owner@weir.example", new Secret(Password)),
        };
        for (var start = 0; start < 2; start++)
        {
            await using var host = await WeirHost.BuildAsync(options, stop);
            await host.StartAsync(stop);
            Assert.Null(host.SetupCode);
            using var browser = Caller.Browser(host.Address);
            (await browser.SignInAsync("owner@weir.example", Password)).MustBe(204);
            Assert.Equal("owner", (await browser.GetAsync("me")).MustBe(200).Json.GetProperty("role").GetString());
            Assert.Single((await browser.GetAsync("users")).Json.GetProperty("data").EnumerateArray());
            options = options with { Owner = new OwnerOption("second@weir.example", new Secret(Password)) };
        }
    }

    private static string Body(string code, string email = "owner@weir.example") =>
        $$"""{"code":"{{code}}","email":"{{email}}","name":"Owner","password":"{{Password}}"}""";
}
