using Weir.Model;

namespace Weir.Tests.Accounts;

public sealed class SetupServiceTests : IDisposable
{
    private readonly AccountRig _rig = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_code_makes_one_owner_and_is_void_then()
    {
        var code = _rig.Setup.NewCode();
        Assert.Matches("^([2-9A-Z]{4}-){4}[2-9A-Z]{4}$", code);
        Assert.True(await _rig.Setup.IsNeededAsync(Stop));

        var owner = await SetUpAsync(code.Replace('-', ' ').ToLowerInvariant());

        Assert.Equal(Role.Owner, owner.User.Role);
        Assert.NotNull(await _rig.Sessions.FindAsync(owner.Value, Stop));
        Assert.False(await _rig.Setup.IsNeededAsync(Stop));
        Assert.Equal(ErrorCodes.Conflict, (await AccountRig.RefusedAsync(() => SetUpAsync(code))).Code);
    }

    [Fact]
    public async Task Of_many_at_once_one_wins()
    {
        var code = _rig.Setup.NewCode();

        // As many as may try before the first is done.
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            try
            {
                await SetUpAsync(code, $"owner{i}@weir.example");
                return null;
            }
            catch (RefusalException refused)
            {
                return refused.Code;
            }
        })));

        Assert.Single(all, code => code is null);
    }

    [Fact]
    public async Task A_wrong_code_is_refused_with_growing_delay()
    {
        var right = _rig.Setup.NewCode();
        for (var i = 0; i < 5; i++)
        {
            var refused = await AccountRig.RefusedAsync(() => SetUpAsync("AAAA-AAAA-AAAA-AAAA-AAAA"));
            Assert.Equal((ErrorCodes.Forbidden, "code"), (refused.Code, refused.Problems[0].Field));
        }

        Assert.Equal(ErrorCodes.RateLimited, (await AccountRig.RefusedAsync(() => SetUpAsync(right))).Code);
        _rig.Clock.AdvanceSeconds(1);
        await SetUpAsync(right);
    }

    [Fact]
    public async Task Without_a_code_and_with_a_former_one_nobody_gets_in()
    {
        Assert.Equal(ErrorCodes.Forbidden, (await AccountRig.RefusedAsync(() => SetUpAsync("AAAA"))).Code);
        var former = _rig.Setup.NewCode();
        _rig.Setup.NewCode();
        Assert.Equal(ErrorCodes.Forbidden, (await AccountRig.RefusedAsync(() => SetUpAsync(former))).Code);
    }

    private Task<Weir.Engine.Accounts.SignedIn> SetUpAsync(string code, string email = "owner@weir.example") => _rig.Setup.SetUpAsync(
        AccountRig.Json($$"""{"code":"{{code}}","email":"{{email}}","password":"{{AccountRig.Password}}"}"""), AccountRig.Place, Stop);
}
