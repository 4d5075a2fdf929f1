using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>What a configuration is made of, in the order of its document.</summary>
public static class ConfigurationKinds
{
    public static IReadOnlyList<ResourceKind> All { get; } =
        [ResourceKind.Connection, ResourceKind.Integration, ResourceKind.Export, ResourceKind.Import, ResourceKind.Flow, ResourceKind.Alert];

    /// <summary>
    /// What a kind refers to comes before it. Those that refer to their own kind are saved twice, without and with it.
    /// </summary>
    internal static IReadOnlyList<ResourceKind> SavingOrder { get; } =
        [ResourceKind.Connection, ResourceKind.Import, ResourceKind.Export, ResourceKind.Integration, ResourceKind.Flow, ResourceKind.Alert];

    /// <summary>The name of its list, and of its folder: <c>connections</c>.</summary>
    public static string ListOf(ResourceKind kind) => NameOf(kind) + "s";

    /// <summary>One of it: <c>connection</c>.</summary>
    public static string NameOf(ResourceKind kind) => kind.ToString().ToLowerInvariant();
}
