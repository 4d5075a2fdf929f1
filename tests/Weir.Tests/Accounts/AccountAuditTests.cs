using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Model;

namespace Weir.Tests.Accounts;

public sealed class AccountAuditTests : IDisposable
{
    private readonly AccountRig _rig = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Everything_that_is_done_with_accounts_is_noted_once_and_nothing_that_is_refused()
    {
        var by = AccountRig.By(Role.Owner);
        var owner = await _rig.Setup.SetUpAsync(AccountRig.Json(
            $$"""{"code":"{{_rig.Setup.NewCode()}}","email":"owner@weir.example","password":"{{AccountRig.Password}}"}"""), AccountRig.Place, Stop);
        var id = await _rig.UserAsync();
        await _rig.ChangeAsync(id, """{"name":"M","role":"monitor"}""");
        await _rig.ChangeAsync(id, """{"name":"M"}""");
        await AccountRig.RefusedAsync(() => _rig.ChangeAsync(id, """{"name":"N"}""", version: 1));
        await AccountRig.RefusedAsync(() => _rig.SignInAsync("typed-by-mistake"));
        await AccountRig.RefusedAsync(() => _rig.SignInAsync("wrong", "a-password-in-the-wrong-field"));
        var session = await _rig.SignInAsync();
        var caller = new Caller(session.User.Actor, session.Session);
        await _rig.Profiles.ChangeAsync(
            caller, AccountRig.Json($$"""{"password":"another fine pass phrase","currentPassword":"{{AccountRig.Password}}"}"""), null, AccountRig.Place, Stop);
        await _rig.Sessions.SignOutAsync(new Caller(owner.User.Actor, owner.Session), Stop);
        await _rig.Users.DeleteAsync(id, null, by, Stop);
        var token = await _rig.Tokens.CreateAsync(AccountRig.Json("""{"name":"Script"}"""), by, Stop);
        await _rig.Tokens.DeleteAsync(new TokenId(token.Id), null, by, Stop);

        var entries = (await _rig.Audit.ListAsync(new AuditQuery(), 100, null, Stop)).Data.Reverse().ToList();
        Assert.Equal(
            [
                "user.created", "session.opened", "user.created", "user.changed", "session.refused", "session.refused",
                "session.opened", "user.changed", "session.opened", "session.closed", "user.deleted", "token.created", "token.deleted",
            ],
            entries.Select(e => e.Action));
        Assert.Equal(["name", "role"], entries[3].Fields);
        Assert.Equal(["password"], entries[7].Fields);
        Assert.Equal((id.Value, null), (entries[4].Target, entries[5].Target));
        Assert.Equal("192.0.2.7", entries[4].Detail["address"]);
        var all = string.Join('\n', entries.Select(e => e + string.Join(',', e.Detail.Values)));
        Assert.All(
            (string[])[AccountRig.Password, "typed-by-mistake", "wrong-field", token.Token!, session.Value],
            secret => Assert.DoesNotContain(secret, all));
    }
}
