using System.Text.Json;
using System.Threading.Channels;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Makes the calls of HTTP integrations, one after the other, in the background: three attempts each, and an
/// integration whose last hundred calls all failed is put away. Only addresses of this machine are called; what points
/// elsewhere is left out, for nothing leaves this machine.
/// </summary>
internal sealed class HttpCalls : IAsyncDisposable
{
    private const int WaitingMax = 10_000;
    private const int AttemptsMax = 3;
    private const int FailuresMax = 100;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    private readonly Desk _desk;
    private readonly TimeProvider _time;
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = AnswerWithin };

    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<CallOrder> _waiting =
        Channel.CreateBounded<CallOrder>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private readonly HashSet<CallOrder> _ofContext = [];
    private readonly Dictionary<int, int> _failures = [];
    private readonly List<SandboxCall> _calls = [];
    private readonly Task _work;
    private string _context = "";

    public HttpCalls(Desk desk, TimeProvider time)
    {
        (_desk, _time) = (desk, time);
        desk.Events.Happened = Note;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Every call that is over, in order.</summary>
    public List<SandboxCall> Done()
    {
        lock (_desk.Gate)
        {
            return [.. _calls];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _http.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Called while the desk's gate is held. When too many wait, a call is left out.</summary>
    private void Note(DeskEvent happened)
    {
        if (CallTrigger.Of(happened.Type) is not { } trigger)
        {
            return;
        }

        if (_context != happened.Context)
        {
            _context = happened.Context;
            _ofContext.Clear();
        }

        var message = happened.ObjectType == "TicketMessage" ? _desk.Messages.Find(happened.ObjectId) : null;
        var ticketId = message?.TicketId ?? happened.ObjectId;
        foreach (var integration in _desk.Setup.Integrations.All)
        {
            if (integration is { Deactivated: null, Call: { IsLocal: true } call } && call.Triggers.GetValueOrDefault(trigger)
                && new CallOrder(integration.Id, trigger, ticketId, message?.Id, happened.Context) is var order
                && _ofContext.Add(order))
            {
                _waiting.Writer.TryWrite(order);
            }
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var order in _waiting.Reader.ReadAllAsync(_stopping.Token))
            {
                await CarryOutAsync(order);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopping is how it ends.
        }
    }

    private async Task CarryOutAsync(CallOrder order)
    {
        if (Prepare(order) is not { } call)
        {
            return;
        }

        var (attempts, status) = (0, (int?)null);
        while (attempts < AttemptsMax && status is null or < 200 or > 299)
        {
            if (attempts > 0)
            {
                await Task.Delay(BetweenAttempts, _time, _stopping.Token);
            }

            attempts++;
            status = await SendAsync(call);
        }

        lock (_desk.Gate)
        {
            _calls.Add(new SandboxCall(_calls.Count + 1, order.IntegrationId, order.Trigger, order.TicketId, attempts, status));
            Count(order.IntegrationId, status is >= 200 and <= 299);
        }
    }

    /// <summary>Fills in what is there now; null where the ticket is gone, or the address is not of this machine.</summary>
    private PreparedCall? Prepare(CallOrder order)
    {
        lock (_desk.Gate)
        {
            if (_desk.Tickets.Find(order.TicketId) is not { } ticket
                || _desk.Setup.Integrations.Find(order.IntegrationId)?.Call is not { } call)
            {
                return null;
            }

            var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["ticket"] = Written(json => TicketsResource.WriteWhole(json, _desk, ticket.Id, hasFields: true)),
                ["event"] = Written(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("type"u8, order.Trigger);
                    json.WriteEndObject();
                }),
            };
            if (order.MessageId is { } messageId && _desk.Messages.Find(messageId) is { } message)
            {
                values["message"] = Written(json => MessageWriting.Write(json, MessageView.Of(_desk, message), isInTicket: false));
            }

            var address = CallTemplate.Fill(call.Url, values, Uri.EscapeDataString);
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { IsLoopback: true, Scheme: "http" or "https" }
                ? PreparedCall.Of(call, uri, values)
                : null;
        }
    }

    private async Task<int?> SendAsync(PreparedCall call)
    {
        try
        {
            using var request = call.ToRequest();
            using var response = await _http.SendAsync(request, _stopping.Token);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (
            e is HttpRequestException or FormatException || (e is OperationCanceledException && !_stopping.IsCancellationRequested))
        {
            return null;
        }
    }

    private void Count(int integrationId, bool isGood)
    {
        var failures = isGood ? 0 : _failures.GetValueOrDefault(integrationId) + 1;
        _failures[integrationId] = failures;
        if (failures >= FailuresMax && _desk.Setup.Integrations.Find(integrationId) is { Deactivated: null } integration)
        {
            _desk.Events.Begin();
            _desk.Setup.Integrations.Save(integration with { Deactivated = _desk.NextChange() });
            _desk.Events.Add("integration-deactivated", "Integration", integrationId);
            _failures[integrationId] = 0;
        }
    }

    private static JsonElement Written(Action<Utf8JsonWriter> write)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
        {
            write(json);
        }

        return JsonElement.Parse(written.ToArray());
    }
}
