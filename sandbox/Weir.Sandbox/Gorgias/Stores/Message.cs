namespace Weir.Sandbox.Gorgias;

/// <summary>A message of a ticket. Times are UTC microseconds; what is JSON inside is kept as JSON text.</summary>
internal sealed record Message
{
    public required int Id { get; init; }

    public required int TicketId { get; init; }

    public string? ExternalId { get; init; }

    public string? MessageId { get; init; }

    public required bool Public { get; init; }

    public required string Channel { get; init; }

    public required string Via { get; init; }

    public required string Source { get; init; }

    public required bool FromAgent { get; init; }

    /// <summary>A user where <see cref="FromAgent"/>, else a customer.</summary>
    public required int SenderId { get; init; }

    /// <summary>The other one; null for internal notes and where nobody is named.</summary>
    public int? ReceiverId { get; init; }

    public string? Subject { get; init; }

    public required string BodyText { get; init; }

    public required string BodyHtml { get; init; }

    public string? StrippedText { get; init; }

    public string? StrippedHtml { get; init; }

    public string? StrippedSignature { get; init; }

    public string? Attachments { get; init; }

    public string? Headers { get; init; }

    /// <summary>What it was written with: <c>[{"id":…}]</c>.</summary>
    public string? Macros { get; init; }

    public string? Actions { get; init; }

    public string? Meta { get; init; }

    public int? IntegrationId { get; init; }

    public bool? Imported { get; init; }

    public required long Created { get; init; }

    /// <summary>Null for what is never sent, and until it is.</summary>
    public long? Sent { get; init; }

    public long? Failed { get; init; }

    /// <summary>Why it could not be sent.</summary>
    public string? LastError { get; init; }

    public long? Opened { get; init; }

    public long? Deleted { get; init; }
}
