using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Console;
using Weir.Api;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Model;
using Weir.Pages;
using Weir.Storage;

namespace Weir.Hosting;

/// <summary>
/// The whole server in one object: used by <c>weir serve</c>, by <c>weir demo</c> and by tests. Disposing stops it in
/// order.
/// </summary>
public sealed class WeirHost : IAsyncDisposable
{
    /// <summary>What is under way is given so long to end; the promise is 10 s for everything.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Of a body that is refused as too large so much is still taken from the client, so that it comes to read the answer.
    /// </summary>
    private const int DrainedBytesMax = 32 * Body.BytesMax;

    /// <summary>More connections of clients than these at once are closed.</summary>
    private const int ClientsMax = 10_000;

    private readonly WebApplication _web;
    private readonly Foundation _foundation;

    private readonly WeirOptions _options;

    private WeirHost(WebApplication web, Foundation foundation, WeirOptions options) =>
        (_web, _foundation, _options) = (web, foundation, options);

    /// <summary>Where it listens, once started; the first of several addresses.</summary>
    public Uri Address => new(_web.Services.GetRequiredService<IServer>()
        .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>The one-time code for the first owner; null when there is one.</summary>
    public string? SetupCode { get; private init; }

    /// <summary>Which database it uses, for people; without secrets.</summary>
    public string Database => _foundation.Stores.Name;

    /// <summary>Why it stopped by itself: a sentence when it may no longer write to its database, else null.</summary>
    public string? Lost => _foundation.Stores.Lost is { IsCompletedSuccessfully: true, Result: var sentence } ? sentence : null;

    /// <summary>What a person must be told after this start, a sentence each.</summary>
    public IReadOnlyList<string> Notices
    {
        get
        {
            var notices = _options.Unknown
                .Select(name => $"{name} is not a setting of Weir and does nothing here; is it misspelt?").ToList();
            if (_foundation.Vault.Warning is { } warning)
            {
                notices.Add(warning);
            }

            if (!_foundation.OperatorTokens.HasGiven)
            {
                notices.Add($"WEIR_API_TOKEN is not set: the local token, an owner's, is in {_foundation.OperatorTokens.File}, where the commands of this user find it.");
            }

            return notices;
        }
    }

    public IServiceProvider Services => _web.Services;

    /// <summary>Opens everything stored, without listening yet. Throws <see cref="StartException"/>.</summary>
    public static async Task<WeirHost> BuildAsync(WeirOptions options, CancellationToken cancellationToken)
    {
        var foundation = await Foundation.OpenAsync(options, cancellationToken);
        WebApplication? web = null;
        try
        {
            web = Web(options, foundation);
            await web.Services.GetRequiredService<ConnectionDirectory>().LoadAsync(cancellationToken);
            web.Services.GetRequiredService<ConnectionHealth>();
            var code = await AccountServices.OpenAsync(web.Services, options, cancellationToken);
            return new WeirHost(web, foundation, options) { SetupCode = code };
        }
        catch
        {
            if (web is not null)
            {
                await web.DisposeAsync();
            }

            await foundation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to listen and to work. Throws <see cref="StartException"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _web.StartAsync(cancellationToken);
            _web.Services.GetRequiredService<ConnectionProber>().Start();
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new StartException(
                $"{string.Join(" or ", _foundation.Options.Urls.Select(u => u.GetLeftPart(UriPartial.Authority)))} is in use by another program; stop it, or choose another address with --urls.",
                taken);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new StartException($"{string.Join(" or ", _foundation.Options.Urls.Select(u => u.GetLeftPart(UriPartial.Authority)))} cannot be listened on: {e.Message}", e);
        }
    }

    /// <summary>Ends when the process is told to stop or <paramref name="cancellationToken"/> is cancelled; then stops in order.</summary>
    public async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        await _web.WaitForShutdownAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _foundation.DisposeAsync();
    }

    private static WebApplication Web(WeirOptions options, Foundation foundation)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        Log(builder);
        builder.WebHost.UseUrls([.. options.Urls.Select(u => u.OriginalString)]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = DrainedBytesMax;
            kestrel.Limits.MaxConcurrentConnections = ClientsMax;
        });
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = StopMax;
            host.ServicesStopConcurrently = true;
        });
        AccountAuthentication.Add(builder.Services);
        Access.Add(builder.Services);
        EngineServices.Add(builder.Services, foundation);
        OpenApiDocument.Add(builder.Services);
        PagesEndpoint.Add(builder.Services, PageFiles.Read(options.Pages));
        var web = builder.Build();
        Pipeline(web);
        return web;
    }

    private static void Log(WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Whoever has no token is answered, not written down.
        builder.Logging.AddFilter(typeof(BearerAuthentication).FullName, LogLevel.Warning);
        builder.Logging.AddFilter(typeof(CookieAuthentication).FullName, LogLevel.Warning);
        // What keeps it from starting is said once, in a sentence of ours.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        // Standard output is for what people and scripts asked for.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>From outside to inside: headers, refusals, who asks, from where, once only, the endpoint. // Promise 10</summary>
    private static void Pipeline(WebApplication web)
    {
        var refusals = web.Services.GetRequiredService<Refusals>();
        var idempotency = web.Services.GetRequiredService<Idempotency>();
        var stores = web.Services.GetRequiredService<DatabaseStores>();
        web.Use(next => http =>
        {
            SecurityHeaders.Add(http);
            return refusals.InvokeAsync(http, next);
        });
        OpenApiDocument.UsePage(web);
        web.UseRouting();
        web.Use(next => http => stores.IsAway && http.Request.Path != HealthApi.LivePath
            ? throw new RefusalException(ErrorCodes.Unavailable, "The database is away; Weir waits for it.")
            : next(http));
        web.UseAuthentication();
        var origins = web.Services.GetRequiredService<OriginGuard>();
        web.Use(next => http => origins.InvokeAsync(http, next));
        web.UseAuthorization();
        web.Use(next => http =>
        {
            http.RefuseUnknownQuery();
            http.RefuseUnheededIfMatch();
            return idempotency.InvokeAsync(http, next);
        });
        HealthApi.Map(web);
        OpenApiDocument.Map(web);
        PagesEndpoint.Map(web);
        var v1 = web.MapGroup("/v1");
        ApplicationsApi.Map(v1);
        ConnectionsApi.Map(v1);
        IntegrationsApi.Map(v1);
        ExportsApi.Map(v1);
        ImportsApi.Map(v1);
        FlowsApi.Map(v1);
        MarksApi.Map(v1);
        RunsApi.Map(v1);
        ErrorsApi.Map(v1);
        AlertsApi.Map(v1);
        DashboardApi.Map(v1);
        PreviewApi.Map(v1);
        AuditApi.Map(v1);
        KeysApi.Map(v1);
        ConfigurationApi.Map(v1);
        SessionApi.Map(v1);
        SetupApi.Map(v1);
        UsersApi.Map(v1);
        TokensApi.Map(v1);
        MeApi.Map(v1);
    }
}
