using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Commands;

public sealed class SandboxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_line_says_how_to_reach_it()
    {
        await using var sandbox = RunningProcess.Start(WeirProgram.StartInfo(
            ["sandbox", "gorgias", "--tickets", "7", "--seed", "5", "--rate-limit", "off", "--rows", "3", "--cursor-seconds", "60"], []));
        await Wait.UntilAsync(() => sandbox.Output.Contains('\n'), TimeSpan.FromSeconds(60), Stop);

        var ready = JsonDocument.Parse(sandbox.Output.Split('\n')[0]).RootElement;
        Assert.Equal(["baseUri", "username", "password", "tickets"], ready.EnumerateObject().Select(f => f.Name));
        Assert.Equal(7, ready.GetProperty("tickets").GetInt32());
        using var http = new HttpClient(new SocketsHttpHandler());
        var control = new Uri(new Uri(ready.GetProperty("baseUri").GetString()!), "/control/stats");
        Assert.Contains("\"requests\":0", await http.GetStringAsync(control, Stop), StringComparison.Ordinal);

        Assert.Equal(0, await sandbox.StopAsync(TimeSpan.FromSeconds(10)));
        Assert.Empty(sandbox.Error);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.0.2.1:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public async Task It_listens_for_this_machine_alone(string urls)
    {
        var refused = await WeirProgram.RunAsync(["sandbox", "gorgias", "--urls", urls]);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("only loopback addresses", Assert.Single(refused.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_one_sentence()
    {
        await using var first = RunningProcess.Start(WeirProgram.StartInfo(["sandbox", "gorgias", "--tickets", "1"], []));
        await Wait.UntilAsync(() => first.Output.Contains('\n'), TimeSpan.FromSeconds(60), Stop);
        var address = new Uri(JsonDocument.Parse(first.Output.Split('\n')[0]).RootElement.GetProperty("baseUri").GetString()!);

        var second = await WeirProgram.RunAsync(["sandbox", "gorgias", "--urls", address.GetLeftPart(UriPartial.Authority)]);

        Assert.Equal((1, ""), (second.ExitCode, second.Output));
        Assert.StartsWith("The sandbox cannot listen at", Assert.Single(second.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
