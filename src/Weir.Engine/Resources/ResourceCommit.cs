using Weir.Engine.Audit;

namespace Weir.Engine.Resources;

/// <summary>Changes of many resources that belong together, worked out on top of everything that was stored at one moment.</summary>
public sealed record ResourceCommit
{
    /// <summary>The version of every resource there is, by id.</summary>
    public required IReadOnlyDictionary<string, int> Base { get; init; }

    /// <summary>
    /// New ones and those that replace a version, in any order: they may refer to one another. No two have one name.
    /// </summary>
    public required IReadOnlyList<ResourceSave> Saves { get; init; }

    /// <summary>What is deleted; nothing that stays refers to it.</summary>
    public required IReadOnlyList<ResourceDelete> Deletes { get; init; }

    /// <summary>Tells of all of it together, beside the entry that each change has.</summary>
    public required AuditEntry Audit { get; init; }
}

/// <summary>A resource as it is to be stored, with its connection's secrets.</summary>
public sealed record ResourceSave(ResourceRow Row, SecretChanges Secrets, AuditEntry Audit)
{
    /// <summary>What the audit tells of another resource because of it; null for nothing.</summary>
    public AuditEntry? AuditBeside { get; init; }
}

/// <summary>A resource that is to go.</summary>
public sealed record ResourceDelete(string Id, AuditEntry Audit);
