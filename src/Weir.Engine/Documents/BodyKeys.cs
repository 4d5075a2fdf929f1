using System.Globalization;
using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>
/// Walks a whole body once and refuses what a parser would let pass: a key that stands twice, nesting beyond the bound,
/// and escapes that are no text (half a surrogate pair).
/// </summary>
internal ref struct BodyKeys
{
    private readonly Stack<Level> _levels;
    private readonly ProblemList _problems;
    private readonly int _depthMax;
    private Utf8JsonReader _reader;

    private BodyKeys(ReadOnlySpan<byte> utf8, int depthMax)
    {
        // One more than the bound, so that crossing it is told with the path.
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = depthMax + 1 });
        _depthMax = depthMax;
        _levels = new Stack<Level>();
        _problems = new ProblemList();
    }

    /// <summary>Throws the refusal, or <see cref="JsonException"/> with line and position.</summary>
    public static void Check(ReadOnlySpan<byte> utf8, int depthMax)
    {
        var keys = new BodyKeys(utf8, depthMax);
        while (keys._reader.Read())
        {
            keys.Visit();
        }

        keys._problems.ThrowIfAny();
    }

    private readonly string Path
    {
        get
        {
            var path = string.Concat(_levels.Reverse().Select(l => l.Step));
            return path.StartsWith('.') ? path[1..] : path;
        }
    }

    private void Visit()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Enter(Text());
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.Pop();
                return;
        }

        if (_levels.TryPeek(out var level))
        {
            level.Index++;
        }

        if (_reader.TokenType == JsonTokenType.String && _reader.ValueIsEscaped)
        {
            _ = Text();
        }

        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            Open();
        }
    }

    private readonly void Enter(string name)
    {
        var level = _levels.Peek();
        level.Name = name;
        if (!level.Names!.Add(name))
        {
            _problems.Add(new Problem(Path, ErrorCodes.DuplicateField, $"'{name}' stands twice."));
        }
    }

    private readonly void Open()
    {
        if (_levels.Count == _depthMax)
        {
            throw RefusalException.Invalid(Path, $"The body is nested deeper than {_depthMax} levels.");
        }

        _levels.Push(new Level(_reader.TokenType == JsonTokenType.StartObject));
    }

    private string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw RefusalException.Invalid(Path, "An escape in this text is half a character.", ErrorCodes.Malformed);
        }
    }

    private sealed class Level(bool isObject)
    {
        public HashSet<string>? Names { get; } = isObject ? new HashSet<string>(StringComparer.Ordinal) : null;

        public string? Name { get; set; }

        public int Index { get; set; } = -1;

        public string Step => Names is null
            ? string.Create(CultureInfo.InvariantCulture, $"[{Index}]")
            : Name is null ? "" : "." + Name;
    }
}
