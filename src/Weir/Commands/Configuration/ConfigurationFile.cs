using Weir.Engine.Configuration;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Commands.Configuration;

/// <summary>One resource in one file.</summary>
/// <param name="Kind">That of its folder.</param>
/// <param name="Name">From the folder of all: <c>exports/tickets.yaml</c>.</param>
/// <param name="Bytes">As it lies there.</param>
/// <param name="Yaml">What it says.</param>
internal sealed record ConfigurationFile(ResourceKind Kind, string Name, byte[] Bytes, YamlDocument Yaml)
{
    /// <summary>The resource's name; null when the file gives none.</summary>
    public string? Resource { get; } =
        Yaml.Json.TryGetProperty("name", out var name) && name.ValueKind is System.Text.Json.JsonValueKind.String
            ? name.GetString()
            : null;

    /// <summary>What makes it the same resource as another one; null when it has no name.</summary>
    public (ResourceKind Kind, string Key)? Identity => Resource is null ? null : (Kind, ResourceRow.NameKeyOf(Resource));

    /// <summary>A problem as compilers tell it: file, line and column.</summary>
    public string Tell(string path, string message)
    {
        var (line, column) = Yaml.PlaceOf(path);
        return $"{Name}:{line}:{column}: {message}";
    }
}
