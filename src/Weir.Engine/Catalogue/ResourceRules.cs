using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold in a resource and its operations.</summary>
internal sealed class ResourceRules(DefinitionDocument document, DefinitionTexts texts)
{
    public void Check(string name, ResourceDocument resource)
    {
        texts.Path($"resources/{name}/key", resource.Key);
        foreach (var (verb, operation) in resource.Operations)
        {
            if (DefinitionRules.NameProblem(verb) is { } problem)
            {
                texts.RefuseKey($"resources/{name}/{verb}", problem);
            }

            Operation($"resources/{name}/{verb}", operation);
        }
    }

    private void Operation(string at, OperationDocument operation)
    {
        Parameters(at, operation.Parameters);
        var parameters = operation.Parameters.Select(p => p.Name).ToList();
        Request(at, operation, parameters);
        foreach (var (name, template) in operation.Query)
        {
            texts.Template($"{at}/query/{name}", template, parameters, "parameter");
        }

        texts.Path($"{at}/records", operation.Records);
        if (operation.Paging is { } paging)
        {
            PagingRules.Check(texts, $"{at}/paging", paging);
        }

        if (operation.Order is { } order)
        {
            texts.Path($"{at}/order/by", order.By);
            texts.Path($"{at}/order/tie", order.Tie);
        }

        Delta(at, operation);
        if (operation.Batch is { } batch)
        {
            AnswerDefinitionRules.Check(texts, $"{at}/batch", batch);
        }

        if (operation.Schema is { } schema && !document.Schemas.ContainsKey(schema))
        {
            texts.Refuse($"{at}/schema", $"there is no schema '{schema}' under 'schemas'");
        }
    }

    private void Request(string at, OperationDocument operation, List<string> parameters)
    {
        var requests = OperationMaker.Requests(operation).ToList();
        if (document.Adaptor is not AdaptorKind.Http)
        {
            foreach (var (verb, _) in requests)
            {
                texts.Refuse($"{at}/{verb}", $"'{verb}' belongs to the adaptor http");
            }

            return;
        }

        if (requests.Count != 1)
        {
            texts.Refuse(at, "exactly one of get, post, put, patch and delete is expected here");
        }

        foreach (var (verb, path) in requests)
        {
            if (OpenPath.Problem(path) is { } problem)
            {
                texts.Refuse($"{at}/{verb}", problem);
            }

            texts.Template($"{at}/{verb}", path, parameters, "parameter");
        }
    }

    private void Parameters(string at, IReadOnlyList<OperationParameter> parameters)
    {
        foreach (var (i, parameter) in parameters.Index())
        {
            if (DefinitionRules.NameProblem(parameter.Name) is { } problem)
            {
                texts.Refuse($"{at}/parameters/{i}/name", problem);
            }

            if (parameters.Take(i).Any(p => p.Name == parameter.Name))
            {
                texts.Refuse($"{at}/parameters/{i}/name", $"the parameter '{parameter.Name}' is there already");
            }

            if (parameter.Kind is FormFieldKind.Password)
            {
                texts.Refuse($"{at}/parameters/{i}/kind", "a parameter is no secret; secrets belong into the form");
            }

            ChoiceRules.Check(texts, $"{at}/parameters/{i}", parameter.Kind, parameter.Options, parameter.Default);
        }
    }

    private void Delta(string at, OperationDocument operation)
    {
        if (operation.Delta is not { } delta)
        {
            return;
        }

        texts.Path($"{at}/delta/newestFirst", delta.NewestFirst);
        texts.Path($"{at}/delta/changed", delta.Changed);
        if (delta.NewestFirst is null && delta.Changed is null)
        {
            texts.Refuse($"{at}/delta", "'newestFirst' or 'changed' is missing here");
        }

        if (delta.NewestFirst is null && delta.From is null && !operation.Query.Values.Any(AsksForChanges))
        {
            texts.Refuse(
                $"{at}/delta", "'newestFirst' or 'from' is missing here, or {{lastRun}} in the query: nothing asks for changes");
        }

        Window(at, "from", delta.From, operation);
        Window(at, "until", delta.Until, operation);
        var isDescending = operation.Order is { Direction: OrderDirection.Descending } order && order.By == delta.NewestFirst;
        if (delta.NewestFirst is not null && !isDescending)
        {
            texts.Refuse($"{at}/delta/newestFirst", "reading newest first needs an order that is descending by the same path");
        }

        if (delta.OverlapSeconds is < 0 or > 86_400)
        {
            texts.Refuse($"{at}/delta/overlapSeconds", "an overlap is 0 to 86400 seconds");
        }
    }

    private static bool AsksForChanges(string template) => template.Contains("lastRun", StringComparison.Ordinal);

    private void Window(string at, string field, string? parameter, OperationDocument operation)
    {
        if (parameter is not null && (parameter.Length == 0 || operation.Query.ContainsKey(parameter)))
        {
            texts.Refuse($"{at}/delta/{field}", $"'{parameter}' must be a query parameter that 'query' does not have");
        }
    }
}
