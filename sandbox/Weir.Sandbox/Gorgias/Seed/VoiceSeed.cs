namespace Weir.Sandbox.Gorgias;

/// <summary>The calls before anybody called the API: one for every sixteen tickets.</summary>
internal sealed class VoiceSeed(int seed, TicketSeed tickets, CustomerSeed customers) : ISeed<VoiceCall>
{
    private const int TicketsPerCall = 16;

    private readonly IdSpace _ids = new(seed, DiceKind.VoiceId, 3_100_001, 3);

    public int Count => tickets.Count / TicketsPerCall;

    public int IdOf(int index) => _ids.IdOf(index);

    public int IndexOf(int id) => _ids.IndexOf(id);

    public long Created(int index) => tickets.Outline(TicketOf(index)).Created;

    public long Updated(int index) => Make(index).Updated;

    public string ExternalId(int index) => $"CA{IdOf(index):x32}";

    public VoiceCall Make(int index)
    {
        var dice = new Dice(seed, DiceKind.Voice, index);
        var ticket = tickets.Make(TicketOf(index));
        var isMissed = dice.OneIn(4);
        var isInbound = isMissed || !dice.OneIn(3);
        return new VoiceCall
        {
            Id = IdOf(index),
            TicketId = ticket.Id,
            CustomerId = customers.IdOf(tickets.Outline(TicketOf(index)).Customer),
            AgentId = isMissed ? null : ticket.AssigneeUserId ?? TeamSeed.FirstUserId,
            IsInbound = isInbound,
            Status = isMissed ? "missed" : "completed",
            CustomerNumber = $"+3360{dice.Between(1_000_000, 9_999_999)}",
            Duration = isMissed ? dice.Between(5, 40) : dice.Between(20, 1800),
            HasVoicemail = index % 2 == 0 && isMissed,
            HasRecording = index % 2 == 0 && !isMissed,
            Created = ticket.Created,
        };
    }

    private int TicketOf(int index) =>
        (index * TicketsPerCall) + new Dice(seed, DiceKind.Voice, ~index).Below(TicketsPerCall);
}

/// <summary>Three steps of each call.</summary>
internal sealed class VoiceEventSeed(int seed, VoiceSeed calls) : ISeed<VoiceCallEvent>
{
    private const int StepsPerCall = 3;

    private readonly IdSpace _ids = new(seed, DiceKind.VoiceId, 12_400_001, 2);

    public int Count => calls.Count * StepsPerCall;

    public int IdOf(int index) => _ids.IdOf(index);

    public int IndexOf(int id) => _ids.IndexOf(id);

    public long Created(int index) => calls.Created(index / StepsPerCall) + (index % StepsPerCall * 9_031_004L);

    public long Updated(int index) => Created(index);

    public string? ExternalId(int index) => null;

    public VoiceCallEvent Make(int index)
    {
        var call = calls.Make(index / StepsPerCall);
        var isMissed = call.Status == "missed";
        return new VoiceCallEvent
        {
            Id = IdOf(index),
            CallId = call.Id,
            Type = (index % StepsPerCall) switch
            {
                0 => call.IsInbound ? "incoming-phone-call" : "outgoing-phone-call",
                1 => isMissed ? "phone-call-ringing" : "phone-call-answered",
                _ => isMissed ? "missed-phone-call" : "completed-phone-call",
            },
            CustomerId = call.CustomerId,
            UserId = call.AgentId,
            Created = Created(index),
        };
    }

    /// <summary>The events of a call, by position.</summary>
    public IEnumerable<int> OfCall(int callId) =>
        calls.IndexOf(callId) is >= 0 and var call && call < calls.Count
            ? Enumerable.Range(call * StepsPerCall, StepsPerCall)
            : [];
}

/// <summary>A recording, or what was left on the machine, of every other call.</summary>
internal sealed class VoiceRecordingSeed(int seed, VoiceSeed calls) : ISeed<VoiceRecording>
{
    private const int CallsPerRecording = 2;

    private readonly IdSpace _ids = new(seed, DiceKind.VoiceId, 5_200_001, 3);

    public int Count => (calls.Count + CallsPerRecording - 1) / CallsPerRecording;

    public int IdOf(int index) => _ids.IdOf(index);

    public int IndexOf(int id) => _ids.IndexOf(id);

    public long Created(int index) => Make(index).Created;

    public long Updated(int index) => Make(index).Updated;

    public string ExternalId(int index) => $"RE{IdOf(index):x32}";

    public VoiceRecording Make(int index)
    {
        var call = calls.Make(index * CallsPerRecording);
        return new VoiceRecording
        {
            Id = IdOf(index),
            CallId = call.Id,
            Type = call.HasVoicemail ? "voicemail" : "recording",
            Duration = Math.Max(call.Duration - 4, 1),
            Created = call.Updated + 2_114_902,
        };
    }

    /// <summary>The recordings of a call, by position.</summary>
    public IEnumerable<int> OfCall(int callId) =>
        calls.IndexOf(callId) is >= 0 and var call && call < calls.Count && call % CallsPerRecording == 0
            ? [call / CallsPerRecording]
            : [];
}
