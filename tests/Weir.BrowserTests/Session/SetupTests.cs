using System.Text.RegularExpressions;
using Weir.BrowserTests.Harness;

namespace Weir.BrowserTests.Session;

public sealed partial class SetupTests(Chromium chromium) : BrowserTest(chromium)
{
    protected override bool HasOwner => false;

    [Fact]
    public async Task Whoever_has_the_code_becomes_the_owner_and_is_signed_in()
    {
        var first = await StrangerAsync();
        await first.GoesToAsync("/");
        await first.SeesHeadingAsync("Set up Weir");
        await first.MustBeAccessibleAsync();

        await first.TypesAsync("Set-up code", Code().Match(Weir.Output).Value);
        await first.TypesAsync("Email", OwnerEmail);
        await first.TypesAsync("Your name", "Olive Owner");
        await first.TypesAsync("Password", OwnerPassword);
        await first.ClicksAsync("Create the owner");

        await first.SeesHeadingAsync("Dashboard");
        await first.SeesAsync("Olive Owner");
    }

    [Fact]
    public async Task A_wrong_code_and_a_short_password_are_told_at_their_fields()
    {
        var first = await StrangerAsync();
        await first.GoesToAsync("/setup");
        await first.ClicksAsync("Create the owner");
        await first.MustSayAsync("Email", "Enter your e-mail address.");
        first.Expects(403);
        first.Expects(422);

        await first.TypesAsync("Set-up code", "2222-2222-2222-2222-2222");
        await first.TypesAsync("Email", OwnerEmail);
        await first.TypesAsync("Password", OwnerPassword);
        await first.ClicksAsync("Create the owner");
        await first.MustSayAsync("Set-up code", "code");
        await first.MustBeAtAsync("Set-up code");

        await first.TypesAsync("Set-up code", Code().Match(Weir.Output).Value);
        await first.TypesAsync("Password", "short");
        await first.ClicksAsync("Create the owner");
        await first.MustSayAsync("Password", "12");
    }

    [GeneratedRegex("([2-9A-Z]{4}-){4}[2-9A-Z]{4}", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
