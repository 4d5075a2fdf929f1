using System.Text.Json;
using Weir.IntegrationTests.Gorgias;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Templates;

/// <summary>Each of the ready flows, applied as its README says, run, and run again after something has changed.</summary>
public sealed class TemplateTests : IAsyncLifetime
{
    private TemplateKit _kit = null!;

    public static TheoryData<string> Templates =>
    [
        .. Repository.Files.Where(f => f.StartsWith("templates/", StringComparison.Ordinal) && f.Count(c => c == '/') > 1)
            .Select(f => f.Split('/')[1]).Distinct(),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _kit = await TemplateKit.StartAsync(new GorgiasSandboxOptions { Tickets = 300, RateLimit = false, Rows = 120 });

    public ValueTask DisposeAsync() => _kit.DisposeAsync();

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task As_it_stands_a_template_is_understood_and_its_connections_are_told_to_be_looked_after(string template)
    {
        var shown = await _kit.CommandAsync("apply", Repository.Full($"templates/{template}"));

        Assert.True(shown.ExitCode == 2, shown.Output + shown.Error);
        Assert.Contains(" to create.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("+ flow ", shown.Output, StringComparison.Ordinal);
        Assert.Contains($"({template}/)", Repository.Text("templates/README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_in_files_and_then_what_has_changed()
    {
        (string Flow, string File, string Operation)[] lists =
        [
            ("Tickets", "tickets", "tickets.list"), ("Messages", "messages", "messages.list"),
            ("Customers", "customers", "customers.list"), ("Surveys", "surveys", "satisfaction-surveys.list"),
            ("Users", "users", "users.list"), ("Tags", "tags", "tags.list"),
        ];
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        var asked = await AskAsync(account, surveys: 2);
        await _kit.ApplyAsync("gorgias-to-files");
        foreach (var (flow, file, operation) in lists)
        {
            await _kit.RunAsync($"{flow} to files");
            var written = Assert.Single(await _kit.FilesAsync("gorgias", file));
            Assert.Equal((await account.ListAsync(operation)).Select(Id).Order(), written.Select(Id).Order());
        }

        _kit.Gorgias.Change(new DeskChange { Tickets = 7, Customers = 3, Created = 2 });
        await ScoreAsync(account, asked[0], 5);
        await account.WriteAsync("tags.create", "{}", """{"name":"made between the runs"}""");
        foreach (var (flow, _, _) in lists)
        {
            await _kit.RunAsync($"{flow} to files");
        }

        Assert.Equal(9, await ChangedAsync("tickets"));
        Assert.Equal(2, await ChangedAsync("messages"));
        Assert.True(await ChangedAsync("customers") >= 3);
        Assert.Equal(1, await ChangedAsync("surveys"));
        Assert.Equal(1, await ChangedAsync("tags"));
        Assert.Single(await _kit.FilesAsync("gorgias", "users"));

        async Task<int> ChangedAsync(string file)
        {
            var files = await _kit.FilesAsync("gorgias", file);
            Assert.Equal(2, files.Count);
            return files[1].Count;
        }
    }

    [Fact]
    public async Task A_low_score_is_told_once_with_the_ticket_it_is_about()
    {
        await using var chat = await AnswerServer.StartAsync(Stop);
        await using var account = GorgiasAccount.At(_kit.Gorgias);
        await _kit.ApplyAsync("low-scores-to-a-webhook", ("https://hooks.example.com/services", $"{chat.Address}"));
        var asked = await AskAsync(account, surveys: 3);
        var low = (await account.ListAsync("satisfaction-surveys.list")).Count(s => ScoreOf(s) <= 2);
        Assert.NotEqual(0, low);

        await _kit.RunAsync("Low scores to a webhook");
        Assert.Equal(low, chat.SentTo("/your-channel").Count);
        await _kit.RunAsync("Low scores to a webhook");
        Assert.Equal(low, chat.SentTo("/your-channel").Count);

        await ScoreAsync(account, asked[0], 2);
        await ScoreAsync(account, asked[1], 5);
        await _kit.RunAsync("Low scores to a webhook");
        await _kit.RunAsync("Low scores to a webhook");

        var told = Assert.Single(chat.SentTo("/your-channel").Skip(low)).GetProperty("text").GetString();
        Assert.StartsWith("2 of 5 for “", told, StringComparison.Ordinal);
        Assert.Contains($"(ticket {asked[0].GetProperty("ticket_id")}, ", told, StringComparison.Ordinal);
        Assert.EndsWith(": So, so", told, StringComparison.Ordinal);
    }

    /// <summary>Surveys of tickets that had none, made now and without a score.</summary>
    private static async Task<List<JsonElement>> AskAsync(GorgiasAccount account, int surveys)
    {
        var taken = (await account.ListAsync("satisfaction-surveys.list")).Select(s => s.GetProperty("ticket_id").GetInt64()).ToHashSet();
        List<JsonElement> asked = [];
        foreach (var ticket in (await account.ListAsync("tickets.list")).Where(t => !taken.Contains(Id(t))).Take(surveys))
        {
            asked.Add(await account.WriteAsync(
                "satisfaction-surveys.create",
                "{}",
                $$"""{"ticket_id":{{Id(ticket)}},"customer_id":{{Id(ticket.GetProperty("customer"))}} }"""));
        }

        return asked;
    }

    private static Task<JsonElement> ScoreAsync(GorgiasAccount account, JsonElement survey, int score) => account.WriteAsync(
        "satisfaction-surveys.update",
        $$"""{"id":{{Id(survey)}} }""",
        $$"""
        {"ticket_id":{{survey.GetProperty("ticket_id")}},"customer_id":{{survey.GetProperty("customer_id")}},
         "score":{{score}},"body_text":"So, so"}
        """);

    private static int? ScoreOf(JsonElement survey) =>
        survey.GetProperty("score") is { ValueKind: JsonValueKind.Number } score ? score.GetInt32() : null;

    private static long Id(JsonElement record) => record.GetProperty("id").GetInt64();
}
