namespace Weir.Sandbox.Gorgias;

/// <summary>What can be counted, by which of its times, and by what it can be split.</summary>
internal sealed record StatisticScope(string Name, string TimeDimension, string[] Measures, string[] Dimensions)
{
    private static readonly string[] Usual = ["agentId", "channel", "integrationId", "storeId"];
    private static readonly string[] OfNobody = ["channel", "integrationId", "storeId"];

    public static readonly IReadOnlyDictionary<string, StatisticScope> All = new StatisticScope[]
    {
        new("tickets-created", "createdDatetime", ["ticketCount"], Usual),
        new("tickets-closed", "closedDatetime", ["ticketCount"], Usual),
        new("tickets-open", "createdDatetime", ["ticketCount"], Usual),
        new("tickets-replied", "createdDatetime", ["ticketCount"], Usual),
        new("one-touch-tickets", "closedDatetime", ["ticketCount"], Usual),
        new("zero-touch-tickets", "closedDatetime", ["ticketCount"], OfNobody),
        new("satisfaction-surveys", "createdDatetime", ["averageSurveyScore", "scoredSurveysCount", "responseRate"], Usual),
        new("resolution-time", "createdDatetime", ["medianResolutionTime"], Usual),
        new("first-response-time", "firstAgentMessageDatetime", ["medianFirstResponseTime"], Usual),
        new("human-first-response-time", "firstAgentMessageDatetime", ["medianFirstResponseTime"], Usual),
        new("response-time", "createdDatetime", ["medianResponseTime"], Usual),
        new("messages-sent", "sentDatetime", ["messagesCount"], Usual),
        new("messages-received", "sentDatetime", ["messagesCount"], OfNobody),
        new("messages-per-ticket", "createdDatetime", ["averageMessagesCount"], Usual),
        new("ticket-handle-time", "createdDatetime", ["averageHandleTime"], Usual),
        new("online-time", "timestamp", ["onlineTime"], ["agentId"]),
        new("tags", "timestamp", ["ticketCount"], ["tagId"]),
        new("auto-qa", "closedDatetime", ["averageRatingScore"], [.. Usual, "categoryName"]),
        new("automation-rate", "createdDatetime", ["automationRate", "automatedTicketCount", "ticketCount"], OfNobody),
        new("workload-tickets", "createdDatetime", ["ticketCount"], ["agentId"]),
        new("automated-interactions", "createdDatetime", ["automatedInteractions"], [.. OfNobody, "eventType"]),
        new("ticket-fields", "createdDatetime", ["ticketCount"], ["customFieldValue"]),
        new("voice-calls", "createdDatetime", ["voiceCallsCount"], ["agentId", "integrationId", "phoneNumberId", "queueId"]),
        new("voice-agent-events", "timestamp", ["voiceAgentEventsCount"], ["agentId", "integrationId"]),
        new("voice-calls-summary", "createdDatetime", ["voiceCallsCount", "totalDuration"], ["agentId", "integrationId", "phoneNumberId", "queueId"]),
        new("ticket-sla", "anchorDatetime", ["ticketCount"], ["status"]),
        new("knowledge-insights", "createdDatetime", ["viewsCount", "clicksCount"], []),
    }.ToDictionary(scope => scope.Name, StringComparer.Ordinal);

    /// <summary>These answered 500 in 2026 to everybody who tried.</summary>
    public bool IsBroken =>
        Name is "automation-rate" or "online-time" or "voice-calls" or "voice-agent-events" or "voice-calls-summary";
}
