using System.Globalization;
using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>
/// Takes an object's fields one by one and collects everything that is wrong with them, each with its path in the body
/// as sent. A field that is null counts as left out. A method that finds a problem notes it and gives the field's
/// default, so that reading goes on; <see cref="Finish"/> throws at the end what has come together, and every field that
/// nobody asked for. // Promises 6, 9
/// </summary>
public sealed partial class DocumentReader
{
    private static readonly JsonElement Empty = DocumentWriter.Parse("{}");

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly ProblemList _problems;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<DocumentReader> _children = [];

    /// <param name="body">An object, as <see cref="Body"/> gives it.</param>
    /// <param name="path">Where it stands in the body as sent: <c>export</c>; empty for the whole body.</param>
    public DocumentReader(JsonElement body, string path = "")
        : this(body, path, new ProblemList())
    {
    }

    private DocumentReader(JsonElement body, string path, ProblemList problems)
    {
        _object = body;
        _path = path;
        _problems = problems;
    }

    /// <summary>False when anything so far is wrong: no sense in asking others about it.</summary>
    public bool IsGood => _problems.IsEmpty;

    /// <summary>The field's path in the body as sent: <c>steps[1].when</c>.</summary>
    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    /// <summary>True when the field is there, also as null.</summary>
    public bool Has(string name) => _object.TryGetProperty(name, out _);

    /// <summary>Notes a problem with a field.</summary>
    public void Refuse(string name, string message, string code = ErrorCodes.Validation, int? position = null) =>
        Refuse(new Problem(PathOf(name), code, message, position));

    /// <summary>Notes a problem whose field is already a path in the body.</summary>
    public void Refuse(Problem problem) => _problems.Add(problem);

    /// <summary>True when a problem with this field was noted.</summary>
    public bool IsRefused(string name) => _problems.Has(PathOf(name));

    /// <summary>The field as it is; undefined when it is left out or null. For documents of free shape.</summary>
    public JsonElement Free(string name) => TryTake(name, out var value) ? value : default;

    /// <summary>As <see cref="Free"/>, where it must be an object.</summary>
    public JsonElement FreeObject(string name) => FreeOf(name, JsonValueKind.Object, "an object");

    /// <summary>As <see cref="FreeObject"/>; one without fields is as good as none, and read back it is no change.</summary>
    public JsonElement FilledObject(string name) =>
        FreeObject(name) is { ValueKind: JsonValueKind.Object } filled && filled.GetPropertyCount() > 0 ? filled : default;

    /// <summary>As <see cref="Free"/>, where it must be an array.</summary>
    public JsonElement FreeArray(string name) => FreeOf(name, JsonValueKind.Array, "a list");

    /// <summary>Any JSON value, null included; a problem when it is left out.</summary>
    public JsonElement Any(string name)
    {
        _asked.Add(name);
        if (_object.TryGetProperty(name, out var value))
        {
            return value;
        }

        RefuseMissing(name);
        return default;
    }

    /// <summary>A nested object with fields of its own; null when it is left out.</summary>
    public DocumentReader? Object(string name)
    {
        var value = FreeObject(name);
        return value.ValueKind == JsonValueKind.Object ? Child(value, PathOf(name)) : null;
    }

    /// <summary>A nested object; read as an empty one when it is left out, so that what it needs is told field by field.</summary>
    public DocumentReader ObjectOrEmpty(string name) => Object(name) ?? Child(Empty, PathOf(name));

    /// <summary>A nested object that must be there; null when it is not (and a problem is noted).</summary>
    public DocumentReader? RequiredObject(string name)
    {
        var reader = Object(name);
        if (reader is null && !IsRefused(name))
        {
            RefuseMissing(name);
        }

        return reader;
    }

    /// <summary>A list of objects; empty when it is left out. Items that are no objects are problems.</summary>
    public IReadOnlyList<DocumentReader> Array(string name, int max)
    {
        var readers = new List<DocumentReader>();
        foreach (var (item, path) in Items(name, max))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                readers.Add(Child(item, path));
            }
            else
            {
                Refuse(new Problem(path, ErrorCodes.Validation, "This must be an object."));
            }
        }

        return readers;
    }

    /// <summary>
    /// Fields that a client may send back as they were read and not change.
    /// </summary>
    /// <param name="present">The resource as it is read now; undefined while it is made.</param>
    /// <param name="names">The read-only fields.</param>
    public void ReadOnly(JsonElement present, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _asked.Add(name);
            if (_object.TryGetProperty(name, out var sent) && !IsAsRead(present, name, sent))
            {
                Refuse(name, $"'{name}' cannot be written; leave it out.", ErrorCodes.ReadOnly);
            }
        }
    }

    /// <summary>
    /// For a body that cannot be read further: the refusal with what was found so far. <paramref name="unread"/> are fields
    /// that would have been read, so they count as known.
    /// </summary>
    public RefusalException Stop(params IEnumerable<string> unread)
    {
        _asked.UnionWith(unread);
        RefuseUnknown();
        return _problems.Refusal();
    }

    /// <summary>Notes each unknown field, here and in every nested object, and throws all problems as one refusal.</summary>
    public void Finish()
    {
        RefuseUnknown();
        _problems.ThrowIfAny();
    }

    private static bool IsAsRead(JsonElement present, string name, JsonElement sent) =>
        present.ValueKind == JsonValueKind.Object && present.TryGetProperty(name, out var now)
            ? JsonElement.DeepEquals(now, sent)
            : sent.ValueKind == JsonValueKind.Null;

    private void RefuseUnknown()
    {
        foreach (var field in _object.EnumerateObject())
        {
            if (!_asked.Contains(field.Name))
            {
                Refuse(field.Name, $"There is no field '{field.Name}' here.", ErrorCodes.UnknownField);
            }
        }

        foreach (var child in _children)
        {
            child.RefuseUnknown();
        }
    }

    private DocumentReader Child(JsonElement value, string path)
    {
        var reader = new DocumentReader(value, path, _problems);
        _children.Add(reader);
        return reader;
    }

    private JsonElement FreeOf(string name, JsonValueKind kind, string what)
    {
        if (!TryTake(name, out var value) || value.ValueKind == kind)
        {
            return value;
        }

        Refuse(name, $"'{name}' must be {what}.");
        return default;
    }

    private IEnumerable<(JsonElement Item, string Path)> Items(string name, int max)
    {
        var list = FreeArray(name);
        if (list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        if (list.GetArrayLength() > max)
        {
            Refuse(name, $"'{name}' holds more than {max} items.");
            yield break;
        }

        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            yield return (item, string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{index++}]"));
        }
    }

    /// <summary>False when the field is left out or null.</summary>
    private bool TryTake(string name, out JsonElement value)
    {
        _asked.Add(name);
        if (_object.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null)
        {
            return true;
        }

        value = default;
        return false;
    }

    private void RefuseMissing(string name) => Refuse(name, $"'{name}' is needed.", ErrorCodes.Required);
}
