using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Commands;

public sealed class UsageTests
{
    public static TheoryData<string> Commands =>
    [
        "", "demo", "serve", "sandbox", "sandbox gorgias", "connections", "connections list", "connections test",
        "flows", "flows list", "flows run", "errors", "errors list", "errors retry",
        "keys", "keys rotate", "pull", "apply",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help(string command)
    {
        var result = await WeirProgram.RunAsync([.. Words(command), "--help"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains($"weir {command}".Trim(), result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bogus", "'bogus'")]
    [InlineData("apply a b", "'b'")]
    [InlineData("pull", "weir pull --help")]
    [InlineData("keys rotate now", "'now'")]
    [InlineData("keys rotate --server nowhere", "'nowhere'")]
    [InlineData("bogus --help", "'bogus'")]
    [InlineData("flows bogus", "'bogus'")]
    [InlineData("flows run", "weir flows run --help")]
    [InlineData("flows run a b", "'b'")]
    [InlineData("flows list --bogus", "'--bogus'")]
    [InlineData("flows list --server nowhere", "'nowhere'")]
    [InlineData("demo --tickets none", "--tickets")]
    [InlineData("demo --tickets 0", "--tickets")]
    [InlineData("demo --opn", "'--opn'")]
    [InlineData("sandbox gorgias --rate-limit maybe", "--rate-limit takes on or off, not 'maybe'")]
    [InlineData("sandbox gorgias --latency -1", "--latency")]
    [InlineData("errors retry", "--flow")]
    [InlineData("errors retry err_1 --flow F", "ids or a flow")]
    [InlineData("errors list --status some", "--status takes open, resolved or all, not 'some'")]
    public async Task Wrong_usage_ends_with_2_and_one_sentence(string command, string named)
    {
        var result = await WeirProgram.RunAsync(Words(command));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(named, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("flows", 2)]
    [InlineData("sandbox", 2)]
    public async Task A_group_of_commands_alone_shows_what_there_is(string command, int code)
    {
        var result = await WeirProgram.RunAsync(Words(command));

        Assert.Equal((code, ""), (result.ExitCode, result.Error));
        Assert.Contains("Commands:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_ends_with_1_and_one_sentence()
    {
        var result = await WeirProgram.RunAsync(["flows", "list", "--server", "http://127.0.0.1:9"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("No server answers at http://127.0.0.1:9", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
