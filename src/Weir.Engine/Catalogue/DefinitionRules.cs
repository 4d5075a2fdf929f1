using System.Buffers;
using System.Text.Json;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>
/// What must hold in a definition beyond the types of its values: names that exist, texts that can be read, fields that
/// go together.
/// </summary>
/// <param name="document">As read; needed texts that were missing are empty and were noted already.</param>
/// <param name="texts">Checks texts and takes what is found.</param>
internal sealed class DefinitionRules(DefinitionDocument document, DefinitionTexts texts)
{
    /// <summary>Fields of a connection, and names that templates give a meaning: no field may be called so.</summary>
    private static readonly string[] Reserved =
    [
        "record", "root", "run", "lastRun", "thisRun", "this", "true", "false", "null", "else",
        ConnectionFields.BorrowConcurrencyFrom, ConnectionFields.ConcurrencyLevel,
    ];

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    public void Check(string folder)
    {
        Key("key", document.Key);
        if (document.Key.Length > 0 && document.Key != folder)
        {
            texts.Refuse("key", $"'{document.Key}' is not the name of its folder, '{folder}'; make them equal");
        }

        Text("name", document.Name);
        Text("category", document.Category);
        Text("description", document.Description);
        Form();
        Http();
        Schemas();
        foreach (var (name, resource) in document.Resources)
        {
            Key(DefinitionBinder.KeyOf($"resources/{name}"), name);
            new ResourceRules(document, texts).Check(name, resource);
        }
    }

    /// <summary>A name that a person writes into a template or a body.</summary>
    public static string? NameProblem(string name) => name switch
    {
        "" => "a name is missing here",
        _ when name.Length > 64 || name.AsSpan().ContainsAnyExcept(NameCharacters) || char.IsAsciiDigit(name[0]) =>
            $"'{name}' is no name: letters, digits and '_', a letter first, at most 64",
        _ when Reserved.Contains(name) => $"'{name}' has a meaning of its own; choose another name",
        _ => null,
    };

    private void Key(string at, string key)
    {
        if (key.Length is 0 or > 64 || key.AsSpan().ContainsAnyExcept(KeyCharacters) || !char.IsAsciiLetterLower(key[0]))
        {
            texts.Refuse(at, $"'{key}' is no key: small letters, digits and '-', a letter first, at most 64");
        }
    }

    private void Text(string at, string text)
    {
        if (text.Length > 0 && (string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl)))
        {
            texts.Refuse(at, "a line of plain text is expected here");
        }
    }

    private void Form()
    {
        foreach (var (i, field) in document.Form.Index())
        {
            if (NameProblem(field.Field) is { } problem)
            {
                texts.Refuse($"form/{i}/field", problem);
            }

            if (document.Form.Take(i).Any(f => f.Field == field.Field))
            {
                texts.Refuse($"form/{i}/field", $"the field '{field.Field}' is there already; give this one another name");
            }

            if (field.Kind is FormFieldKind.Json)
            {
                texts.Refuse($"form/{i}/kind", "only a parameter of an operation is JSON");
            }

            Text($"form/{i}/label", field.Label);
            ChoiceRules.Check(texts, $"form/{i}", field.Kind, field.Options, field.Default, field.Min, field.Max);
            if (field.IsSecret && field.Default is not null)
            {
                texts.Refuse($"form/{i}/default", "a secret has no default");
            }

            RequiredWhen(i, field);
            ShownWhen(i, field);
        }
    }

    private void RequiredWhen(int index, FormField field)
    {
        foreach (var (name, value) in field.RequiredWhen)
        {
            var at = $"form/{index}/requiredWhen/{name}";
            if (ChoiceProblem(field, name) is { } problem)
            {
                texts.RefuseKey(at, problem);
            }
            else if (OptionProblem(name, value) is { } wrong)
            {
                texts.Refuse(at, wrong);
            }
        }
    }

    private void ShownWhen(int index, FormField field)
    {
        if (field.ShownWhen is not { } shown)
        {
            return;
        }

        var at = $"form/{index}/shownWhen";
        if (field.Required)
        {
            texts.Refuse(at, "a field that is always required is always shown");
        }

        if (ChoiceProblem(field, shown.Field) is { } problem)
        {
            texts.Refuse($"{at}/field", problem);
            return;
        }

        if (shown.Values is not { Count: > 0 } values)
        {
            texts.Refuse(at, "values are needed: those with which the field is shown");
            return;
        }

        foreach (var (i, value) in values.Index())
        {
            if (OptionProblem(shown.Field, value) is { } wrong)
            {
                texts.Refuse($"{at}/values/{i}", wrong);
            }
        }
    }

    /// <summary>Why another field cannot decide about this one; null when it can.</summary>
    private string? ChoiceProblem(FormField field, string name) =>
        document.Form.FirstOrDefault(f => f.Field == name) is not { } other || name == field.Field
            ? $"'{name}' is no other field of the form"
            : other.Kind is FormFieldKind.Select or FormFieldKind.Switch
                ? null
                : $"'{name}' is neither a select nor a switch";

    private string? OptionProblem(string name, string value)
    {
        var other = document.Form.First(f => f.Field == name);
        var isOption = other.Kind is FormFieldKind.Select
            ? other.Options.Any(o => o.Value == value)
            : value is "true" or "false";
        return isOption ? null : $"'{value}' is no option of '{name}'";
    }

    private void Http()
    {
        if (document.Adaptor is AdaptorKind.Http != (document.Http is not null))
        {
            texts.Refuse(
                document.Http is null ? "adaptor" : "http",
                document.Http is null ? "'http' is missing: how to speak to it" : "'http' belongs to the adaptor http");
        }

        if (document.Http is { } http)
        {
            new HttpRules(document.Form, texts).Check(http);
        }
    }

    private void Schemas()
    {
        foreach (var (name, schema) in document.Schemas)
        {
            if (schema.ValueKind is not JsonValueKind.Object)
            {
                texts.Refuse($"schemas/{name}", "a JSON schema is a mapping");
            }
        }
    }
}
