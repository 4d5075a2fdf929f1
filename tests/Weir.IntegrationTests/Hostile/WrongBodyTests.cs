using System.Text;
using System.Text.RegularExpressions;
using Weir.IntegrationTests.Api;
using Weir.Model;

namespace Weir.IntegrationTests.Hostile;

/// <summary>Whatever is sent: a 4xx that names the field, nothing stored, nothing told of the inside. // Promise 9</summary>
public sealed partial class WrongBodyTests : ApiTest
{
    private const int BodiesMin = 300;

    private static readonly string[] Stored =
        ["connections", "integrations", "exports", "imports", "flows", "alerts", "runs", "errors", "users", "tokens"];

    [Fact]
    public async Task Every_wrong_body_is_refused_with_its_field_and_changes_nothing()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var integration = FlowKit.IdOf(await kit.CreateAsync("integrations", """{"name":"Group"}"""));
        var error = await FailedAsync(kit);
        var user = FlowKit.IdOf(await kit.CreateAsync("users", """{"email":"somebody@weir.example"}"""));
        var alert = FlowKit.IdOf(await kit.AddressAsync("alerts"));
        var good = GoodBody.All(kit, integration, error, user, alert).ToDictionary(g => g.Endpoint, StringComparer.Ordinal);
        var endpoints = Endpoint.Of((await Api.GetAsync("/openapi/v1.json")).MustBe(200).Json);
        Assert.Empty(endpoints.Select(e => e.Name).Except(good.Keys).Select(e => $"{e} has no body in {nameof(GoodBody)}: add one."));

        var before = await StoredAsync();
        var faults = new List<string>();
        var sent = 0;
        foreach (var endpoint in endpoints)
        {
            var body = good[endpoint.Name];
            foreach (var wrong in WrongBody.From(endpoint, body))
            {
                sent++;
                var reply = await SendAsync(endpoint.Method, body.Address, wrong);
                faults.AddRange(Faults(reply, wrong).Select(f => $"{endpoint.Name}, {wrong.What}: {f}: {reply.Status} {reply.Text}"));
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} of {sent}:\n{string.Join('\n', faults)}");
        Assert.Equal(before, await StoredAsync());
        (await Api.GetAsync("/health/ready")).MustBe(200);
        Assert.True(sent >= BodiesMin, $"only {sent} bodies");
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} wrong bodies to {endpoints.Count} endpoints");
    }

    private static IEnumerable<string> Faults(Reply reply, WrongBody wrong)
    {
        if (reply.Status is < 400 or > 499 || reply.ContentType != "application/problem+json")
        {
            yield return "no refusal";
            yield break;
        }

        var code = reply.Json.GetProperty("code").GetString()!;
        if (!ErrorCodes.All.TryGetValue(code, out var known) || known.Status != reply.Status)
        {
            yield return "the code is not the registry's";
        }

        if (Inside().IsMatch(reply.Text))
        {
            yield return "it shows the inside";
        }

        var fields = reply.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!).ToList();
        if (wrong.Field is { } field && !fields.Any(f => f == field || f.StartsWith(field + ".", StringComparison.Ordinal)
            || f.StartsWith(field + "[", StringComparison.Ordinal)))
        {
            yield return $"'{field}' is not named";
        }
    }

    /// <summary>A record that failed, so that errors have something to refuse.</summary>
    private static async Task<string> FailedAsync(FlowKit kit)
    {
        kit.Sink.Faults.Add(new Weir.Sandbox.FaultRule { Status = 422, Times = 1 });
        await kit.RunAsync();
        return (await kit.Api.GetAsync("errors?limit=1")).MustBe(200).Json.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    private async Task<string> StoredAsync()
    {
        var all = new StringBuilder();
        foreach (var kind in Stored)
        {
            all.AppendLine((await Api.GetAsync($"{kind}?limit=200")).MustBe(200).Text);
        }

        return all.ToString();
    }

    private async Task<Reply> SendAsync(HttpMethod method, string address, WrongBody wrong)
    {
        using var request = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(wrong.Bytes) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", wrong.ContentType);
        return await Reply.OfAsync(await Api.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    [GeneratedRegex(@"Exception|System\.|Microsoft\.|Weir\.|\bat [A-Z]\w+\.|\.cs\b|/src/|SQLite|Npgsql|StackTrace", RegexOptions.ExplicitCapture)]
    private static partial Regex Inside();
}
