using System.Net;
using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Tests.Accounts;

public sealed class SignInTests : IDisposable
{
    private static readonly SignInPlace Stranger = new(IPAddress.Parse("198.51.100.9"), null);

    private readonly AccountRig _rig = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Each_sign_in_makes_a_new_value_and_the_case_of_the_address_does_not_matter()
    {
        await _rig.UserAsync();

        var first = await _rig.SignInAsync();
        var second = await _rig.SignInAsync(email: "MIA@Weir.Example");

        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(first.User.Id, (await _rig.Sessions.FindAsync(second.Value, Stop))!.User.Id);
        Assert.DoesNotContain(first.Value, first.ToString());
    }

    [Fact]
    public async Task What_was_wrong_is_not_said()
    {
        var disabled = await _rig.UserAsync(email: "off@weir.example");
        await _rig.ChangeAsync(disabled, """{"status":"disabled"}""");
        await _rig.UserAsync();
        await _rig.Users.CreateAsync(AccountRig.Json("""{"email":"none@weir.example"}"""), AccountRig.By(Role.Owner), Stop);

        var refusals = new List<RefusalException>
        {
            await AccountRig.RefusedAsync(() => _rig.SignInAsync("a wrong long pass phrase")),
            await AccountRig.RefusedAsync(() => _rig.SignInAsync(email: "nobody@weir.example")),
            await AccountRig.RefusedAsync(() => _rig.SignInAsync(email: "off@weir.example")),
            await AccountRig.RefusedAsync(() => _rig.SignInAsync(email: "none@weir.example")),
        };

        Assert.All(refusals, r => Assert.Equal((ErrorCodes.Unauthorized, refusals[0].Message), (r.Code, r.Message)));
    }

    [Theory]
    [InlineData(AccountRig.Email)]
    [InlineData("nobody@weir.example")]
    public async Task After_several_failures_the_right_password_waits_too(string email)
    {
        await _rig.UserAsync();
        for (var i = 0; i < 5; i++)
        {
            await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong", email));
        }

        var refused = await AccountRig.RefusedAsync(() => _rig.SignInAsync(email: email));
        Assert.Equal((ErrorCodes.RateLimited, TimeSpan.FromSeconds(1)), (refused.Code, refused.RetryAfter));

        _rig.Clock.AdvanceSeconds(1);
        if (email == AccountRig.Email)
        {
            await _rig.SignInAsync();
            await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong"));
            await _rig.SignInAsync();
        }
    }

