using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Weir.BrowserTests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Flows;

/// <summary>
/// From the sign-in to the first successful run of Gorgias tickets to a file, as somebody does it who has read nothing: once
/// with the mouse, once with the keyboard alone. Each prints its steps with the seconds since the beginning.
/// </summary>
public sealed class FirstFlowTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Name = "Tickets to a file";

    /// <summary>More stops than a page of this test has.</summary>
    private const int TabsMax = 120;

    private readonly Stopwatch _watch = new();
    private int _step;

    [Fact]
    public async Task The_first_flow_runs_with_the_mouse()
    {
        var owner = await StrangerAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        await owner.GoesToAsync("/");
        _watch.Start();

        Say("Sign in");
        await owner.TypesAsync("Email", OwnerEmail);
        await owner.TypesAsync("Password", OwnerPassword);
        await owner.ClicksAsync("Sign in");

        Say("Flows, + Create flow, its name");
        await owner.FollowsAsync("Flows");
        await owner.Button("+ Create flow").First.ClickAsync();
        await owner.TypesAsync("Name", Name);
        await owner.ClicksAsync("Save");
        await owner.SeesHeadingAsync(Name);
        await owner.SeesAsync(owner.Button("Add destination/lookup"));
        await owner.PictureAsync("first-flow-empty");

        Say("Add source: Gorgias, its connection, List tickets");
        await owner.ClicksAsync("Add source");
        await owner.SeesAsync(owner.Dialog("Application list"));
        await owner.PictureAsync("first-flow-applications");
        await owner.ClicksAsync("Gorgias");
        await ConnectAsync(owner, "Gorgias fuchsia", ("Subdomain", "fuchsia"), ("Username", Gorgias.Username), ("Password", Gorgias.Password));
        await ChooseOperationAsync(owner, "Create export", "List tickets");
        await owner.PictureAsync("first-flow-export");
        await owner.Dialog("Create export").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await owner.DoesNotSeeAsync(owner.Dialog("Create export"));

        Say("Add destination/lookup: Files, its connection, Write a file");
        await owner.ClicksAsync("Add destination/lookup");
        await owner.ClicksAsync("Files");
        await ConnectAsync(owner, "Reports", ("Folder", "reports"));
        await ChooseOperationAsync(owner, "Create import", "Write a file");
        await owner.TypesAsync("File name", "tickets.csv");
        await owner.Dialog("Create import").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await owner.DoesNotSeeAsync(owner.Dialog("Create import"));
        await owner.PictureAsync("first-flow-canvas");

        Say("Run, which saves first");
        await owner.ClicksAsync("Run");
        await owner.ClicksAsync("Save and run");
        await MustHaveRunAsync(owner);
        await owner.PictureAsync("first-flow-completed");
        await owner.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task The_first_flow_runs_with_the_keyboard_alone()
    {
        var owner = await StrangerAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        await owner.GoesToAsync("/");
        _watch.Start();

        Say("Sign in");
        await WriteAsync(owner, "Email", OwnerEmail);
        await WriteAsync(owner, "Password", OwnerPassword);
        await owner.PressesAsync("Enter");
        await owner.SeesHeadingAsync("Dashboard");

        Say("Flows, + Create flow, its name");
        await PressAsync(owner, owner.Link("Flows"));
        await owner.SeesHeadingAsync("Flows");
        await PressAsync(owner, owner.Button("+ Create flow").First);
        await WriteAsync(owner, "Name", Name);
        await owner.PressesAsync("Enter");
        await owner.SeesHeadingAsync(Name);

        Say("Add source: Gorgias, its connection, List tickets");
        await PressAsync(owner, owner.Button("Add source"));
        await PressAsync(owner, owner.Button("Gorgias"));
        await WriteConnectionAsync(owner, "Gorgias fuchsia", ("Subdomain", "fuchsia"), ("Username", Gorgias.Username), ("Password", Gorgias.Password));
        await WriteOperationAsync(owner, "Create export", "List tickets");
        await owner.PressesAsync("Enter");
        await PressAsync(owner, owner.Dialog("Create export").GetByRole(AriaRole.Button, new() { Name = "Save" }));
        await Expect(Card(owner, "Source")).ToBeFocusedAsync();

        Say("Add destination/lookup: Files, its connection, Write a file");
        await PressAsync(owner, owner.Button("Add destination/lookup"));
        await PressAsync(owner, owner.Button("Files"));
        await WriteConnectionAsync(owner, "Reports", ("Folder", "reports"));
        await WriteOperationAsync(owner, "Create import", "Write a file");
        await owner.PressesAsync("Enter");
        await WriteAsync(owner, "File name", "tickets.csv");
        await PressAsync(owner, owner.Dialog("Create import").GetByRole(AriaRole.Button, new() { Name = "Save" }));
        await Expect(Card(owner, "Destination")).ToBeFocusedAsync();

        Say("Run, which saves first");
        await PressAsync(owner, owner.Button("Run"));
        await PressAsync(owner, owner.Button("Save and run"));
        await MustHaveRunAsync(owner);
    }

    private static ILocator Card(Person person, string kind) =>
        person.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{kind} ", default, TimeSpan.FromSeconds(1)) });

    private static async Task ConnectAsync(Person owner, string name, params (string Field, string Value)[] fields)
    {
        var pane = owner.Dialog("Create connection");
        await owner.SeesAsync(pane);
        await Expect(owner.Field("Name")).ToBeFocusedAsync();
        await owner.TypesAsync("Name", name);
        await owner.ClicksAsync("Next");
        foreach (var (field, value) in fields)
        {
            await owner.TypesAsync(field, value);
        }

        await owner.ClicksAsync("Save");
        await owner.DoesNotSeeAsync(pane);
    }

    internal static async Task ChooseOperationAsync(Person owner, string pane, string operation)
    {
        await owner.SeesAsync(owner.Dialog(pane));
        await owner.Dialog(pane).GetByRole(AriaRole.Combobox, new() { Name = "Operation" }).ClickAsync();
        await owner.Page.GetByRole(AriaRole.Option, new() { Name = operation }).First.ClickAsync();
    }

    private static async Task WriteConnectionAsync(Person owner, string name, params (string Field, string Value)[] fields)
    {
        await owner.SeesAsync(owner.Dialog("Create connection"));
        await WriteAsync(owner, "Name", name);
        await owner.PressesAsync("Enter");
        foreach (var (field, value) in fields)
        {
            await WriteAsync(owner, field, value);
        }

        await owner.PressesAsync("Enter");
        await owner.DoesNotSeeAsync(owner.Dialog("Create connection"));
    }

    private static async Task WriteOperationAsync(Person owner, string pane, string operation)
    {
        await owner.SeesAsync(owner.Dialog(pane));
        await TabsToAsync(owner, owner.Dialog(pane).GetByRole(AriaRole.Combobox, new() { Name = "Operation" }));
        await owner.Page.Keyboard.TypeAsync(operation);
        await owner.SeesAsync(owner.Page.GetByRole(AriaRole.Option, new() { Name = operation }).First);
        await owner.PressesAsync("ArrowDown");
    }

    private static async Task PressAsync(Person owner, ILocator what)
    {
        await owner.SeesAsync(what);
        await TabsToAsync(owner, what);
        await owner.PressesAsync("Enter");
    }

    private static async Task WriteAsync(Person owner, string field, string text)
    {
        await owner.SeesAsync(owner.Field(field));
        await TabsToAsync(owner, owner.Field(field));
        await owner.Page.Keyboard.TypeAsync(text);
    }

    /// <summary>With the Tab key alone, round the whole page if need be.</summary>
    private static async Task TabsToAsync(Person owner, ILocator what)
    {
        for (var i = 0; i < TabsMax; i++)
        {
            if (await what.EvaluateAsync<bool>("one => one === document.activeElement"))
            {
                return;
            }

            await owner.PressesAsync("Tab");
        }

        Assert.Fail($"The Tab key does not come to {what}.");
    }

    private async Task MustHaveRunAsync(Person owner)
    {
        await Expect(owner.Page.GetByRole(AriaRole.Status, new() { Name = "Last run" })).ToHaveTextAsync("completed");
        Say("completed");
        Assert.True(File.Exists(Path.Combine(DataFolder, "files", "reports", "tickets.csv")));
        var flow = Assert.Single(await Api.ListAsync("/v1/flows")).GetProperty("id").GetString();
        var run = Assert.Single(await Api.ListAsync($"/v1/flows/{flow}/runs"));
        Assert.All(run.GetProperty("steps").EnumerateArray(), step => Assert.Equal(250, step.GetProperty("success").GetInt32()));
    }

    private void Say(string what) => TestContext.Current.TestOutputHelper!.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{++_step}. {_watch.Elapsed.TotalSeconds,5:0.0} s  {what}"));
}
