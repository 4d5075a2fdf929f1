using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors;

/// <summary>
/// The parameters of an operation as an export or import gives them. Texts are templates over the record and are rendered
/// for each one; other values, and what is not given, stay as they are.
/// </summary>
internal sealed class ParameterPlan
{
    private const int ShownCharsMax = 100;

    private readonly List<Entry> _entries = [];
    private readonly bool _isConstant = true;
    private readonly Lazy<JsonElement> _constant;
    private readonly OperationDefinition _operation;
    private readonly bool _isLookup;

    /// <param name="operation">Says which parameters there are.</param>
    /// <param name="values">An object, or absent.</param>
    /// <param name="problems">Where what is wrong goes, under <c>parameters</c>.</param>
    /// <param name="isLookup">
    /// What a record decides must not be empty: left out, a filter would let the whole list through, and its first row would
    /// be taken for the one that belongs to the record.
    /// </param>
    public ParameterPlan(OperationDefinition operation, JsonElement values, Problems problems, bool isLookup = false)
    {
        _operation = operation;
        _isLookup = isLookup;
        _constant = new Lazy<JsonElement>(() => Write(JsonDocuments.Empty, Variables.None));
        if (!values.IsAbsent() && values.ValueKind != JsonValueKind.Object)
        {
            problems.Add("parameters", "The parameters must be an object.");
            return;
        }

        if (values.ValueKind == JsonValueKind.Object)
        {
            var known = new string[operation.Parameters.Count];
            for (var i = 0; i < known.Length; i++)
            {
                known[i] = operation.Parameters[i].Name;
            }

            problems.RefuseUnknown("parameters", values, known);
        }

        foreach (var parameter in operation.Parameters)
        {
            if (Compile(parameter, values.Member(parameter.Name), problems) is { } entry)
            {
                _entries.Add(entry);
                _isConstant &= entry.Template is null;
            }
        }

        if (operation.AnyOf.Count > 0 && !_entries.Exists(e => IsOneOfThem(e) && (e.Template is not null || IsGiven(e.Constant))))
        {
            problems.Add($"parameters.{operation.AnyOf[0]}", NoneGiven, ErrorCodes.Required);
        }
    }

    /// <summary>The parameters that a record decides, by name.</summary>
    public IEnumerable<(string Name, string Template)> Open =>
        _entries.Where(e => e.Template is not null).Select(e => (e.Parameter.Name, e.Template!.Text));

    /// <summary>The parameters for a record, as an object. Throws <see cref="EvaluationException"/>.</summary>
    public JsonElement Of(JsonElement record, Variables variables) =>
        _isConstant ? _constant.Value : Write(record, variables);

    private static Entry? Compile(OperationParameter parameter, JsonElement value, Problems problems)
    {
        var field = $"parameters.{parameter.Name}";
        if (value.IsAbsent())
        {
            if (parameter.Required && parameter.Default is null)
            {
                problems.Add(field, $"{parameter.Label} is needed.", ErrorCodes.Required);
            }

            return parameter.Default is { } standard
                ? new Entry(parameter, null, ValueOf(parameter, standard, field, problems))
                : parameter.List ? new Entry(parameter, null, ParameterValues.None) : null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return new Entry(parameter, null, parameter.List ? ParameterValues.ListOf(value) : value);
        }

        var text = value.GetString()!;
        if (problems.Parse(field, text, t => Template.Parse(t)) is not { } template)
        {
            return null;
        }

        if (!template.IsConstant)
        {
            return new Entry(parameter, template, default);
        }

        if (text.Length == 0 && parameter.Required)
        {
            problems.Add(field, $"{parameter.Label} is needed.", ErrorCodes.Required);
        }
        else if (text.Length > 0 && parameter.Kind == FormFieldKind.Select && !IsOption(parameter, text))
        {
            problems.Add(field, $"'{text}' is none of the choices of {parameter.Label}.");
        }
        else if (text.Length > 0 && parameter.Kind == FormFieldKind.Number && !ParameterValues.IsNumber(text, out _))
        {
            problems.Add(field, $"{parameter.Label} must be a number.");
        }

        return new Entry(parameter, null, ValueOf(parameter, text, field, problems));
    }

    private static JsonElement ValueOf(OperationParameter parameter, string text, string field, Problems problems)
    {
        try
        {
            return ParameterValues.Of(parameter, text);
        }
        catch (JsonException)
        {
            problems.Add(field, $"{parameter.Label} must be JSON.");
            return default;
        }
    }

    private static bool IsOption(OperationParameter parameter, string text)
    {
        foreach (var option in parameter.Options)
        {
            if (option.Value == text)
            {
                return true;
            }
        }

        return false;
    }

    private string NoneGiven =>
        $"One of these is needed: {string.Join(", ", _operation.Parameters.Where(p => _operation.AnyOf.Contains(p.Name)).Select(p => p.Label))}.";

    private static bool IsGiven(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => !string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => !value.IsAbsent(),
    };

    private bool IsOneOfThem(Entry entry) => _operation.AnyOf.Contains(entry.Parameter.Name, StringComparer.Ordinal);

    private JsonElement Write(JsonElement record, Variables variables)
    {
        var isAnyGiven = _operation.AnyOf.Count == 0;
        var memory = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            foreach (var entry in _entries)
            {
                var (parameter, template, constant) = entry;
                json.WritePropertyName(parameter.Name);
                if (template is null)
                {
                    constant.WriteTo(json);
                    isAnyGiven |= IsOneOfThem(entry) && IsGiven(constant);
                    continue;
                }

                var value = ValueFor(parameter, template.RenderText(record, variables));
                if (!IsGiven(value) && (parameter.Required || _isLookup))
                {
                    throw new EvaluationException(
                        ErrorCodes.Template, $"The parameter {parameter.Label} ({Shown(template.Text)}) is empty for this record.", parameter.Name);
                }

                isAnyGiven |= IsOneOfThem(entry) && IsGiven(value);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        if (!isAnyGiven)
        {
            throw new EvaluationException(ErrorCodes.Template, $"{NoneGiven} All are empty for this record.", _operation.AnyOf[0]);
        }

        var reader = new Utf8JsonReader(memory.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static JsonElement ValueFor(OperationParameter parameter, string text)
    {
        if (parameter.Kind is FormFieldKind.Number && !string.IsNullOrWhiteSpace(text) && !ParameterValues.IsNumber(text, out _))
        {
            throw new EvaluationException(
                ErrorCodes.Template, $"The parameter {parameter.Label} must be a number, and is '{Shown(text)}' for this record.", parameter.Name);
        }

        try
        {
            return ParameterValues.Of(parameter, text);
        }
        catch (JsonException)
        {
            throw new EvaluationException(
                ErrorCodes.Template, $"The parameter {parameter.Label} is not JSON for this record.", parameter.Name);
        }
    }

    private static string Shown(string text) => text.Length <= ShownCharsMax ? text : $"{text.AsSpan(0, ShownCharsMax)}…";

    private readonly record struct Entry(OperationParameter Parameter, Template? Template, JsonElement Constant);
}
