using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Tests.Accounts;

public sealed class UserServiceTests : IDisposable
{
    private readonly AccountRig _rig = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Only_the_address_is_needed()
    {
        var user = await CreateAsync("""{"email":" Mia@weir.example "}""");

        Assert.Equal(("Mia@weir.example", "Mia@weir.example", "monitor", "active", 1), (user.Email, user.Name, user.Role, user.Status, user.Version));
    }

    [Fact]
    public async Task A_change_is_a_new_version_and_what_changes_nothing_is_none()
    {
        var id = await _rig.UserAsync();

        Assert.Equal(1, (await _rig.ChangeAsync(id, """{"name":"Mia"}""")).Version);
        Assert.Equal(2, (await _rig.ChangeAsync(id, """{"name":"Mia M."}""")).Version);
        Assert.Equal(3, (await _rig.ChangeAsync(id, """{"password":"another fine pass phrase"}""")).Version);
        Assert.Equal(
            ErrorCodes.PreconditionFailed, (await AccountRig.RefusedAsync(() => _rig.ChangeAsync(id, """{"name":"X"}""", version: 1))).Code);
    }

    [Theory]
    [InlineData(Role.Administrator, Role.Owner)]
    [InlineData(Role.Manager, Role.Administrator)]
    public async Task Nobody_gives_or_touches_a_role_above_his_own(Role by, Role above)
    {
        await _rig.UserAsync(Role.Owner, "first@weir.example");
        var higher = await _rig.UserAsync(above, "higher@weir.example");
        var lower = await _rig.UserAsync(Role.Monitor, "lower@weir.example");

        await ForbiddenAsync(() => _rig.Users.CreateAsync(
            AccountRig.Json($$"""{"email":"new@weir.example","role":"{{above.Word()}}"}"""), AccountRig.By(by), Stop));
        await ForbiddenAsync(() => _rig.ChangeAsync(higher, """{"name":"X"}""", by));
        await ForbiddenAsync(() => _rig.ChangeAsync(higher, """{"role":"monitor"}""", by));
        await ForbiddenAsync(() => _rig.ChangeAsync(lower, $$"""{"role":"{{above.Word()}}"}""", by));
        await ForbiddenAsync(() => _rig.Users.DeleteAsync(higher, null, AccountRig.By(by), Stop));
        Assert.Equal(by.Word(), (await _rig.ChangeAsync(lower, $$"""{"role":"{{by.Word()}}"}""", by)).Role);
    }

    [Theory]
    [InlineData("""{"role":"administrator"}""")]
    [InlineData("""{"status":"disabled"}""")]
    public async Task The_last_active_owner_stays(string patch)
    {
        var owner = await _rig.UserAsync(Role.Owner);
        var second = await _rig.UserAsync(Role.Owner, "second@weir.example");
        await _rig.ChangeAsync(second, patch);

        Assert.Equal(ErrorCodes.Conflict, (await AccountRig.RefusedAsync(() => _rig.ChangeAsync(owner, patch))).Code);
        Assert.Equal(
            ErrorCodes.Conflict,
            (await AccountRig.RefusedAsync(() => _rig.Users.DeleteAsync(owner, null, AccountRig.By(Role.Owner), Stop))).Code);
        await _rig.Users.DeleteAsync(second, null, AccountRig.By(Role.Owner), Stop);
    }

    [Fact]
    public async Task A_password_that_is_cleared_lets_nobody_in()
    {
        var id = await _rig.UserAsync();
        var session = await _rig.SignInAsync();
        await _rig.ChangeAsync(id, """{"password":null}""");

        Assert.Null(await _rig.Sessions.FindAsync(session.Value, Stop));
        Assert.Equal(ErrorCodes.Unauthorized, (await AccountRig.RefusedAsync(() => _rig.SignInAsync())).Code);
    }

    private static async Task ForbiddenAsync(Func<Task> work) =>
        Assert.Equal(ErrorCodes.Forbidden, (await AccountRig.RefusedAsync(work)).Code);

    private Task<UserView> CreateAsync(string body) =>
        _rig.Users.CreateAsync(AccountRig.Json(body), AccountRig.By(Role.Administrator), Stop);
}
