namespace Weir.Engine.Catalogue;

/// <summary>Line and column of a file, both from 1.</summary>
internal sealed record YamlPlace(long Line, long Column)
{
    public static YamlPlace Start { get; } = new(1, 1);
}

/// <summary>A piece of a YAML file that still knows where it stands. A closed set.</summary>
internal abstract record YamlNode(YamlPlace Place);

/// <param name="Text">The value without quotes.</param>
/// <param name="IsPlain">It stands there without quotes, so it may be a number, a boolean or null.</param>
internal sealed record YamlScalar(string Text, bool IsPlain, YamlPlace Place) : YamlNode(Place)
{
    public bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, YamlPlace Place) : YamlNode(Place);

/// <param name="Entries">In the order of the file; no key stands twice.</param>
internal sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, YamlPlace Place) : YamlNode(Place);

/// <param name="Place">Where the key stands.</param>
internal sealed record YamlEntry(string Key, YamlPlace Place, YamlNode Value);
