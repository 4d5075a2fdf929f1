namespace Weir.IntegrationTests.Hostile;

/// <summary>A secret comes with a whole configuration, and is seen nowhere. // Promise 5</summary>
public sealed class CanaryApplyTests
{
    [Fact]
    public async Task A_secret_that_is_applied_is_found_in_no_answer_no_log_and_no_file()
    {
        await using var server = await CanaryServer.StartAsync();
        var (secret, word) = (server.Canary.Value, new Dictionary<string, string> { ["$secret"] = server.Canary.Value });
        object Document(object password, string username, string? colour = null) => new
        {
            connections = new[]
            {
                colour is null
                    ? (object)new { name = "Desk", application = "gorgias", settings = new { subdomain = "fuchsia", username, password } }
                    : new { name = "Desk", application = "gorgias", settings = new { subdomain = "fuchsia", username, password }, colour },
            },
            integrations = Array.Empty<object>(),
            exports = Array.Empty<object>(),
            imports = Array.Empty<object>(),
            flows = Array.Empty<object>(),
        };
        var good = Document(word, server.Gorgias.Username);

        await server.MustAsync(200, HttpMethod.Post, "/v1/configuration?dryRun=true", good);
        await server.MustAsync(422, HttpMethod.Post, "/v1/configuration", Document(secret, server.Gorgias.Username));
        await server.MustAsync(422, HttpMethod.Post, "/v1/configuration", Document(new { }, secret));
        await server.MustAsync(422, HttpMethod.Post, "/v1/configuration", Document(word, server.Gorgias.Username, colour: secret));
        await server.MustAsync(422, HttpMethod.Post, "/v1/configuration", Document(
            new Dictionary<string, string>(word) { ["$env"] = "CANARY" }, server.Gorgias.Username));
        await server.MustAsync(200, HttpMethod.Post, "/v1/configuration", good);
        await server.MustAsync(200, HttpMethod.Post, "/v1/configuration?dryRun=true", good);
        // The test after it is refused: it is stored, and told.
        await server.MustAsync(200, HttpMethod.Post, "/v1/configuration", Document(word, "nobody@fuchsia.example"));
        await server.MustAsync(200, HttpMethod.Get, "/v1/configuration");
        await server.MustAsync(200, HttpMethod.Get, "/v1/audit");

        Assert.Empty(await server.FindingsAsync());
    }

    [Fact]
    public async Task A_secret_that_commands_take_from_a_variable_is_in_nothing_that_they_print_or_write()
    {
        await using var server = await CanaryServer.StartAsync();
        var folder = Path.Combine(server.Files, "connections");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "parrot.yaml");
        var text = $"name: Parrot\napplication: http\nsettings:\n  baseUri: {server.Parrot.BaseUri}\n  auth: bearer\n  token:\n    $env: CANARY\n";
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        Assert.Equal(2, (await server.CommandAsync("apply", server.Files)).ExitCode);
        Assert.Equal(0, (await server.CommandAsync("apply", server.Files, "--yes", "--json")).ExitCode);
        Assert.Equal(0, (await server.CommandAsync("pull", server.Files)).ExitCode);
        Assert.Equal(0, (await server.CommandAsync("connections", "test", "Parrot", "--json")).ExitCode);
        Assert.Equal(0, (await server.CommandAsync("connections", "list", "--json")).ExitCode);
        await File.WriteAllTextAsync(file, text + "colour: blue\n", TestContext.Current.CancellationToken);
        Assert.Equal(1, (await server.CommandAsync("apply", server.Files, "--yes")).ExitCode);

        Assert.Empty(await server.FindingsAsync());
    }
}
