using System.Text.Json;

namespace Weir.IntegrationTests.Api;

/// <summary>A test with a server of its own, and everybody who may ask it.</summary>
public abstract class AccountTest : ApiTest
{
    protected const string Password = "a fine long pass phrase";

    private readonly List<Caller> _callers = [];

    private protected Uri Address => new(Api.Http.BaseAddress!, "/");

    public override async ValueTask DisposeAsync()
    {
        _callers.ForEach(caller => caller.Dispose());
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whoever runs the server: the token in its data folder.</summary>
    private protected Caller Owner() => WithToken(Api.LocalToken);

    private protected Caller Nobody() => WithToken(null);

    private protected Caller WithToken(string? token) => Added(Caller.Token(Address, token));

    private protected Caller Browser() => Added(Caller.Browser(Address));

    /// <summary>A new token of this role.</summary>
    private protected async Task<Caller> TokenOfAsync(string role) => WithToken((await Owner().PostAsync(
        "tokens", $$"""{"name":"A {{role}}","role":"{{role}}"}""")).MustBe(201).Json.GetProperty("token").GetString());

    /// <summary>A new user with the password above.</summary>
    private protected async Task<JsonElement> UserAsync(string role = "manager", string email = "mia@weir.example") =>
        (await Owner().PostAsync(
            "users", $$"""{"email":"{{email}}","name":"Mia","role":"{{role}}","password":"{{Password}}"}""")).MustBe(201).Json;

    /// <summary>A browser in which this user is signed in.</summary>
    private protected async Task<Caller> SignedInAsync(string email = "mia@weir.example")
    {
        var browser = Browser();
        (await browser.SignInAsync(email, Password)).MustBe(204);
        return browser;
    }

    private Caller Added(Caller caller)
    {
        _callers.Add(caller);
        return caller;
    }
}
