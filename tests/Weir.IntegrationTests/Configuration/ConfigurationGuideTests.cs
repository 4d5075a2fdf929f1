using System.Text.RegularExpressions;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Configuration;

/// <summary>The files that <c>docs/configuration.md</c> shows are those that a pull writes, and they can be applied.</summary>
public sealed partial class ConfigurationGuideTests
{
    private const string Guide = "docs/configuration.md";

    [Fact]
    public async Task The_files_of_the_guide_can_be_applied_and_are_pulled_as_they_stand_there()
    {
        using var folder = new TestFolder();
        await using var gorgias = await GorgiasSandbox.StartAsync(
            new GorgiasSandboxOptions { Tickets = 5 }, TestContext.Current.CancellationToken);
        await using var weir = await WeirProcess.ServeAsync(
            folder, [KeyValuePair.Create("Weir__Applications__gorgias__BaseUri", gorgias.BaseUri.ToString())]);
        var files = Example().Matches(Repository.Text(Guide))
            .ToDictionary(m => m.Groups["file"].Value, m => m.Groups["yaml"].Value, StringComparer.Ordinal);
        foreach (var (file, yaml) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"given/{file}"])!);
            await File.WriteAllTextAsync(folder[$"given/{file}"], yaml, TestContext.Current.CancellationToken);
        }

        var applied = await RunAsync(weir, "apply", folder["given"], "--yes");
        var pulled = await RunAsync(weir, "pull", folder["pulled"]);

        Assert.True(applied.ExitCode == 0, applied.Output + applied.Error);
        Assert.Contains($"Applied: {files.Count} created.", applied.Output, StringComparison.Ordinal);
        Assert.Equal(0, pulled.ExitCode);
        foreach (var (file, yaml) in files)
        {
            Assert.Equal(yaml, await File.ReadAllTextAsync(folder[$"pulled/{file}"], TestContext.Current.CancellationToken));
        }
    }

    private static Task<CommandResult> RunAsync(WeirProcess weir, params string[] arguments) => WeirProgram.RunAsync(
        arguments,
        [KeyValuePair.Create("WEIR_URLS", weir.Address.ToString()), KeyValuePair.Create("WEIR_TOKEN", WeirProcess.Token)]);

    [GeneratedRegex(@"^`(?<file>[a-z]+/[a-z-]+\.yaml)`\n\n```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}
