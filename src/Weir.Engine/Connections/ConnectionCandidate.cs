using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>A connection as a body describes it: read and valid, not yet tested and not stored.</summary>
internal sealed record ConnectionCandidate
{
    /// <summary>As it would run.</summary>
    public required LiveConnection Live { get; init; }

    /// <summary>Secrets that the body gives, by field.</summary>
    public required IReadOnlyDictionary<string, Secret> Given { get; init; }

    /// <summary>Stored secrets that the body clears.</summary>
    public required IReadOnlyList<string> Cleared { get; init; }

    /// <summary>True when settings or secrets are not those at work: the last test says nothing about it.</summary>
    public required bool ChangesAccess { get; init; }

    public Connection Connection => Live.Connection;

    public IAdaptor Adaptor => Live.Adaptor;
}
