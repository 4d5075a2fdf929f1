using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Connections;

public sealed class PasswordCanaryTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_password_that_was_typed_is_found_in_no_page_no_answer_no_log_and_no_file()
    {
        var owner = await OwnerAsync();
        var answers = new ConcurrentQueue<Task<string>>();
        owner.Page.Response += (_, answer) => answers.Enqueue(TextOfAsync(answer));
        await owner.GoesToAsync("/connections");
        await owner.ClicksAsync("+ Create connection");
        await owner.ClicksAsync("Gorgias");
        await owner.TypesAsync("Name", "Gorgias fuchsia");
        await owner.ClicksAsync("Next");
        await owner.TypesAsync("Subdomain", "fuchsia");
        await owner.TypesAsync("Username", Gorgias.Username);
        await owner.TypesAsync("Password", Gorgias.Password);
        await owner.ClicksAsync("Test connection");
        await owner.SeesAsync("The connection works.");
        await owner.ClicksAsync("Save");
        await owner.FollowsAsync("Gorgias fuchsia");
        await owner.SeesHeadingAsync("Gorgias fuchsia");
        await owner.ClicksAsync("Edit");
        await owner.SeesAsync("The stored one is kept");

        var places = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["the page"] = await owner.Page.ContentAsync() + await owner.Page.EvaluateAsync<string>(
                "[...document.querySelectorAll('input')].map((i) => i.value).join() + JSON.stringify({ ...localStorage, ...sessionStorage })"),
            ["an answer"] = string.Join('\n', await Task.WhenAll(answers)),
            ["a log"] = Weir.Output + Weir.Error,
        };
        await Weir.StopAsync();
        foreach (var file in Directory.EnumerateFiles(DataFolder, "*", SearchOption.AllDirectories))
        {
            places[file] = await File.ReadAllTextAsync(file, Encoding.Latin1, Stop);
        }

        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Gorgias.Username}:{Gorgias.Password}"));
        Assert.All(places, place =>
        {
            Assert.DoesNotContain(Gorgias.Password, place.Value, StringComparison.Ordinal);
            Assert.DoesNotContain(encoded, place.Value, StringComparison.Ordinal);
        });
        Assert.True(places["an answer"].Contains(Gorgias.Username, StringComparison.Ordinal), "The answers were not heard.");
    }

    /// <summary>Nothing where the browser has thrown the body away, as it does with an event stream.</summary>
    private static async Task<string> TextOfAsync(IResponse answer)
    {
        try
        {
            return await answer.TextAsync();
        }
        catch (PlaywrightException)
        {
            return "";
        }
    }
}
