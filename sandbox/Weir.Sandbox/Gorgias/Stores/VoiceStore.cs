namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Calls, their steps and what was recorded. The API makes none; it can take recordings away. Guarded by the desk's
/// gate.
/// </summary>
internal sealed class VoiceStore
{
    private readonly VoiceEventSeed _eventSeed;
    private readonly VoiceRecordingSeed _recordingSeed;
    private readonly ReverseIndex<int> _byTicket;

    public VoiceStore(int seed, TicketSeed tickets, CustomerSeed customers)
    {
        var calls = new VoiceSeed(seed, tickets, customers);
        _eventSeed = new(seed, calls);
        _recordingSeed = new(seed, calls);
        Calls = new(calls);
        Events = new(_eventSeed);
        Recordings = new(_recordingSeed);
        _byTicket = new(() => Calls.Values(index => (int?)calls.Make(index).TicketId, call => call.TicketId)
            .Select(found => (found.Value!.Value, found.Id)));
    }

    public SeededTable<VoiceCall> Calls { get; }

    public SeededTable<VoiceCallEvent> Events { get; }

    public SeededTable<VoiceRecording> Recordings { get; }

    public KeysetIndex CallsOf(int ticketId) => Calls.Among(_byTicket.Find(ticketId), ListQuery.Created);

    public KeysetIndex EventsOf(int callId) =>
        Events.Among(_eventSeed.OfCall(callId).Select(_eventSeed.IdOf), ListQuery.Created);

    public KeysetIndex RecordingsOf(int callId) =>
        Recordings.Among(_recordingSeed.OfCall(callId).Select(_recordingSeed.IdOf), ListQuery.Created);
}
