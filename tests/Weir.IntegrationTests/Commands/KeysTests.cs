using System.Security.Cryptography;
using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Commands;

/// <summary><c>weir keys rotate</c>, with a server and without.</summary>
public sealed class KeysTests : IDisposable
{
    private const string Canary = "canary-9c41-hunter2";

    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task While_a_server_runs_it_does_the_work_and_the_command_tells_how_it_ended()
    {
        await using var weir = await WeirProcess.ServeAsync(_folder);
        var connection = await ConnectAsync(weir);
        var before = await File.ReadAllTextAsync(Path.Combine(Data, "master.key"), Stop);

        var rotated = await RotateAsync("--server", weir.Address.ToString());

        Assert.Equal((0, ""), (rotated.ExitCode, rotated.Error));
        Assert.Matches(
            @"^(\d of \d data keys .*\n)*The master key is now [0-9a-f]{16} \(it was [0-9a-f]{16}\); \d data keys are wrapped by it\. Keep a copy",
            rotated.Output);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(Data, "master.key.old"), Stop));
        Assert.NotEqual(before, await File.ReadAllTextAsync(Path.Combine(Data, "master.key"), Stop));
        Assert.False(File.Exists(Path.Combine(Data, "master.key.next")));
        Assert.DoesNotContain("fail:", weir.Error, StringComparison.Ordinal);
        await MustStillBeReadableAsync(weir, connection);
        await weir.KillAsync();
        await weir.StartAsync();
        await MustStillBeReadableAsync(weir, connection);
    }

    [Fact]
    public async Task Without_a_server_the_command_does_the_work_itself()
    {
        string connection;
        await using (var weir = await WeirProcess.ServeAsync(_folder))
        {
            connection = await ConnectAsync(weir);
            await weir.StopAsync();
        }

        var rotated = await RotateAsync("--json");

        Assert.Equal((0, ""), (rotated.ExitCode, rotated.Error));
        var keys = JsonDocument.Parse(rotated.Output).RootElement;
        var rotation = keys.GetProperty("rotation");
        Assert.Equal("completed", rotation.GetProperty("state").GetString());
        Assert.Equal(keys.GetProperty("masterKeyId").GetString(), rotation.GetProperty("to").GetString());
        Assert.Equal(rotation.GetProperty("total").GetInt32(), rotation.GetProperty("done").GetInt32());
        Assert.Equal("master.key", keys.GetProperty("source").GetString());
        await using var again = await WeirProcess.ServeAsync(_folder);
        await MustStillBeReadableAsync(again, connection);
    }

    [Fact]
    public async Task A_key_of_the_operator_is_changed_by_giving_both()
    {
        var (one, two) = (NewKey(), NewKey());
        string connection;
        await using (var weir = await WeirProcess.ServeAsync(_folder, [KeyValuePair.Create("WEIR_MASTER_KEY", one)]))
        {
            connection = await ConnectAsync(weir);
            var refused = await RotateAsync("--server", weir.Address.ToString());
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("comes from WEIR_MASTER_KEY, where the server cannot put another", Sentence(refused), StringComparison.Ordinal);
            await weir.StopAsync();
        }

        await using (var weir = await WeirProcess.ServeAsync(
            _folder, [KeyValuePair.Create("WEIR_MASTER_KEY", two), KeyValuePair.Create("WEIR_MASTER_KEY_PREVIOUS", one)]))
        {
            await MustStillBeReadableAsync(weir, connection);
            var joined = await RotateAsync("--server", weir.Address.ToString());
            Assert.Equal((0, ""), (joined.ExitCode, joined.Error));
            Assert.Contains("WEIR_MASTER_KEY_PREVIOUS is not needed any more", joined.Output, StringComparison.Ordinal);
            await weir.StopAsync();
        }

        await using (var weir = await WeirProcess.ServeAsync(_folder, [KeyValuePair.Create("WEIR_MASTER_KEY", two)]))
        {
            await MustStillBeReadableAsync(weir, connection);
        }

        Assert.Empty(Directory.GetFiles(Data, "master.key*"));
    }

    [Fact]
    public async Task A_folder_without_data_is_told_and_stays_as_it_is()
    {
        var refused = await RotateAsync();

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains($"There is no data of Weir in {Data}", Sentence(refused), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_server_that_is_not_where_it_is_looked_for_is_told()
    {
        await using var weir = await WeirProcess.ServeAsync(_folder);

        var lost = await RotateAsync();

        Assert.Equal((1, ""), (lost.ExitCode, lost.Output));
        Assert.Contains("A server runs on", Sentence(lost), StringComparison.Ordinal);
        Assert.Contains("--server", lost.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_does_not_fit_is_told()
    {
        await using (var weir = await WeirProcess.ServeAsync(_folder))
        {
            await weir.StopAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(Data, "master.key"), NewKey(), Stop);

        var refused = await RotateAsync();

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("is not the one of the data folder", Sentence(refused), StringComparison.Ordinal);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string Sentence(CommandResult result) => Assert.Single(result.Error.TrimEnd().Split('\n'));

    /// <summary>A connection whose secret is sent nowhere: its test says whether it can be read.</summary>
    private static async Task<string> ConnectAsync(WeirProcess weir) => (await weir.SendAsync(
        HttpMethod.Post,
        "connections?test=false",
        $$$"""{"name":"A","application":"http","settings":{"baseUri":"http://127.0.0.1:9","auth":"bearer","token":"{{{Canary}}}"} }"""))
        .GetProperty("id").GetString()!;

    private static async Task MustStillBeReadableAsync(WeirProcess weir, string connection)
    {
        var test = await weir.SendAsync(HttpMethod.Post, $"connections/{connection}/test");
        Assert.Equal("unreachable", test.GetProperty("code").GetString());
    }

    private Task<CommandResult> RotateAsync(params string[] arguments) => WeirProgram.RunAsync(
        ["keys", "rotate", "--data", Data, .. arguments],
        [KeyValuePair.Create("WEIR_TOKEN", WeirProcess.Token), KeyValuePair.Create("WEIR_URLS", "http://127.0.0.1:9")]);
}
