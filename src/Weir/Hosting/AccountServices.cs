using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>Users, tokens, sessions, and the first owner.</summary>
internal static class AccountServices
{
    public static void Add(IServiceCollection services, Foundation foundation)
    {
        services.AddSingleton(foundation.OperatorTokens);
        services.AddSingleton(foundation.Stores.Users);
        services.AddSingleton(foundation.Stores.Tokens);
        services.AddSingleton(foundation.Stores.Sessions);
        services.AddSingleton<PasswordHashing>(_ => new PasswordHashing());
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<AccountAudit>();
        services.AddSingleton<UserService>();
        services.AddSingleton<TokenService>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<ProfileService>();
        services.AddSingleton<SetupService>();
        services.AddSingleton<OwnOrigin>();
        services.AddSingleton<OriginGuard>();
        services.AddSingleton<SessionCookie>();
    }

    /// <summary>
    /// What a start without an owner does: makes the operator's, else gives the one-time code to be printed. Null when there
    /// is an owner. Throws <see cref="StartException"/>.
    /// </summary>
    public static async Task<string?> OpenAsync(
        IServiceProvider services, WeirOptions options, CancellationToken cancellationToken)
    {
        var setup = services.GetRequiredService<SetupService>();
        if (!await setup.IsNeededAsync(cancellationToken))
        {
            return null;
        }

        if (options.Owner is not { } owner)
        {
            return setup.NewCode();
        }

        try
        {
            await setup.CreateOwnerAsync(owner.Email, owner.Password, cancellationToken);
            return null;
        }
        catch (RefusalException taken)
        {
            throw new StartException($"WEIR_OWNER_EMAIL: {taken.Message}", taken);
        }
    }
}
