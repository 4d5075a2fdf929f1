namespace Weir.Model;

/// <summary>Tells people, through an import, that something needs them: at once, and once.</summary>
public sealed record Alert : Resource
{
    public required AlertId Id { get; init; }

    /// <summary>What the message goes through. It sends a request for each record.</summary>
    public required ImportId Import { get; init; }

    /// <summary>Of <see cref="AlertEvents"/>; at least one.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Only flows and connections of this integration; null is all.</summary>
    public IntegrationId? Integration { get; init; }

    /// <summary>Only these flows, and the connections that they use; empty is all. Never together with an integration.</summary>
    public IReadOnlyList<FlowId> Flows { get; init; } = [];

    /// <summary>What was told is told once more when it is over.</summary>
    public bool Recovered { get; init; }

    public bool Enabled { get; init; } = true;
}

/// <summary>What an alert can tell of. A closed set.</summary>
public static class AlertEvents
{
    /// <summary>The last run of a flow failed. Over when one has completed, or was cancelled.</summary>
    public const string FlowFailed = "flow.failed";

    /// <summary>Records of a flow wait in the errors. Over when none does.</summary>
    public const string FlowErrors = "flow.errors";

    /// <summary>A connection is offline. Over when it is online.</summary>
    public const string ConnectionOffline = "connection.offline";

    public static IReadOnlyList<string> All { get; } = [FlowFailed, FlowErrors, ConnectionOffline];

    /// <summary>A run of a flow that had failed has completed.</summary>
    public const string FlowRecovered = "flow.recovered";

    /// <summary>No record of a flow waits in the errors any more.</summary>
    public const string FlowErrorsOver = "flow.errors_over";

    /// <summary>A connection that was offline is online.</summary>
    public const string ConnectionOnline = "connection.online";

    /// <summary>What is told when an event is over, by the event. They come with it and are not chosen.</summary>
    public static IReadOnlyDictionary<string, string> Ends { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [FlowFailed] = FlowRecovered,
        [FlowErrors] = FlowErrorsOver,
        [ConnectionOffline] = ConnectionOnline,
    };

    /// <summary>Whether it tells that another one is over.</summary>
    public static bool IsEnd(string name) => name is FlowRecovered or FlowErrorsOver or ConnectionOnline;
}
