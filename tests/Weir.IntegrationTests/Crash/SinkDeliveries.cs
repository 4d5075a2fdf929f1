using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>What a sink has accepted, as a crash test asks for it.</summary>
internal sealed class SinkDeliveries(HttpSink sink)
{
    private readonly List<IGrouping<string, SinkDelivery>> _byTicket =
        [.. sink.Deliveries().GroupBy(delivery => delivery.Id, StringComparer.Ordinal)];

    public IEnumerable<string> Tickets => _byTicket.Select(ticket => ticket.Key);

    /// <summary>Deliveries of a ticket that was delivered before.</summary>
    public IEnumerable<SinkDelivery> Again => _byTicket.SelectMany(ticket => ticket.Skip(1));

    /// <summary>The keys under which each ticket came.</summary>
    public IEnumerable<IReadOnlyList<string?>> Keys =>
        _byTicket.Select(ticket => (IReadOnlyList<string?>)[.. ticket.Select(d => d.IdempotencyKey).Distinct()]);
}
