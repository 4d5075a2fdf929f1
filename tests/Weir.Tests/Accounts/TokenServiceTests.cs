using System.Text;
using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Tests.Accounts;

public sealed class TokenServiceTests : IDisposable
{
    private readonly AccountRig _rig = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_token_is_whose_it_is_until_it_is_revoked()
    {
        var made = await CreateAsync("""{"name":"Script","role":"manager"}""");

        Assert.StartsWith("weir_", made.Token);
        Assert.Equal(new Actor(made.Id, "Script", Role.Manager), await FindAsync(made));
        await _rig.Tokens.DeleteAsync(new TokenId(made.Id), null, AccountRig.By(Role.Administrator), Stop);
        Assert.Null(await FindAsync(made));
    }

    [Fact]
    public async Task It_is_seen_once_and_only_its_hash_is_kept()
    {
        var made = await CreateAsync("""{"name":"Script"}""");
        var stored = (await ((ITokenStore)_rig.Store).FindByHashAsync(Credential.HashOf(made.Token!), Stop))!;

        Assert.Null((await _rig.Tokens.ReadAsync(new TokenId(made.Id), Stop)).Token);
        Assert.DoesNotContain(made.Token!, stored.ToString());
        Assert.NotEqual(Encoding.UTF8.GetBytes(made.Token!), stored.Hash);
    }

    [Fact]
    public async Task It_expires_to_the_second()
    {
        var made = await CreateAsync("""{"name":"Script","expiresAt":"2026-08-26T14:00:10+02:00"}""");
        Assert.Equal(new DateTimeOffset(2026, 8, 26, 12, 0, 10, TimeSpan.Zero), made.ExpiresAt);
        _rig.Clock.AdvanceSeconds(9.999);
        Assert.NotNull(await FindAsync(made));
        _rig.Clock.AdvanceSeconds(0.001);
        Assert.Null(await FindAsync(made));
    }

    [Theory]
    [InlineData("2026-08-26T12:00:00Z")]
    [InlineData("2036-08-26T12:00:01Z")]
    [InlineData("2027-08-26T12:00:00")]
    [InlineData("2027-08-26")]
    [InlineData("1800000000")]
    [InlineData("")]
    public async Task An_expiry_that_is_past_far_away_or_no_time_is_refused(string time) => Assert.Equal(
        "expiresAt",
        (await AccountRig.RefusedAsync(() => CreateAsync($$"""{"name":"Script","expiresAt":"{{time}}"}"""))).Problems[0].Field);

    [Fact]
    public async Task Its_use_is_written_once_a_minute_at_most()
    {
        var made = await CreateAsync("""{"name":"Script"}""");
        for (var i = 0; i < 120; i++)
        {
            await FindAsync(made);
            _rig.Clock.AdvanceSeconds(1);
        }

        Assert.Equal(2, _rig.Store.Touches);
        Assert.NotNull((await _rig.Tokens.ReadAsync(new TokenId(made.Id), Stop)).LastUsedAt);
    }

    [Fact]
    public async Task A_role_above_ones_own_is_neither_given_nor_revoked()
    {
        var owners = await CreateAsync("""{"name":"Keys","role":"owner"}""", Role.Owner);

        var given = await AccountRig.RefusedAsync(() => CreateAsync("""{"name":"More","role":"owner"}"""));
        var revoked = await AccountRig.RefusedAsync(
            () => _rig.Tokens.DeleteAsync(new TokenId(owners.Id), null, AccountRig.By(Role.Administrator), Stop));

        Assert.Equal((ErrorCodes.Forbidden, ErrorCodes.Forbidden), (given.Code, revoked.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("weir_")]
    [InlineData("something-else-entirely-0123456789")]
    public async Task What_is_no_token_is_nobodys(string value) => Assert.Null(await _rig.Tokens.FindAsync(value, Stop));

    private Task<Actor?> FindAsync(TokenView token) => _rig.Tokens.FindAsync(token.Token!, Stop);

    private Task<TokenView> CreateAsync(string body, Role by = Role.Administrator) =>
        _rig.Tokens.CreateAsync(AccountRig.Json(body), AccountRig.By(by), Stop);
}
