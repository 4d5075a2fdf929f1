using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Sandbox.Gorgias;

namespace Weir.Sandbox;

/// <summary>
/// A Gorgias that runs on this machine: one account with a support desk full of invented tickets, behind the real API's
/// shapes, paging, sign-in, limits and errors. It keeps nothing on disk. <c>docs/sandbox.md</c> says what it can do and
/// where it had to guess.
/// </summary>
public sealed class GorgiasSandbox : IAsyncDisposable
{
    private const int TicketsMax = 20_000_000;
    private const int RowsMax = 10_000;

    private readonly GorgiasSandboxOptions _options;
    private readonly Desk _desk;
    private readonly DeskMover _mover;
    private readonly CursorBook _cursors;
    private readonly TrafficPipeline _pipeline;
    private readonly HttpCalls _calls;
    private LoopbackServer? _server;
    private bool _isDisposed;

    private GorgiasSandbox(GorgiasSandboxOptions options)
    {
        _options = options;
        _desk = new Desk(options);
        _mover = new DeskMover(_desk);
        _cursors = new CursorBook(options.CursorLifetime, options.Time);
        _calls = new HttpCalls(_desk, options.Time);
        Log = new TrafficLog(options.Time);
        Faults = new SandboxFaults(options.Time);
        _pipeline = new TrafficPipeline(new GorgiasApi(_desk, _mover, _cursors, options), Log, Faults, options.Time, options.LatencyMs);
    }

    /// <summary>Where the API begins: <c>http://127.0.0.1:port/api</c>.</summary>
    public Uri BaseUri => new(_server!.Address, "api");

    public string Username => _options.Username;

    public string Password => _options.Password;

    /// <summary>What it was asked so far.</summary>
    public TrafficLog Log { get; }

    /// <summary>What goes wrong on purpose.</summary>
    public SandboxFaults Faults { get; }

    /// <summary>Tickets there are now.</summary>
    public int TicketCount
    {
        get
        {
            _desk.Settle();
            lock (_desk.Gate)
            {
                return _desk.Tickets.Count;
            }
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">Too few or too many tickets, or a negative latency.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<GorgiasSandbox> StartAsync(GorgiasSandboxOptions options, CancellationToken ct)
    {
        if (options is { Tickets: < 0 or > TicketsMax } or { LatencyMs: < 0 } or { Rows: < 0 or > RowsMax })
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), "Tickets are 0 to 20,000,000, rows 0 to 10,000 and the latency is 0 or more.");
        }

        var sandbox = new GorgiasSandbox(options);
        var control = new ControlAddress(sandbox.Log, sandbox.Faults);
        GorgiasControl.AddTo(control, sandbox._desk, sandbox._mover, sandbox._cursors, sandbox._calls);
        try
        {
            sandbox._server = await LoopbackServer.StartAsync(
                options.Urls,
                context => ControlAddress.IsControl(context.Request)
                    ? control.HandleAsync(context)
                    : sandbox._pipeline.HandleAsync(context),
                ct);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Changes so many tickets as if somebody at the desk worked on them; each call takes other ones, the oldest first.
    /// </summary>
    public void Touch(int tickets) => Change(new DeskChange { Tickets = tickets });

    /// <summary>Somebody at the desk, and its customers, do something.</summary>
    /// <exception cref="ArgumentException">The change makes no sense; the message says why.</exception>
    public void Change(DeskChange change)
    {
        if (change.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(change));
        }

        _mover.Apply(change);
    }

    /// <summary>The ids of all tickets there are now.</summary>
    public IReadOnlyList<int> TicketIds()
    {
        _desk.Settle();
        lock (_desk.Gate)
        {
            return
            [
                .. Enumerable.Range(0, _desk.Tickets.Positions).Select(_desk.Tickets.IdAt)
                    .Where(id => _desk.Tickets.Find(id) is not null),
            ];
        }
    }

    /// <summary>What was created and updated by the API, in order.</summary>
    public IReadOnlyList<SandboxWrite> Writes()
    {
        lock (_desk.Gate)
        {
            return [.. _desk.Writes];
        }
    }

    /// <summary>
    /// What went to customers, or would have if this were the real one: e-mails are those with <c>IsEmail</c>.
    /// </summary>
    public IReadOnlyList<SandboxSending> Sendings()
    {
        _desk.Settle();
        lock (_desk.Gate)
        {
            return [.. _desk.Sendings];
        }
    }

    /// <summary>What the HTTP integrations of the account called, when each call was over.</summary>
    public IReadOnlyList<SandboxCall> Calls() => _calls.Done();

    /// <summary>Every cursor given out until now is refused from now on.</summary>
    public void ExpireCursors() => _cursors.Expire();

    /// <summary>What a program that starts the sandbox prints as its first line.</summary>
    public SandboxReady Ready() => new(BaseUri.ToString(), Username, Password, TicketCount);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _pipeline.Stop();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _calls.DisposeAsync();
        _pipeline.Dispose();
    }
}

/// <summary>How to reach a sandbox, for the program that asked for it.</summary>
public sealed record SandboxReady(string BaseUri, string Username, string Password, int Tickets)
{
    /// <summary>One line: <c>{"baseUri":"…","username":"…","password":"…","tickets":2000}</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SandboxJson.Default.SandboxReady);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SandboxReady))]
[JsonSerializable(typeof(List<SandboxWrite>))]
[JsonSerializable(typeof(List<SandboxSending>))]
[JsonSerializable(typeof(List<SandboxCall>))]
internal sealed partial class SandboxJson : JsonSerializerContext;
