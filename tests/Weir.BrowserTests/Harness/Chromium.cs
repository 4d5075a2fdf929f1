using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Weir.BrowserTests.Harness.Chromium))]
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Weir.BrowserTests.Harness;

/// <summary>The machine's Chromium, started once for all tests. Each test has a context of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Programs =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Nothing that it does by itself asks the network.</summary>
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Programs, File.Exists) is { } program)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Arguments, Headless = true });
        }
    }

    /// <summary>A browser window with nothing in it: no cookie, no cache. The test is skipped where there is no Chromium.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        Assert.SkipWhen(_browser is null, $"There is no Chromium here: {string.Join(", ", Programs)}.");
        return await _browser!.NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
