using System.Collections.Frozen;

namespace Weir.Model;

/// <summary>Everything that the audit notes: a closed set, each with its sentence. The name is <c>what.happened</c>.</summary>
public static class AuditActions
{
    public const string ConnectionTested = "connection.tested";
    public const string ConnectionCloned = "connection.cloned";
    public const string ConnectionDebugged = "connection.debugged";
    public const string IntegrationRegistered = "integration.registered";
    public const string IntegrationDeregistered = "integration.deregistered";
    public const string FlowRun = "flow.run";
    public const string FlowTried = "flow.tried";
    public const string FlowMarked = "flow.marked";
    public const string RunCancelled = "run.cancelled";
    public const string ErrorsRetried = "errors.retried";
    public const string ErrorsResolved = "errors.resolved";
    public const string ErrorsEdited = "errors.edited";
    public const string ErrorsChanged = "errors.changed";
    public const string AlertTested = "alert.tested";
    public const string ConfigurationApplied = "configuration.applied";
    public const string ConfigurationCompared = "configuration.compared";
    public const string KeysRotated = "keys.rotated";
    public const string SessionOpened = "session.opened";
    public const string SessionRefused = "session.refused";
    public const string SessionClosed = "session.closed";
    public const string UserCreated = "user.created";
    public const string UserChanged = "user.changed";
    public const string UserDeleted = "user.deleted";
    public const string TokenCreated = "token.created";
    public const string TokenDeleted = "token.deleted";

    /// <summary>All actions with their sentences.</summary>
    public static FrozenDictionary<string, string> All { get; } = Others()
        .Concat(Enum.GetValues<ResourceKind>().SelectMany(Saves))
        .ToFrozenDictionary(a => a.Action, a => a.Says, StringComparer.Ordinal);

    /// <summary>What can be done something to.</summary>
    public static FrozenSet<string> Kinds { get; } = Enum.GetValues<ResourceKind>().Select(Text)
        .Concat(["run", "error", "user", "token", "session", "configuration", "keys"])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary><c>connection.created</c> …</summary>
    public static string Created(ResourceKind kind) => $"{Text(kind)}.created";

    public static string Changed(ResourceKind kind) => $"{Text(kind)}.changed";

    public static string Reverted(ResourceKind kind) => $"{Text(kind)}.reverted";

    public static string Deleted(ResourceKind kind) => $"{Text(kind)}.deleted";

    private static string Text(ResourceKind kind) => kind.ToString().ToLowerInvariant();

    private static IEnumerable<(string Action, string Says)> Saves(ResourceKind kind) =>
    [
        (Created(kind), $"Created the {Text(kind)}."),
        (Changed(kind), $"Changed the {Text(kind)}."),
        (Reverted(kind), $"Took the {Text(kind)} back to a former version."),
        (Deleted(kind), $"Deleted the {Text(kind)}."),
    ];

    private static (string Action, string Says)[] Others() =>
    [
        (ConnectionTested, "Tested the connection."),
        (ConnectionCloned, "Made a copy of the connection, with its secrets."),
        (ConnectionDebugged, "Switched on the recording of the connection's exchanges."),
        (IntegrationRegistered, "Registered connections with the integration."),
        (IntegrationDeregistered, "Took a connection out of the integration."),
        (FlowRun, "Started a run of the flow."),
        (FlowTried, "Sent one record through a step of the flow, as a test."),
        (FlowMarked, "Set from where the flow's sources go on."),
        (RunCancelled, "Cancelled the run."),
        (ErrorsRetried, "Asked for errors of the flow to be tried again."),
        (ErrorsResolved, "Resolved errors of the flow."),
        (ErrorsEdited, "Edited the record that an error will be tried again with."),
        (ErrorsChanged, "Changed assignee, tags or note of an error."),
        (AlertTested, "Sent the alert as a test."),
        (ConfigurationApplied, "Applied configuration files."),
        (ConfigurationCompared, "Compared given secrets of connections with those that are stored."),
        (KeysRotated, "Changed the master key."),
        (SessionOpened, "Signed in."),
        (SessionRefused, "Tried to sign in and was refused."),
        (SessionClosed, "Signed out."),
        (UserCreated, "Created the user."),
        (UserChanged, "Changed the user."),
        (UserDeleted, "Deleted the user."),
        (TokenCreated, "Created the token."),
        (TokenDeleted, "Revoked the token."),
    ];
}
