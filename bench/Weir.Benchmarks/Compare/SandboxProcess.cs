using System.Text.Json;

namespace Weir.Benchmarks.Compare;

/// <summary>Source and sink in a process of their own, so that neither side pays for them.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Child _child;
    private readonly HttpClient _control = new(new SocketsHttpHandler());

    private SandboxProcess(Child child, SandboxReady ready) => (_child, Ready) = (child, ready);

    public SandboxReady Ready { get; }

    public static async Task<SandboxProcess> StartAsync(int tickets, int latencyMs, CancellationToken cancellationToken)
    {
        var child = Child.StartRole(SandboxProgram.Role, tickets.ToString(), latencyMs.ToString());
        try
        {
            var ready = await child.ReadAsync(cancellationToken);
            return new SandboxProcess(child, JsonSerializer.Deserialize<SandboxReady>(ready)!);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Forgets what came.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var deliveries = await _control.DeleteAsync($"{Ready.Sink}control/deliveries", cancellationToken);
        deliveries.EnsureSuccessStatusCode();
    }

    /// <summary>Fails unless every record came, and none twice.</summary>
    public async Task CheckAsync(int records, string side, CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(
            await _control.GetStreamAsync($"{Ready.Sink}control/deliveries", cancellationToken));
        var (came, ids) = (0, new HashSet<string>(StringComparer.Ordinal));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            using var delivery = JsonDocument.Parse(line);
            came++;
            ids.Add(delivery.RootElement.GetProperty("id"u8).GetString()!);
        }

        if (came != records || ids.Count != records)
        {
            throw new InvalidOperationException($"{side} delivered {came} records, {ids.Count} of {records} tickets.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _child.DisposeAsync();
    }
}
