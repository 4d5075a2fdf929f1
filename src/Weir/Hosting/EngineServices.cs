using Weir.Api;
using Weir.Engine.Audit;
using Weir.Engine.Connections;
using Weir.Engine.Governor;
using Weir.Engine.Integrations;
using Weir.Engine.Resources;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>Which classes the endpoints and the workers are given: each once, on top of what is open.</summary>
internal static class EngineServices
{
    public static void Add(IServiceCollection services, Foundation foundation)
    {
        services.AddSingleton(foundation.Time);
        services.AddSingleton(foundation.Options);
        services.AddSingleton(foundation.Catalogue);
        services.AddSingleton(foundation.Stores);
        services.AddHostedService<DatabaseWatch>();
        services.AddSingleton(foundation.Stores.Resources);
        services.AddSingleton(foundation.Stores.Runs);
        services.AddSingleton(foundation.Stores.Errors);
        services.AddSingleton(foundation.Stores.Schedules);
        services.AddSingleton(foundation.Stores.Alerts);
        services.AddSingleton(foundation.Stores.Audit);
        services.AddSingleton(foundation.Stores.Retention);
        services.AddSingleton(foundation.Stores.Hours);
        services.AddSingleton(foundation.Options.Retention);
        services.AddSingleton(foundation.Stores.Idempotency);
        services.AddSingleton<IVault>(foundation.Vault);
        services.AddSingleton(foundation.Vault.Rotation);
        services.AddSingleton(foundation.Adaptors);
        services.AddSingleton(foundation.Governor);
        services.AddSingleton(foundation.BodyHash);
        AccountServices.Add(services, foundation);
        AddHosting(services);
        AddConnections(services);
        FlowServices.Add(services);
    }

    private static void AddHosting(IServiceCollection services)
    {
        services.AddSingleton<Refusals>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<MasterKeyLife>();
        services.AddHostedService(provider => provider.GetRequiredService<MasterKeyLife>());
    }

    private static void AddConnections(IServiceCollection services)
    {
        services.AddSingleton<IdSource>(provider => new IdSource(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ResourceEditor>();
        services.AddSingleton<ResourceVersions>();
        services.AddSingleton<AuditTrail>();
        services.AddHostedService<AuditRetention>();
        // Jitter only spreads retries: any seed will do.
        services.AddSingleton(new Backoff(new Random(Environment.ProcessId)));
        services.AddSingleton<ConnectionDebug>();
        services.AddSingleton<ConnectionDebugging>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<ConnectionSecrets>();
        services.AddSingleton<ConnectionDirectory>();
        services.AddSingleton<ILiveConnections>(provider => provider.GetRequiredService<ConnectionDirectory>());
        services.AddSingleton<ConnectionHealth>();
        services.AddSingleton<ConnectionTester>();
        services.AddSingleton<ConnectionProber>();
        services.AddSingleton<ConnectionTesting>();
        services.AddSingleton<ConnectionSaving>();
        services.AddSingleton<ConnectionService>();
        services.AddSingleton<ConnectionTrafficReader>();
        services.AddSingleton<IntegrationService>();
    }
}
