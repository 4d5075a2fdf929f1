using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Weir.Sandbox;

/// <summary>
/// A web server with one handler and nothing around it: it reads no settings file and no environment, writes no log,
/// and leaves the process's signals to the program that started it.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where it can be reached: scheme, host and the port that was really bound.</summary>
    public Uri Address { get; }

    public static async Task<LoopbackServer> StartAsync(string urls, RequestDelegate handle, CancellationToken ct)
    {
        RefuseOtherMachines(urls);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls(urls);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopMax);

        var app = builder.Build();
        app.Run(handle);
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new LoopbackServer(app, Reachable(app.Urls.First()));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    // What it serves has no secrets worth keeping, and no protection: it is for this machine alone.
    private static void RefuseOtherMachines(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var host = BindingAddress.Parse(url).Host;
            var isLoopback = host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
            if (!isLoopback)
            {
                throw new FormatException($"{host} can be reached from other machines; only loopback addresses are allowed.");
            }
        }
    }

    // "Any address" is something to listen on, not something to call.
    private static Uri Reachable(string url)
    {
        var binding = BindingAddress.Parse(url);
        var any = binding.Host is "*" or "+" or "[::]"
            || (IPAddress.TryParse(binding.Host, out var ip) && ip.Equals(IPAddress.Any));
        return new UriBuilder(binding.Scheme, any ? "127.0.0.1" : binding.Host, binding.Port).Uri;
    }

    /// <summary>The default lifetime would swallow SIGTERM of the whole process.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
