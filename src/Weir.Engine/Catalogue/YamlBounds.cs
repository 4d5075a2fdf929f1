namespace Weir.Engine.Catalogue;

/// <summary>How large one YAML file may be. // Promise 8</summary>
/// <param name="CharsMax">Characters of the file.</param>
/// <param name="DepthMax">Levels of nesting.</param>
/// <param name="NodesMax">Values and keys.</param>
internal sealed record YamlBounds(int CharsMax, int DepthMax, int NodesMax)
{
    /// <summary>Of a definition of an application.</summary>
    public static YamlBounds Definition { get; } = new(1024 * 1024, 32, 50_000);
}
