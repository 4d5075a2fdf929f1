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
}
