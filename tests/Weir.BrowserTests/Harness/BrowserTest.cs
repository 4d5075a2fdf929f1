using Microsoft.Playwright;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.BrowserTests.Harness;

/// <summary>
/// A test with a server of its own, as <c>weir serve</c> starts it, a Gorgias beside it, and people with browsers. What the
/// browsers met that nobody expects fails the test at its end.
/// </summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    public const string OwnerEmail = "owner@weir.example";
    public const string OwnerPassword = "a fine long pass phrase";

    private readonly List<Person> _people = [];
    private readonly TestFolder _folder = new();

    private protected GorgiasSandbox Gorgias { get; private set; } = null!;

    private protected WeirProcess Weir { get; private set; } = null!;

    /// <summary>For what is there before the person comes.</summary>
    private protected WeirApi Api => new(Weir);

    private protected string DataFolder => _folder["data"];

    /// <summary>Whether the server has an owner before anybody comes.</summary>
    protected virtual bool HasOwner => true;

    /// <summary>How many tickets the Gorgias beside it has.</summary>
    protected virtual int Tickets => 250;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        BuiltPages.MustBeThere();
        Gorgias = await GorgiasSandbox.StartAsync(new GorgiasSandboxOptions { Tickets = Tickets, RateLimit = false }, Stop);
        Weir = await WeirProcess.ServeAsync(_folder, Environment());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            await person.DisposeAsync();
        }

        if (Weir is not null)
        {
            await Weir.DisposeAsync();
            await Gorgias.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
        var surprises = _people.SelectMany(person => person.Surprises).ToList();
        Assert.True(surprises.Count == 0, string.Join('\n', surprises));
    }

    /// <summary>Somebody with a fresh browser, signed in as the owner.</summary>
    private protected async Task<Person> OwnerAsync(BrowserNewContextOptions? look = null)
    {
        var owner = await StrangerAsync(look);
        await owner.SignInSilentlyAsync(OwnerEmail, OwnerPassword);
        return owner;
    }

    /// <summary>Somebody with a fresh browser.</summary>
    private protected async Task<Person> StrangerAsync(BrowserNewContextOptions? look = null)
    {
        var options = look ?? new BrowserNewContextOptions();
        options.BaseURL = Weir.Address.GetLeftPart(UriPartial.Authority);
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "UTC";
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await chromium.NewContextAsync(options);
        var person = await Person.WithAsync(context);
        _people.Add(person);
        return person;
    }

    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WEIR_PAGES"] = BuiltPages.Folder,
            ["Weir__Applications__gorgias__BaseUri"] = Gorgias.BaseUri.ToString(),
        };
        if (HasOwner)
        {
            environment["WEIR_OWNER_EMAIL"] = OwnerEmail;
            environment["WEIR_OWNER_PASSWORD"] = OwnerPassword;
        }

        return environment;
    }
}
