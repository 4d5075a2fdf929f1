using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>
/// An application as the API shows it. Every key is always there; a text that is not given is null. Kinds of text that
/// only the server checks (host label, address, folder, path, header name) are the type <c>text</c>.
/// </summary>
public sealed record ApplicationView(
    string Key,
    string Name,
    string? Category,
    string? Description,
    IReadOnlyList<FormFieldView> Form,
    IReadOnlyList<OperationView> Operations)
{
    public static ApplicationView Of(ApplicationDefinition application) => new(
        application.Key,
        application.Name,
        application.Category,
        application.Description,
        [.. application.Form.Concat(ConnectionFields.All).Select(FormFieldView.Of)],
        [.. application.Operations.Values.Select(OperationView.Of)]);
}

/// <summary>An application in the list of all.</summary>
public sealed record ApplicationEntryView(string Key, string Name, string? Category, string? Description)
{
    public static ApplicationEntryView Of(ApplicationDefinition application) =>
        new(application.Key, application.Name, application.Category, application.Description);
}

/// <summary>A field of the form of an application's connections.</summary>
/// <param name="Field">The key in <c>settings</c>; for the advanced two the key beside them.</param>
/// <param name="Label">What stands beside it.</param>
/// <param name="Type"><c>text</c>, <c>email</c>, <c>password</c>, <c>number</c>, <c>select</c> or <c>switch</c>.</param>
/// <param name="Required">A connection cannot be stored without it.</param>
/// <param name="Help">What to enter and where to find it.</param>
/// <param name="Advanced">Shown when asked for.</param>
/// <param name="Placeholder">An example in the empty field.</param>
/// <param name="Prefix">Fixed text before the field.</param>
/// <param name="Suffix">Fixed text after it: <c>.gorgias.com</c>.</param>
/// <param name="Options">Of a <c>select</c>.</param>
/// <param name="Default">What an absent value means.</param>
/// <param name="RequiredWhen">Needed too where each of these other fields has this value: <c>{ "auth": "basic" }</c>.</param>
/// <param name="ShownWhen">Of use only where another field has one of these values; null where it always is.</param>
public sealed record FormFieldView(
    string Field,
    string Label,
    string Type,
    bool Required,
    string? Help,
    bool Advanced,
    string? Placeholder,
    string? Prefix,
    string? Suffix,
    IReadOnlyList<FormOption> Options,
    JsonElement? Default,
    IReadOnlyDictionary<string, string> RequiredWhen,
    ShownWhen? ShownWhen)
{
    internal static FormFieldView Of(FormField field) => new(
        field.Field,
        field.Label,
        TypeOf(field.Kind),
        field.Required,
        field.Help,
        field.Advanced,
        field.Placeholder,
        field.Prefix,
        field.Suffix,
        field.Options,
        DefaultOf(field.Kind, field.Default),
        field.RequiredWhen,
        field.ShownWhen);

    internal static JsonElement? DefaultOf(FormFieldKind kind, string? standard) =>
        (standard is null ? default : ConnectionForm.DefaultOf(kind, standard)).OrNull();

    internal static string TypeOf(FormFieldKind kind) => kind switch
    {
        FormFieldKind.Email => "email",
        FormFieldKind.Password => "password",
        FormFieldKind.Number => "number",
        FormFieldKind.Select => "select",
        FormFieldKind.Switch => "switch",
        _ => "text",
    };
}

/// <summary>How applications are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApplicationView))]
[JsonSerializable(typeof(ApplicationEntryView))]
public sealed partial class ApplicationJson : JsonSerializerContext;
