using System.Text;
using Weir.Engine.Catalogue;
using Weir.Model;
using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

/// <summary>Definitions for tests.</summary>
internal static class Definitions
{
    /// <summary>Those of the repository.</summary>
    public static ApplicationCatalogue Shipped { get; } =
        ApplicationCatalogue.Load([Repository.Full("applications")], new Dictionary<string, string>());

    public static ApplicationDefinition Gorgias => Shipped.Find("gorgias")!;

    public static ApplicationDefinition Http => Shipped.Find("http")!;

    public static ApplicationDefinition Files => Shipped.Find("files")!;

    public static ApplicationDefinition Read(string yaml) =>
        DefinitionReader.Read("applications/shop/definition.yaml", "shop", Encoding.UTF8.GetBytes(yaml));

    /// <summary>What is wrong with it, each as <c>line:column: message</c>.</summary>
    public static IReadOnlyList<string> Problems(string yaml)
    {
        var refused = Assert.Throws<DefinitionException>(() => Read(yaml));
        return [.. refused.Problems.Select(p => p["applications/shop/definition.yaml:".Length..])];
    }
}
