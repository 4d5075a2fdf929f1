using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Governor;

/// <summary>A governor with time that stands still, and requests that end when the test says so.</summary>
internal sealed class GovernorRig : IDisposable
{
    public ManualClock Clock { get; } = new();

    public InMemoryPauseStore Pauses { get; } = new();

    public Engine.Governor.Governor Governor { get; private set; } = null!;

    public static async Task<GovernorRig> OpenAsync(params PoolMember[] members)
    {
        var rig = new GovernorRig();
        await rig.RestartAsync(members, begin: true);
        return rig;
    }

    public static ConnectionId Id(string name) => new($"conn_{name}");

    public static PoolMember Member(
        string name, int level = 10, string? borrowsFrom = null, int? requests = null, int perSeconds = 20, string? account = null) =>
        new(
            Id(name),
            level,
            borrowsFrom is null ? null : Id(borrowsFrom),
            new Budget($"app:{account ?? name}", requests, requests is null ? null : TimeSpan.FromSeconds(perSeconds)));

    /// <summary>The process starts again: what is durable is known, and nothing else.</summary>
    public async Task RestartAsync(PoolMember[] members, bool begin = false)
    {
        Governor?.Dispose();
        Governor = await Engine.Governor.Governor.OpenAsync(Clock, Pauses, CancellationToken.None);
        if (begin)
        {
            // Accounts that come later have not been called before.
            Governor.Configure([]);
        }

        Governor.Configure(members);
    }

    public Task<Permit> Ask(string name, string flow = "flow_a", bool urgent = false, CancellationToken cancel = default) =>
        Governor.AcquireAsync(Id(name), flow, urgent, cancel).AsTask();

    /// <summary>Asks that many times; gives those that got a permit at once.</summary>
    public List<Permit> Take(string name, int times, string flow = "flow_a") =>
        [.. Enumerable.Range(0, times).Select(_ => Ask(name, flow)).Where(t => t.IsCompleted).Select(t => t.Result)];

    /// <summary>A request beside all others passes, also while the connection is offline; it needs a slot.</summary>
    public void Pass(string name) => Governor.Release(Ask(name, "test", urgent: true).Result, null, null);

    /// <summary>A request is answered with a fault.</summary>
    public async Task<Released> FailAsync(string name, Fault fault) =>
        await TellAsync(await Ask(name, "test", urgent: true), fault);

    /// <summary>What the answer told becomes durable, as the dispatcher makes it.</summary>
    public async Task<Released> TellAsync(Permit permit, Fault fault)
    {
        var released = Governor.Release(permit, null, fault);
        if (released.Pause is { } pause)
        {
            await Governor.WriteAsync(pause);
        }

        return released;
    }

    public static Fault ToldToWait(double seconds) => new()
    {
        Kind = FaultKind.Throttled,
        Code = ErrorCodes.RateLimited,
        Message = "Told to wait.",
        RetryAfter = TimeSpan.FromSeconds(seconds),
    };

    public ConnectionTraffic Traffic(string name) => Governor.TrafficOf(Id(name));

    public void Dispose() => Governor.Dispose();
}
