namespace Weir.Model;

/// <summary>What somebody may do. Each includes all before it.</summary>
public enum Role
{
    /// <summary>Reads everything but secrets, and starts nothing.</summary>
    Monitor,

    /// <summary>Also runs, retries and resolves, and edits flows, exports, imports and integrations.</summary>
    Manager,

    /// <summary>Also connections, tokens, users and what is seen while debugging.</summary>
    Administrator,

    /// <summary>Also the keys and the account itself.</summary>
    Owner,
}
