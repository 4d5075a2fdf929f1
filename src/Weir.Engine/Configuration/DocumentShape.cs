using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>
/// Where the document of a kind refers to other resources. Everything that no shape names is carried as it is. A closed set.
/// </summary>
internal abstract record DocumentShape
{
    private static readonly Fields Step = new()
    {
        ["lookup"] = new Reference(ResourceKind.Export),
        ["import"] = new Reference(ResourceKind.Import),
    };

    private static readonly Dictionary<ResourceKind, Fields> Kinds = new()
    {
        [ResourceKind.Connection] = new() { ["borrowConcurrencyFrom"] = new Reference(ResourceKind.Connection) },
        [ResourceKind.Integration] = new() { ["connections"] = new Each(new Reference(ResourceKind.Connection)) },
        [ResourceKind.Export] = new()
        {
            ["connection"] = new Reference(ResourceKind.Connection),
            ["once"] = new Fields(isFree: true)
            {
                ["mark"] = new Fields(isFree: true) { ["import"] = new Reference(ResourceKind.Import) },
            },
        },
        [ResourceKind.Import] = new() { ["connection"] = new Reference(ResourceKind.Connection) },
        [ResourceKind.Alert] = new()
        {
            ["import"] = new Reference(ResourceKind.Import),
            ["integration"] = new Reference(ResourceKind.Integration),
            ["flows"] = new Each(new Reference(ResourceKind.Flow)),
        },
        [ResourceKind.Flow] = new()
        {
            ["integration"] = new Reference(ResourceKind.Integration),
            ["sources"] = new Each(new Fields { ["export"] = new Reference(ResourceKind.Export) }),
            ["steps"] = new Each(Step),
            ["runNext"] = new Each(new Reference(ResourceKind.Flow)),
        },
    };

    static DocumentShape() =>
        Step["branch"] = new Fields { ["cases"] = new Each(new Fields { ["steps"] = new Each(Step) }) };

    public static Fields Of(ResourceKind kind) => Kinds[kind];

    /// <summary>The id, or the name, of a resource.</summary>
    public sealed record Reference(ResourceKind Kind) : DocumentShape;

    /// <summary>A list.</summary>
    public sealed record Each(DocumentShape Item) : DocumentShape;

    /// <summary>An object. In one of the contract's own a null is a field left out; in a free one it is a value.</summary>
    public sealed record Fields(bool isFree = false) : DocumentShape
    {
        private readonly Dictionary<string, DocumentShape> _shapes = new(StringComparer.Ordinal);

        public bool IsFree => isFree;

        public DocumentShape? this[string field]
        {
            get => _shapes.GetValueOrDefault(field);
            set => _shapes[field] = value!;
        }
    }
}
