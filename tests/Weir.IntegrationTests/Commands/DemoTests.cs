using System.Text.RegularExpressions;
using Weir.IntegrationTests.Api;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Commands;

public sealed class DemoTests
{
    [Fact]
    public async Task Every_ticket_is_in_the_file_and_nothing_else_is_left()
    {
        using var temporary = new TestFolder();

        var result = await WeirProgram.RunAsync(["demo", "--tickets", "250"], Environment(temporary));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        // Three pages of tickets, and a lookup for each.
        Assert.Matches(@"Tickets +250 of 250\n +Requests +71\n +Peak slots +\d+ of 10\n +Seconds +\d+\.\d\n +Errors +0\n", result.Output);
        var file = Assert.Single(Directory.GetFiles(temporary.Path, "*", SearchOption.AllDirectories));
        Assert.Contains(file, result.Output, StringComparison.Ordinal);
        Assert.StartsWith("ticket_id,subject,status,priority,channel,tags", (await LinesAsync(file))[0], StringComparison.Ordinal);
        Assert.Equal(251, (await LinesAsync(file)).Length);
    }

    [Fact]
    public async Task Progress_is_plain_lines_in_a_pipe()
    {
        using var temporary = new TestFolder();

        var result = await WeirProgram.RunAsync(["demo", "--tickets", "250"], Environment(temporary));

        Assert.Matches(@"\n +\d+\.\d s +[\d,]+ read +[\d,]+ done +(–|[\d,]+) records/s +\d+ of 10 slots in use\n", result.Output);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task A_demo_that_is_stopped_leaves_nothing()
    {
        using var temporary = new TestFolder();
        var start = WeirProgram.StartInfo(["demo", "--tickets", "100000"], Environment(temporary));
        await using var demo = RunningProcess.Start(start);
        await Wait.UntilAsync(
            () => demo.Output.Contains("records/s", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);

        Assert.Equal(130, await demo.StopAsync(TimeSpan.FromSeconds(15)));

        Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
        Assert.Equal("The demo was stopped; what it made is removed.\n", demo.Error);
    }

    [Fact]
    public async Task An_open_demo_can_be_signed_in_to_and_leaves_nothing_when_it_is_ended()
    {
        using var temporary = new TestFolder();
        var start = WeirProgram.StartInfo(["demo", "--open", "--tickets", "30"], Environment(temporary));
        await using var demo = RunningProcess.Start(start);
        await Wait.UntilAsync(
            () => demo.HasExited || demo.Output.Contains("Ctrl-C ends it", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        var said = Regex.Match(
            demo.Output,
            @"Tickets +30 of 30\n[\s\S]*\nOpen +(?<address>http://\S+)\nSign in with +(?<email>\S+)  (?<password>\S+)\n",
            RegexOptions.ExplicitCapture);
        Assert.True(said.Success, demo.ToString());
        using var browser = Caller.Browser(new Uri(said.Groups["address"].Value));

        (await browser.PostAsync("session", $$"""{"email":"{{said.Groups["email"]}}","password":"{{said.Groups["password"]}}"}"""))
            .MustBe(204);
        Assert.Equal("owner", (await browser.GetAsync("me")).MustBe(200).Json.GetProperty("role").GetString());
        Assert.Equal(0, await demo.StopAsync(TimeSpan.FromSeconds(15)));

        Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
        Assert.Equal("", demo.Error);
    }

    /// <summary>What the machine has set for a real server does not reach the demo.</summary>
    private static Dictionary<string, string> Environment(TestFolder temporary) => new(StringComparer.Ordinal)
    {
        ["TMPDIR"] = temporary.Path,
        ["WEIR_DATA"] = Path.Combine(temporary.Path, "of-somebody-else"),
        ["WEIR_URLS"] = "http://127.0.0.1:1",
    };

    private static Task<string[]> LinesAsync(string file) =>
        File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
}
