using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold where a list is read once for each value of a parameter.</summary>
internal sealed class EachRules(DefinitionDocument document, DefinitionTexts texts)
{
    public void Check(string at, EachDefinition each, OperationDocument operation)
    {
        var parameter = operation.Parameters.FirstOrDefault(p => p.Name == each.Parameter);
        if (parameter is null || parameter.Required || parameter.List || parameter.Default is not null)
        {
            texts.Refuse(
                $"{at}/parameter", $"'{each.Parameter}' is no parameter that may be left out, takes one value and has no default");
        }

        if (each.Values.Count == 0 == each.From is null)
        {
            texts.Refuse(at, "either 'values' or 'from' is expected here");
        }

        if (each.From is null != each.Value is null)
        {
            texts.Refuse(at, "'from' and 'value' go together");
        }

        texts.Path($"{at}/value", each.Value);
        if (each.From is { } from && !IsPlainList(from))
        {
            texts.Refuse($"{at}/from", $"'{from}' is no list of this application that needs no parameter");
        }

        if (each.Into is { } into && DefinitionRules.NameProblem(into) is { } problem)
        {
            texts.Refuse($"{at}/into", problem);
        }
    }

    /// <summary>A list that can be read without a parameter, and once.</summary>
    private bool IsPlainList(string key) =>
        key.Split('.') is [var resource, var verb]
        && document.Resources.TryGetValue(resource, out var found)
        && found.Operations.TryGetValue(verb, out var operation)
        && (operation.Kind ?? OperationMaker.KindOf(verb)) is OperationKind.Export
        && operation.Each is null
        && operation.Parameters.All(p => !p.Required || p.Default is not null);
}
