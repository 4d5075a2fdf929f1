namespace Weir.Sandbox.Gorgias;

/// <summary>A call of a customer, or to one. Times are UTC microseconds.</summary>
internal sealed record VoiceCall : IDeskRecord
{
    public required int Id { get; init; }

    public required int TicketId { get; init; }

    public required int CustomerId { get; init; }

    /// <summary>The agent who called or answered; null for a call that was missed.</summary>
    public int? AgentId { get; init; }

    public required bool IsInbound { get; init; }

    public required string Status { get; init; }

    public required string CustomerNumber { get; init; }

    /// <summary>Seconds.</summary>
    public required int Duration { get; init; }

    public required bool HasVoicemail { get; init; }

    public required bool HasRecording { get; init; }

    public required long Created { get; init; }

    public long Updated => Created + (Duration * GorgiasTime.Second);

    public string ExternalId => $"CA{Id:x32}";
}

/// <summary>One step of a call.</summary>
internal sealed record VoiceCallEvent : IDeskRecord
{
    public required int Id { get; init; }

    public required int CallId { get; init; }

    public required string Type { get; init; }

    public required int CustomerId { get; init; }

    public int? UserId { get; init; }

    public required long Created { get; init; }

    public long Updated => Created;

    public string? ExternalId => null;
}

/// <summary>What was recorded of a call, or left on the machine.</summary>
internal sealed record VoiceRecording : IDeskRecord
{
    public required int Id { get; init; }

    public required int CallId { get; init; }

    public required string Type { get; init; }

    /// <summary>Seconds.</summary>
    public required int Duration { get; init; }

    public required long Created { get; init; }

    public long? Deleted { get; init; }

    public int? DeletedBy { get; init; }

    public long Updated => Deleted ?? Created;

    public string ExternalId => $"RE{Id:x32}";
}
