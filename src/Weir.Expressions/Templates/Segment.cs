using System.Globalization;
using System.Text;

namespace Weir.Expressions.Templates;

/// <summary>One name of a path, ready to be looked up: as UTF-8, and as the array index that it may be.</summary>
internal sealed class Segment
{
    public Segment(string name)
    {
        Name = name;
        Utf8 = Encoding.UTF8.GetBytes(name);
        Index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
    }

    public string Name { get; }

    public byte[] Utf8 { get; }

    /// <summary>-1 where the name is no index.</summary>
    public int Index { get; }

    public static Segment[] Of(IReadOnlyList<string> names)
    {
        var segments = new Segment[names.Count];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = new Segment(names[i]);
        }

        return segments;
    }
}
