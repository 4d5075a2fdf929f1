using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Weir.BrowserTests.Harness;

/// <summary>Somebody at a browser, who finds everything by its role and its name, as a screen reader does.</summary>
internal sealed class Person : IAsyncDisposable
{
    /// <summary>Only what went wrong takes so long.</summary>
    private const float BoundMs = 20_000;

    private static readonly TimeSpan MatchMax = TimeSpan.FromSeconds(1);

    private readonly IBrowserContext _context;
    private readonly Watch _watch;

    private Person(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        _watch = new Watch(page);
    }

    public IPage Page { get; }

    /// <summary>What the browser met that nobody said he expects.</summary>
    public IEnumerable<string> Surprises => _watch.Surprises;

    public static async Task<Person> WithAsync(IBrowserContext context)
    {
        SetDefaultExpectTimeout(BoundMs);
        context.SetDefaultTimeout(BoundMs);
        return new Person(context, await context.NewPageAsync());
    }

    /// <summary>A refusal with this status is part of the test: the browser writes it to its console.</summary>
    public void Expects(int status) => _watch.Expects(status);

    /// <summary>Requests that do not arrive are part of the test.</summary>
    public void ExpectsNoNetwork() => _watch.ExpectsNoNetwork();

    /// <summary>Signs in without the page: the cookie is what counts.</summary>
    public async Task SignInSilentlyAsync(string email, string password)
    {
        var answer = await _context.APIRequest.PostAsync("/v1/session", new() { DataObject = new { email, password } });
        Assert.Equal(204, answer.Status);
    }

    /// <summary>Ends the session of this browser as another browser of the same user would.</summary>
    public async Task EndSessionElsewhereAsync(string email, string password)
    {
        var origin = new Uri(Page.Url).GetLeftPart(UriPartial.Authority);
        await using var other = await _context.Browser!.NewContextAsync(new() { BaseURL = origin });
        await using var elsewhere = await WithAsync(other);
        await elsewhere.SignInSilentlyAsync(email, password);
        var answer = await other.APIRequest.DeleteAsync("/v1/sessions", new() { Headers = [KeyValuePair.Create("Origin", origin)] });
        Assert.Equal(204, answer.Status);
    }

    public Task GoesToAsync(string path) => Page.GotoAsync(path);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Dialog(string name) => Page.GetByRole(AriaRole.Dialog, new() { Name = name, Exact = true });

    public ILocator MenuItem(string name) => Page.GetByRole(AriaRole.Menuitem, new() { Name = name, Exact = true });

    /// <summary>A field by its label; the mark of required ones is no part of the name.</summary>
    public ILocator Field(string label) => Page.GetByLabel(new Regex($"^{Regex.Escape(label)}( \\*)?$", RegexOptions.None, MatchMax));

    public Task ClicksAsync(string button) => Button(button).ClickAsync();

    public async Task PressesAsync(params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }
    }

    public Task FollowsAsync(string link) => Link(link).ClickAsync();

    public Task TypesAsync(string field, string text) => Field(field).FillAsync(text);

    public Task SeesAsync(ILocator what) => Expect(what).ToBeVisibleAsync();

    public Task SeesAsync(string text) => Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public Task SeesHeadingAsync(string name) => SeesAsync(Heading(name));

    public Task DoesNotSeeAsync(ILocator what) => Expect(what).ToHaveCountAsync(0);

    public Task SeesInAddressAsync(string path) =>
        Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(path) + "$", RegexOptions.None, MatchMax));

    /// <summary>The field is marked as wrong, and a screen reader says why with it.</summary>
    public async Task MustSayAsync(string field, string reason)
    {
        await Expect(Field(field)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Field(field)).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(reason), RegexOptions.IgnoreCase, MatchMax));
    }

    public Task MustBeAtAsync(string field) => Expect(Field(field)).ToBeFocusedAsync();

    /// <summary>No serious or critical violation of the accessibility rules in what is on the screen.</summary>
    public async Task MustBeAccessibleAsync()
    {
        var violations = await Axe.ViolationsAsync(Page);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    /// <summary>The page is not wider than the window.</summary>
    public async Task MustFitAsync()
    {
        var (page, window) = (await WidthAsync("document.documentElement.scrollWidth"), await WidthAsync("window.innerWidth"));
        Assert.True(page <= window, $"{Page.Url} is {page} px wide in a window of {window} px.");
    }

    /// <summary>For the guides, when <c>WEIR_SCREENSHOTS</c> names a folder; else nothing.</summary>
    public Task PictureAsync(string name) => PictureAsync(name, "WEIR_SCREENSHOTS");

    /// <summary>For whoever wants to look at every page, when <c>WEIR_LOOKS</c> names a folder; else nothing.</summary>
    public Task LookAsync(string name) => PictureAsync(name, "WEIR_LOOKS");

    private async Task PictureAsync(string name, string option)
    {
        if (Environment.GetEnvironmentVariable(option) is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private async Task<int> WidthAsync(string expression) =>
        Convert.ToInt32(await Page.EvaluateAsync<double>(expression), CultureInfo.InvariantCulture);
}
