using System.Text.Json.Serialization;

namespace Weir.Model;

/// <summary>
/// A system we can talk to: the content of <c>applications/&lt;key&gt;/definition.yaml</c>, and the only description of
/// it. Form, test, operation list, limits and docs come from here and from nowhere else.
/// </summary>
public sealed record ApplicationDefinition
{
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string Category { get; init; }

    public required string Description { get; init; }

    /// <summary>Which adaptor speaks to it: <c>http</c> or <c>files</c>.</summary>
    public string Adaptor { get; init; } = "http";

    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>How to speak HTTP to it; null for other adaptors.</summary>
    public HttpDefinition? Http { get; init; }

    /// <summary>Operations by key: <c>tickets.list</c>. Empty where exports and imports spell their request out.</summary>
    public IReadOnlyDictionary<string, OperationDefinition> Operations { get; init; } =
        new Dictionary<string, OperationDefinition>(StringComparer.Ordinal);
}

/// <summary>One field of the connection form.</summary>
public sealed record FormField
{
    public required string Field { get; init; }

    public required string Label { get; init; }

    public FormFieldKind Kind { get; init; } = FormFieldKind.Text;

    public bool Required { get; init; }

    /// <summary>
    /// Required where each of these other fields has this value, given or by default: <c>{ auth: basic }</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> RequiredWhen { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Left out of the form elsewhere: <c>{ field: auth, values: [basic] }</c>. What may be stored stays the same.</summary>
    public ShownWhen? ShownWhen { get; init; }

    public string? Help { get; init; }

    public bool Advanced { get; init; }

    public string? Placeholder { get; init; }

    public string? Prefix { get; init; }

    /// <summary>Fixed text behind the field; a host label pasted with it is stored without it.</summary>
    public string? Suffix { get; init; }

    public IReadOnlyList<FormOption> Options { get; init; } = [];

    /// <summary>What stands when nothing is given; text for every kind.</summary>
    public string? Default { get; init; }

    /// <summary>The least that a number may be.</summary>
    public int? Min { get; init; }

    /// <summary>The most that a number may be.</summary>
    public int? Max { get; init; }

    [JsonIgnore]
    public bool IsSecret => Kind == FormFieldKind.Password;
}

/// <summary>Where a field of a form is of use.</summary>
public sealed record ShownWhen
{
    /// <summary>Another field of the form, a select or a switch.</summary>
    public required string Field { get; init; }

    /// <summary>It is of use where that field has one of these values, given or by default.</summary>
    public required IReadOnlyList<string> Values { get; init; }
}

/// <summary>One choice of a select.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Label">What people read.</param>
public sealed record FormOption(string Value, string Label);

public enum FormFieldKind
{
    Text,
    Email,

    /// <summary>A secret.</summary>
    Password,

    /// <summary>A whole number.</summary>
    Number,
    Select,
    Switch,

    /// <summary>One DNS label; a whole address pasted into it is cut down to the label. Text in the form.</summary>
    HostLabel,

    /// <summary>An absolute http or https address. Text in the form.</summary>
    Address,

    /// <summary>A folder inside the operator's files folder. Text in the form.</summary>
    Folder,

    /// <summary>A path under the base address, with a query if need be: <c>/me?verbose=1</c>. Text in the form.</summary>
    Path,

    /// <summary>The name of an HTTP header. Text in the form.</summary>
    HeaderName,

    /// <summary>A JSON value, for parameters of operations. Text in the form, read as JSON.</summary>
    Json,
}
