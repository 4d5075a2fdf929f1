using System.Collections.Frozen;
using Weir.Model;

namespace Weir.Engine.Calls;

/// <summary>The adaptors of this program by the kind that definitions name.</summary>
public sealed class AdaptorSet(IEnumerable<IAdaptor> adaptors)
{
    private readonly FrozenDictionary<string, IAdaptor> _byKind =
        adaptors.ToFrozenDictionary(a => a.Kind, StringComparer.Ordinal);

    /// <summary>Who speaks to the application. The catalogue lets no definition in whose adaptor is unknown.</summary>
    public IAdaptor For(ApplicationDefinition application) => _byKind[application.Adaptor];
}
