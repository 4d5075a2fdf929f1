using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Engine.Catalogue;

/// <summary>
/// Makes a tree of one YAML document. What makes YAML dangerous or ambiguous is refused: anchors and aliases, tags,
/// keys that stand twice, several documents, and depth or size without end. // Promise 8
/// </summary>
internal sealed class YamlComposer
{
    private const string AnchorsMessage = "anchors and aliases are not read; write the value out";

    private readonly Parser _parser;
    private readonly DefinitionProblems _problems;
    private readonly YamlBounds _bounds;
    private int _nodes;
    private YamlPlace _last = YamlPlace.Start;

    private YamlComposer(string text, DefinitionProblems problems, YamlBounds bounds)
    {
        _parser = new Parser(new StringReader(text));
        (_problems, _bounds) = (problems, bounds);
    }

    /// <summary>Null when there is nothing to read on with; the problems say why.</summary>
    public static YamlNode? Compose(string text, DefinitionProblems problems, YamlBounds bounds)
    {
        if (text.Length > bounds.CharsMax)
        {
            problems.Add(YamlPlace.Start, $"the file is longer than {bounds.CharsMax:N0} characters");
            return null;
        }

        var composer = new YamlComposer(text, problems, bounds);
        try
        {
            return composer.Document();
        }
        catch (YamlException e)
        {
            problems.Add(At(e.Start), e.Message.TrimEnd('.'));
            return null;
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet's scanner throws where some plain texts break off.
            problems.Add(composer._last, "behind this value the file is no YAML");
            return null;
        }
    }

    private static YamlPlace At(in Mark mark) => new(Math.Max(1, mark.Line), Math.Max(1, mark.Column));

    private YamlNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _problems.Add(YamlPlace.Start, "the file is empty");
            return null;
        }

        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _problems.Add(At(second.Start), "a second document begins here; keep one in a file");
        }

        return root;
    }

    private YamlNode Node(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            _problems.Add(At(alias.Start), AnchorsMessage);
            return new YamlScalar("", IsPlain: false, At(alias.Start));
        }

        var current = _parser.Consume<NodeEvent>();
        var place = _last = At(current.Start);
        if (++_nodes > _bounds.NodesMax)
        {
            throw new YamlException(current.Start, current.End, $"the file has more than {_bounds.NodesMax:N0} values");
        }

        if (depth == _bounds.DepthMax)
        {
            throw new YamlException(current.Start, current.End, $"this is nested deeper than {_bounds.DepthMax} levels");
        }

        if (!current.Anchor.IsEmpty)
        {
            _problems.Add(place, AnchorsMessage);
        }

        if (!current.Tag.IsEmpty)
        {
            _problems.Add(place, $"the tag '{current.Tag}' is not read; remove it");
        }

        return current switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style is ScalarStyle.Plain, place),
            SequenceStart => new YamlSequence(Items(depth), place),
            _ => new YamlMapping(Entries(depth), place),
        };
    }

    private List<YamlNode> Items(int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return items;
    }

    private List<YamlEntry> Entries(int depth)
    {
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, YamlPlace>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlScalar { Text: var name })
            {
                _problems.Add(key.Place, "a key must be plain text");
            }
            else if (!lines.TryAdd(name, key.Place))
            {
                _problems.Add(key.Place, $"the key '{name}' stands in line {lines[name].Line} already; keep one of them");
            }
            else
            {
                entries.Add(new YamlEntry(name, key.Place, value));
            }
        }

        return entries;
    }
}