    [Fact]
    public async Task Another_spelling_of_the_same_address_is_no_fresh_start()
    {
        await _rig.UserAsync(email: "kim@weir.example");
        // The sign for kelvin is the letter K in another spelling.
        foreach (var email in (string[])["kim@weir.example", "KIM@weir.example", "\u212Aim@weir.example", " kim@weir.example", "Kim@WEIR.example"])
        {
            await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong", email));
        }

        foreach (var email in (string[])["kim@weir.example", "\u212AIM@weir.example"])
        {
            Assert.Equal(ErrorCodes.RateLimited, (await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong", email))).Code);
        }
    }

    [Fact]
    public async Task An_address_that_tries_many_users_waits_and_others_do_not()
    {
        await _rig.UserAsync();
        for (var i = 0; i < 20; i++)
        {
            await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong", $"nobody{i}@weir.example"));
        }

        Assert.Equal(ErrorCodes.RateLimited, (await AccountRig.RefusedAsync(() => _rig.SignInAsync())).Code);
        await _rig.SignInAsync(place: new SignInPlace(IPAddress.Parse("192.0.2.8"), null));
    }

    [Fact]
    public async Task A_right_password_costs_its_address_nothing_after_the_delay()
    {
        await _rig.UserAsync();
        await _rig.UserAsync(email: "other@weir.example");
        foreach (var (i, wait) in Enumerable.Range(0, 22).Select(i => (i, i < 19 ? 0 : 1 << (i - 19))))
        {
            await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong", $"nobody{i}@weir.example"));
            _rig.Clock.AdvanceSeconds(wait);
        }

        await _rig.SignInAsync();
        await _rig.SignInAsync(email: "other@weir.example");
        await _rig.SignInAsync();
    }

    [Fact]
    public async Task Nobody_is_kept_out_of_a_network_that_he_signs_in_from_by_strangers_elsewhere()
    {
        await _rig.UserAsync();
        await _rig.SignInAsync();
        await GuessAsync(Stranger, TimeSpan.FromHours(2));

        await _rig.SignInAsync();
        Assert.Equal(ErrorCodes.RateLimited, (await AccountRig.RefusedAsync(() => _rig.SignInAsync(place: Stranger))).Code);
    }

    [Fact]
    public async Task Strangers_in_one_network_cost_the_user_half_a_minute_in_a_new_one_and_themselves_a_quarter_of_an_hour()
    {
        await _rig.UserAsync();
        await GuessAsync(Stranger, TimeSpan.FromHours(2));

        Assert.Equal(TimeSpan.FromSeconds(30), (await AccountRig.RefusedAsync(() => _rig.SignInAsync())).RetryAfter);
        _rig.Clock.AdvanceSeconds(30);
        await _rig.SignInAsync();
        _rig.Clock.AdvanceSeconds((14 * 60) + 29);
        var stranger = await AccountRig.RefusedAsync(() => _rig.SignInAsync(place: Stranger));
        Assert.Equal((ErrorCodes.RateLimited, TimeSpan.FromSeconds(1)), (stranger.Code, stranger.RetryAfter));
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Whoever_shares_a_network_with_strangers_waits_half_a_minute_once_he_has_signed_in(string address)
    {
        await _rig.UserAsync();
        var shared = new SignInPlace(IPAddress.Parse(address), null);
        await _rig.SignInAsync(place: shared);
        await GuessAsync(shared, TimeSpan.FromHours(2));

        Assert.Equal(TimeSpan.FromSeconds(30), (await AccountRig.RefusedAsync(() => _rig.SignInAsync(place: shared))).RetryAfter);
        _rig.Clock.AdvanceSeconds(30);
        await _rig.SignInAsync(place: shared);
    }

    [Fact]
    public async Task A_session_ends_after_a_day_without_requests_and_after_thirty_days_with_them()
    {
        await _rig.UserAsync();
        var idle = await _rig.SignInAsync();
        var busy = await _rig.SignInAsync();
        for (var hours = 0; hours < 30 * 24; hours += 12)
        {
            Assert.NotNull(await _rig.Sessions.FindAsync(busy.Value, Stop));
            if (hours == 24)
            {
                Assert.Null(await _rig.Sessions.FindAsync(idle.Value, Stop));
            }

            _rig.Clock.Advance(TimeSpan.FromHours(12));
        }

        Assert.Null(await _rig.Sessions.FindAsync(busy.Value, Stop));
    }

    [Fact]
    public async Task A_request_costs_a_write_once_a_minute_at_most()
    {
        await _rig.UserAsync();
        var session = await _rig.SignInAsync();
        for (var i = 0; i < 180; i++)
        {
            _rig.Clock.AdvanceSeconds(1);
            await _rig.Sessions.FindAsync(session.Value, Stop);
        }

        Assert.Equal(3, _rig.Store.Touches);
    }

    [Fact]
    public async Task A_password_whose_hash_is_of_an_older_kind_is_hashed_anew()
    {
        var id = await _rig.UserAsync();
        await _rig.AgeHashAsync(id);
        var before = (await _rig.Store.FindAsync(id, Stop))!;

        await _rig.SignInAsync();

        var after = (await _rig.Store.FindAsync(id, Stop))!;
        Assert.NotEqual(before.PasswordHash, after.PasswordHash);
        Assert.Equal(before.User, after.User);
        Assert.Equal(PasswordMatch.Right, await _rig.Passwords.CheckAsync(after.PasswordHash, AccountRig.Password, Stop));
    }

    [Fact]
    public async Task Whoever_is_disabled_or_gets_another_password_is_signed_out()
    {
        var id = await _rig.UserAsync();
        foreach (var patch in (string[])["""{"password":"another fine pass phrase"}""", $$"""{"password":"{{AccountRig.Password}}","status":"disabled"}"""])
        {
            await _rig.ChangeAsync(id, $$"""{"password":"{{AccountRig.Password}}"}""");
            var session = await _rig.SignInAsync();
            await _rig.ChangeAsync(id, patch);

            Assert.Null(await _rig.Sessions.FindAsync(session.Value, Stop));
        }
    }

    [Fact]
    public async Task Another_role_counts_at_once()
    {
        var id = await _rig.UserAsync(Role.Administrator);
        var session = await _rig.SignInAsync();
        await _rig.ChangeAsync(id, """{"role":"monitor"}""");

        Assert.Equal(Role.Monitor, (await _rig.Sessions.FindAsync(session.Value, Stop))!.User.Role);
    }

    [Fact]
    public async Task A_new_password_of_ones_own_needs_the_present_one_and_ends_every_session_but_a_new_one()
    {
        await _rig.UserAsync();
        var mine = await _rig.SignInAsync();
        var other = await _rig.SignInAsync();
        var caller = new Caller(mine.User.Actor, mine.Session);
        Task<Profile> ChangeAsync(string patch) =>
            _rig.Profiles.ChangeAsync(caller, AccountRig.Json(patch), null, AccountRig.Place, Stop);

        var refused = await AccountRig.RefusedAsync(() => ChangeAsync("""{"password":"another fine pass phrase"}"""));
        Assert.Equal("currentPassword", refused.Problems[0].Field);
        refused = await AccountRig.RefusedAsync(
            () => ChangeAsync("""{"password":"another fine pass phrase","currentPassword":"wrong"}"""));
        Assert.Equal("currentPassword", refused.Problems[0].Field);

        var changed = await ChangeAsync($$"""{"name":"Mia M.","password":"another fine pass phrase","currentPassword":"{{AccountRig.Password}}"}""");

        Assert.Equal("Mia M.", changed.View.Name);
        Assert.Null(await _rig.Sessions.FindAsync(mine.Value, Stop));
        Assert.Null(await _rig.Sessions.FindAsync(other.Value, Stop));
        Assert.NotNull(await _rig.Sessions.FindAsync(changed.SignedIn!.Value, Stop));
        await AccountRig.RefusedAsync(() => _rig.SignInAsync());
        await _rig.SignInAsync("another fine pass phrase");
    }

    [Fact]
    public async Task The_present_password_cannot_be_guessed_through_the_profile()
    {
        await _rig.UserAsync();
        var mine = await _rig.SignInAsync();
        Task<RefusalException> GuessAsync() => AccountRig.RefusedAsync(() => _rig.Profiles.ChangeAsync(
            new Caller(mine.User.Actor, mine.Session), AccountRig.Json("""{"currentPassword":"wrong"}"""), null, AccountRig.Place, Stop));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(ErrorCodes.Validation, (await GuessAsync()).Code);
        }

        Assert.Equal(ErrorCodes.RateLimited, (await GuessAsync()).Code);
    }

    /// <summary>Guesses as often as may be, and ends with a wrong guess.</summary>
    private async Task GuessAsync(SignInPlace place, TimeSpan howLong)
    {
        var end = _rig.Clock.GetUtcNow() + howLong;
        while (true)
        {
            var refused = await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong", place: place));
            if (refused.RetryAfter is not { } wait)
            {
                if (_rig.Clock.GetUtcNow() >= end)
                {
                    return;
                }

                continue;
            }

            _rig.Clock.Advance(wait);
        }
    }
}
