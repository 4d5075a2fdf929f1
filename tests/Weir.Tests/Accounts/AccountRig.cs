using System.Net;
using System.Text.Json;
using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Engine.Documents;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Accounts;

/// <summary>The services over memory and a clock that stands still; passwords are hashed quickly.</summary>
internal sealed class AccountRig : IDisposable
{
    public const string Password = "a fine long pass phrase";

    public const string Email = "mia@weir.example";

    public static readonly SignInPlace Place = new(IPAddress.Parse("192.0.2.7"), "a browser");

    private readonly PasswordHashing _old = new(iterations: 1);

    public AccountRig()
    {
        var ids = new IdSource(Clock);
        Store = new InMemoryAccounts(Audit.Add);
        Limits = new SignInLimits(Clock);
        var audit = new AccountAudit(new AuditTrail(Audit, new InMemoryResourceStore(), ids, Clock));
        Users = new UserService(Store, Passwords, audit, ids, Clock);
        Tokens = new TokenService(Store, audit, ids, Clock);
        Sessions = new SessionService(Store, Store, Passwords, Limits, audit, ids, Clock);
        Profiles = new ProfileService(Store, Sessions, Passwords, audit, Clock);
        Setup = new SetupService(Store, Sessions, Passwords, Limits, audit, ids, Clock);
    }

    public ManualClock Clock { get; } = new();

    public InMemoryAccounts Store { get; }

    public InMemoryAuditLog Audit { get; } = new();

    public PasswordHashing Passwords { get; } = new(iterations: 2);

    public SignInLimits Limits { get; }

    public UserService Users { get; }

    public TokenService Tokens { get; }

    public SessionService Sessions { get; }

    public ProfileService Profiles { get; }

    public SetupService Setup { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static JsonElement Json(string json) => Body.Parse(json);

    public static Actor By(Role role) => new("tok_test", "Test", role);

    public static Task<RefusalException> RefusedAsync(Func<Task> work) => Assert.ThrowsAsync<RefusalException>(work);

    /// <summary>A user with the password above, and a role.</summary>
    public async Task<UserId> UserAsync(Role role = Role.Manager, string email = Email) => new((await Users.CreateAsync(
        Json($$"""{"email":"{{email}}","name":"Mia","role":"{{role.Word()}}","password":"{{Password}}"}"""), By(Role.Owner), Stop)).Id);

    public Task<SignedIn> SignInAsync(string password = Password, string email = Email, SignInPlace? place = null) =>
        Sessions.SignInAsync(Json($$"""{"email":"{{email}}","password":"{{password}}"}"""), place ?? Place, Stop);

    public Task<UserView> ChangeAsync(UserId id, string patch, Role by = Role.Owner, int? version = null) =>
        Users.ChangeAsync(id, Json(patch), version, By(by), Stop);

    /// <summary>Makes the stored password's hash one of an older kind.</summary>
    public async Task AgeHashAsync(UserId id)
    {
        var stored = (await Store.FindAsync(id, Stop))!;
        var aged = new StoredUser(
            stored.User with { Version = stored.User.Version + 1 }, await _old.HashAsync(Password, Stop));
        Assert.Equal(UserWrite.Done, await Store.ReplaceAsync(aged, InMemoryAuditLog.By(By(Role.Owner)), Stop));
    }

    public void Dispose()
    {
        Passwords.Dispose();
        _old.Dispose();
    }
}
