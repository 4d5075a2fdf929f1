using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Flows;

/// <summary>The canvas and the list of a flow: what they show, and what is done with mouse and keyboard.</summary>
public sealed class FlowBuilderTests(Chromium chromium) : BrowserTest(chromium)
{
    private string _flow = "";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 1000)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_flow_with_branches_can_be_read(ColorScheme scheme, int width)
    {
        var flow = await BranchedAsync();
        var owner = await OwnerAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 } });
        await owner.GoesToAsync($"/flows/{flow}");
        await owner.SeesAsync(Card(owner, "Source Tickets"));
        await owner.SeesAsync(Card(owner, "Branch By status"));
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Button, new() { Name = "Case open: status is open" }));
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await owner.LookAsync($"builder-{scheme}-{width}".ToLowerInvariant());
        await owner.MustBeAccessibleAsync();
        await owner.MustFitAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_opens_moves_copies_removes_and_takes_back()
    {
        var owner = await AtBranchedAsync();
        var lookup = Card(owner, "Lookup Customer of the ticket");
        await lookup.FocusAsync();

        await owner.PressesAsync("ArrowRight");
        await Expect(Card(owner, "Branch By status")).ToBeFocusedAsync();
        await owner.PressesAsync("ArrowLeft", "Enter");
        await owner.SeesAsync(owner.Dialog("Lookup settings"));
        await owner.MustBeAtAsync("Name");
        await owner.PressesAsync("Escape");
        await Expect(lookup).ToBeFocusedAsync();

        await owner.PressesAsync("Alt+ArrowRight");
        await Expect(lookup).ToBeFocusedAsync();
        await MustReadAsync(owner, "Source Tickets", "Branch By status", "Case open", "Lookup Customer", "Destination Open", "Case rest", "Destination Other");
        await owner.PressesAsync("Delete");
        await owner.DoesNotSeeAsync(lookup);
        await MustReadAsync(owner, "Source Tickets", "Branch By status", "Case open", "Destination Open", "Case rest", "Destination Other");
        await owner.PressesAsync("Control+z", "Control+z");
        await MustReadAsync(owner, "Source Tickets", "Lookup Customer", "Branch By status", "Case open", "Destination Open", "Case rest", "Destination Other");
        await owner.PressesAsync("Control+Shift+z");
        await MustReadAsync(owner, "Source Tickets", "Branch By status", "Case open", "Lookup Customer", "Destination Open", "Case rest", "Destination Other");
        await lookup.FocusAsync();
        await owner.PressesAsync("Control+d");
        await Expect(lookup).ToHaveCountAsync(2);
        await Expect(lookup.Nth(1)).ToBeFocusedAsync();
        await owner.PressesAsync("Control+z");
        await Expect(lookup).ToHaveCountAsync(1);
        await Expect(lookup).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_step_that_is_dragged_onto_a_plus_goes_there()
    {
        var owner = await AtBranchedAsync();
        var from = (await Card(owner, "Lookup Customer of the ticket").BoundingBoxAsync())!;
        var to = (await owner.Button("Add a step before Open tickets in open").BoundingBoxAsync())!;

        await owner.Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
        await owner.Page.Mouse.DownAsync();
        await owner.Page.Mouse.MoveAsync(to.X + 10, to.Y + 10, new() { Steps = 12 });
        await owner.LookAsync("builder-drag");
        await owner.Page.Mouse.UpAsync();

        await MustReadAsync(owner, "Source Tickets", "Branch By status", "Case open", "Lookup Customer", "Destination Open", "Case rest", "Destination Other");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?view=list")]
    public async Task Steps_are_copied_switched_off_and_saved(string view)
    {
        var owner = await AtBranchedAsync(view);
        await owner.ClicksAsync("Actions for Open tickets");
        await owner.MenuItem("Copy").ClickAsync();
        await Expect(Card(owner, "Destination Open tickets")).ToHaveCountAsync(2);
        await owner.ClicksAsync("Actions for Customer of the ticket");
        await owner.MenuItem("Switch off").ClickAsync();
        await owner.SeesAsync(Card(owner, "Lookup Customer of the ticket, switched off"));
        await owner.SeesAsync("Not saved");
        await owner.ClicksAsync("Save");
        await Expect(owner.Page.GetByText("Not saved")).ToHaveCountAsync(0);

        var steps = (await Api.GetAsync($"/v1/flows/{_flow}")).GetProperty("steps");
        Assert.False(steps[0].GetProperty("enabled").GetBoolean());
        Assert.Equal(2, steps[1].GetProperty("branch").GetProperty("cases")[0].GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task A_branch_is_added_with_its_cases_and_what_is_refused_is_said_where_it_is()
    {
        var owner = await AtBranchedAsync();
        await owner.ClicksAsync("Add a step before Customer of the ticket");
        await owner.MenuItem("Branch").ClickAsync();
        var pane = owner.Dialog("Branch settings");
        var first = pane.GetByRole(AriaRole.Group, new() { Name = "Case Case 1" });
        var condition = first.GetByRole(AriaRole.Group, new() { Name = "Condition of Case 1" });
        await condition.GetByRole(AriaRole.Button, new() { Name = "Show JSON" }).ClickAsync();
        await condition.GetByRole(AriaRole.Textbox, new() { Name = "Condition of Case 1 as JSON" }).FillAsync("""{"==": [{"var": "priority"}, "high"]}""");
        await owner.SeesAsync(condition.GetByRole(AriaRole.Group, new() { Name = "Condition 1" }));
        await first.GetByLabel("Name of the case").FillAsync("urgent");
        await owner.LookAsync("builder-branch-pane");
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync("Done");
        await owner.SeesAsync(owner.Button("Case urgent: priority is high"));
        await Card(owner, "Lookup Customer of the ticket").ClickAsync();
        await owner.TypesAsync("Put the answer into", "a..b");
        await owner.LookAsync("builder-step-pane");
        await owner.ClicksAsync("Done");
        owner.Expects(422);
        await owner.ClicksAsync("Save");

        await owner.SeesAsync(Card(owner, "Lookup Customer of the ticket").Locator("..").GetByText("'into' is a path").First);
        await Card(owner, "Lookup Customer of the ticket").ClickAsync();
        await owner.MustSayAsync("Put the answer into", "'into' is a path");
        await owner.TypesAsync("Put the answer into", "customer_details");
        await owner.ClicksAsync("Done");
        await owner.ClicksAsync("Save");
        await Expect(owner.Page.GetByText("Not saved")).ToHaveCountAsync(0);
        var steps = (await Api.GetAsync($"/v1/flows/{_flow}")).GetProperty("steps");
        Assert.Equal("urgent", steps[0].GetProperty("branch").GetProperty("cases")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("Take what is stored", "Destination Theirs", "Destination Open tickets")]
    [InlineData("Save mine over it", "Destination Mine", "Destination Theirs")]
    public async Task Who_saves_later_chooses_between_both(string choice, string sees, string doesNot)
    {
        var owner = await AtBranchedAsync();
        await Card(owner, "Destination Open tickets").ClickAsync();
        await owner.TypesAsync("Name", "Mine");
        await owner.ClicksAsync("Done");
        var other = await OwnerAsync();
        await other.GoesToAsync($"/flows/{_flow}");
        await Card(other, "Destination Open tickets").ClickAsync();
        await other.TypesAsync("Name", "Theirs");
        await other.ClicksAsync("Done");
        await other.ClicksAsync("Save");
        await Expect(other.Page.GetByText("Not saved")).ToHaveCountAsync(0);

        owner.Expects(412);
        await owner.ClicksAsync("Save");
        await owner.SeesAsync("Somebody else has changed this flow since you opened it");
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync(choice);

        await owner.SeesAsync(Card(owner, sees));
        await owner.DoesNotSeeAsync(Card(owner, doesNot));
        await Expect(owner.Page.GetByText("Not saved")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Leaving_with_changes_asks_and_another_view_is_no_leaving()
    {
        var owner = await AtBranchedAsync();
        await Card(owner, "Lookup Customer of the ticket").PressAsync("Delete");
        await owner.Page.GetByText("List", new() { Exact = true }).ClickAsync();
        await owner.SeesAsync(owner.Heading("Steps"));
        await owner.SeesAsync("Not saved");
        await owner.FollowsAsync("Settings");
        await owner.SeesAsync("The flow has changes that are not saved.");
        await owner.ClicksAsync("Keep editing");
        await owner.SeesAsync(owner.Heading("Steps"));
        await owner.FollowsAsync("Settings");
        await owner.ClicksAsync("Discard");
        await owner.SeesHeadingAsync("Delete this flow");
    }

    [Fact]
    public async Task What_is_there_already_is_offered_for_a_new_step()
    {
        var owner = await AtBranchedAsync();
        await owner.ClicksAsync("Add destination/lookup");
        await owner.ClicksAsync("Gorgias");
        var pane = owner.Dialog("Add destination/lookup");
        await pane.GetByText("Lookup", new() { Exact = true }).ClickAsync();
        await owner.LookAsync("builder-add-pane");
        await owner.MustBeAccessibleAsync();
        await owner.ClicksAsync("Customer of the ticket");
        await Expect(Card(owner, "Lookup Customer of the ticket")).ToHaveCountAsync(2);
        await Expect(Card(owner, "Lookup Customer of the ticket").Last).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Counts_stand_on_every_step_after_a_run()
    {
        var owner = await AtBranchedAsync();
        await owner.ClicksAsync("Run");

        await Expect(owner.Page.GetByRole(AriaRole.Status, new() { Name = "Last run" })).ToContainTextAsync("completed");
        await owner.SeesAsync(Card(owner, "Source Tickets").Locator("..").GetByText("250"));
        await owner.LookAsync("builder-counts");
        await owner.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task Errors_stand_on_the_step_where_they_happened()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var tickets = (await Api.GetAsync($"/v1/flows/{scenery.Flow}")).GetProperty("sources")[0].GetProperty("export").GetString();
        var numbers = await Api.CreateAsync("imports", new
        {
            name = "Subjects as numbers",
            connection = scenery.Files,
            operation = "files.write",
            parameters = new { name = "numbers.csv" },
            mapping = new { number = new Dictionary<string, string> { ["@from"] = "$.subject", ["@type"] = "integer" } },
        });
        var flow = await Api.CreateAsync("flows", new
        {
            name = "Numbers",
            sources = new[] { new { export = tickets } },
            steps = new[] { new { import = numbers } },
        });
        var owner = await OwnerAsync();
        await owner.GoesToAsync($"/flows/{flow}");

        await owner.ClicksAsync("Run");

        await Expect(owner.Page.GetByRole(AriaRole.Status, new() { Name = "Last run" })).ToContainTextAsync("completed with 192 errors");
        await Expect(Card(owner, "Destination Subjects as numbers")).ToHaveAccessibleDescriptionAsync(
            new Regex("192 ?errors", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await owner.LookAsync("builder-errors");
        await owner.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task Who_may_only_look_sees_the_flow_and_changes_nothing()
    {
        _flow = await BranchedAsync();
        await Api.CreateAsync("users", new { email = "monitor@weir.example", name = "Mo", role = "monitor", password = OwnerPassword });
        var monitor = await StrangerAsync();
        await monitor.SignInSilentlyAsync("monitor@weir.example", OwnerPassword);
        await monitor.GoesToAsync($"/flows/{_flow}");

        await Card(monitor, "Branch By status").ClickAsync();
        await Expect(monitor.Dialog("Branch settings").GetByLabel("Name", new() { Exact = true })).ToBeDisabledAsync();
        await monitor.ClicksAsync("Done");
        foreach (var button in (string[])["Save", "Run", "Add source", "Add destination/lookup", "Undo", "Actions for By status"])
        {
            await monitor.DoesNotSeeAsync(monitor.Button(button));
        }
    }

    private static ILocator Card(Person person, string name) =>
        person.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Tickets, their customer, a branch by status with files at its ends; run once.</summary>
    private async Task<string> BranchedAsync()
    {
        var scenery = await Scenery.SetAsync(Api, Gorgias, Stop);
        var flow = await Api.GetAsync($"/v1/flows/{scenery.Flow}");
        var csv = flow.GetProperty("steps")[0].GetProperty("import").GetString();
        var tickets = flow.GetProperty("sources")[0].GetProperty("export").GetString();
        var customer = await Api.CreateAsync("exports", new
        {
            name = "Customer of the ticket",
            connection = scenery.Gorgias,
            operation = "customers.get",
            parameters = new { id = "{{customer.id}}" },
        });
        return await Api.CreateAsync("flows", new
        {
            name = "Tickets by status",
            integration = scenery.Integration,
            sources = new[] { new { id = "tickets", export = tickets } },
            steps = new object[]
            {
                new { id = "customer", lookup = customer, into = "customer_details" },
                new
                {
                    id = "route",
                    name = "By status",
                    branch = new
                    {
                        mode = "first",
                        cases = new object[]
                        {
                            new { name = "open", when = Is("open"), steps = new object[] { new { id = "open", import = csv, name = "Open tickets" } } },
                            new { name = "rest", steps = new object[] { new { id = "rest", import = csv, name = "Other tickets", enabled = false } } },
                        },
                    },
                },
            },
        });
    }

    private async Task<Person> AtBranchedAsync(string view = "")
    {
        _flow = await BranchedAsync();
        var owner = await OwnerAsync(new() { ViewportSize = new() { Width = 1600, Height = 860 } });
        await owner.GoesToAsync($"/flows/{_flow}{view}");
        await owner.SeesAsync(Card(owner, "Source Tickets"));
        return owner;
    }

    /// <summary>The cards, in the order of the Tab key, begin so.</summary>
    private static async Task MustReadAsync(Person owner, params string[] cards)
    {
        await Expect(owner.Page.Locator("[data-part]")).ToHaveCountAsync(cards.Length);
        for (var i = 0; i < cards.Length; i++)
        {
            await Expect(owner.Page.Locator("[data-part]").Nth(i)).ToHaveAccessibleNameAsync(
                new Regex($"^{Regex.Escape(cards[i])}", RegexOptions.None, TimeSpan.FromSeconds(1)));
        }
    }

    private static Dictionary<string, object> Is(string status) =>
        new() { ["=="] = new object[] { new Dictionary<string, string> { ["var"] = "status" }, status } };
}
