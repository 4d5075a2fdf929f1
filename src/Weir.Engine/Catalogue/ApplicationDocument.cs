using System.Text.Json;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>
/// Applications as the API shows them. Every key is always there; a text that is not given is null. Kinds of text that
/// only the server checks (host label, address, folder, path, header name) are the type <c>text</c>.
/// </summary>
public static class ApplicationDocument
{
    /// <summary>The answer of <c>GET /v1/applications</c>.</summary>
    public static void WriteList(Utf8JsonWriter writer, IEnumerable<ApplicationDefinition> applications)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        foreach (var application in applications)
        {
            writer.WriteStartObject();
            WriteHead(writer, application);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The answer of <c>GET /v1/applications/{key}</c>.</summary>
    public static void WriteOne(Utf8JsonWriter writer, ApplicationDefinition application)
    {
        writer.WriteStartObject();
        WriteHead(writer, application);
        writer.WriteStartArray("form");
        foreach (var field in application.Form.Concat(ConnectionFields.All))
        {
            WriteField(writer, field);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("operations");
        foreach (var operation in application.Operations.Values)
        {
            WriteOperation(writer, operation);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, ApplicationDefinition application)
    {
        writer.WriteString("key", application.Key);
        writer.WriteString("name", application.Name);
        writer.WriteString("category", application.Category);
        writer.WriteString("description", application.Description);
    }

    private static void WriteField(Utf8JsonWriter writer, FormField field)
    {
        writer.WriteStartObject();
        writer.WriteString("field", field.Field);
        writer.WriteString("label", field.Label);
        writer.WriteString("type", TypeOf(field.Kind));
        writer.WriteBoolean("required", field.Required);
        writer.WriteString("help", field.Help);
        writer.WriteBoolean("advanced", field.Advanced);
        writer.WriteString("placeholder", field.Placeholder);
        writer.WriteString("prefix", field.Prefix);
        writer.WriteString("suffix", field.Suffix);
        WriteOptions(writer, field.Options);
        WriteDefault(writer, field.Kind, field.Default);
        writer.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter writer, OperationDefinition operation)
    {
        writer.WriteStartObject();
        writer.WriteString("key", operation.Key);
        writer.WriteString("name", operation.Name);
        writer.WriteEnum<OperationKind>("kind", operation.Kind);
        writer.WriteString("resource", operation.Resource);
        writer.WriteString("description", operation.Description);
        writer.WriteStartArray("parameters");
        foreach (var parameter in operation.Parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", parameter.Name);
            writer.WriteString("label", parameter.Label);
            writer.WriteString("type", TypeOf(parameter.Kind));
            writer.WriteBoolean("required", parameter.Required);
            writer.WriteString("help", parameter.Help);
            WriteDefault(writer, parameter.Kind, parameter.Default);
            WriteOptions(writer, parameter.Options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteFree("schema", operation.Schema);
        writer.WriteString("requests", operation.Requests);
        writer.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter writer, IReadOnlyList<FormOption> options)
    {
        writer.WriteStartArray("options");
        foreach (var option in options)
        {
            writer.WriteStartObject();
            writer.WriteString("value", option.Value);
            writer.WriteString("label", option.Label);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDefault(Utf8JsonWriter writer, FormFieldKind kind, string? standard) =>
        writer.WriteFree("default", standard is null ? default : ConnectionForm.DefaultOf(kind, standard));

    private static string TypeOf(FormFieldKind kind) => kind switch
    {
        FormFieldKind.Email => "email",
        FormFieldKind.Password => "password",
        FormFieldKind.Number => "number",
        FormFieldKind.Select => "select",
        FormFieldKind.Switch => "switch",
        _ => "text",
    };
}
