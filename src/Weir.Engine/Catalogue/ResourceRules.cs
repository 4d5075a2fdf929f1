using System.Text.Json;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold in a resource and its operations.</summary>
internal sealed class ResourceRules(DefinitionDocument document, DefinitionTexts texts)
{
    public void Check(string name, ResourceDocument resource)
    {
        texts.Path($"resources/{name}/key", resource.Key);
        if (resource.Job is { } jobs)
        {
            JobRules.Check(texts, $"resources/{name}", jobs, resource);
        }

        foreach (var (verb, operation) in resource.Operations)
        {
            if (DefinitionRules.NameProblem(verb) is { } problem)
            {
                texts.RefuseKey($"resources/{name}/{verb}", problem);
            }

            Operation($"resources/{name}/{verb}", verb, operation);
            if (operation.Group is { } group)
            {
                GroupRules.Check(texts, $"resources/{name}/{verb}/group", group, operation, resource.Key);
            }

            if (operation.Job is { } job)
            {
                JobRules.Check(texts, $"resources/{name}/{verb}", job, operation, resource.Job);
            }
        }
    }

    private void Operation(string at, string verb, OperationDocument operation)
    {
        Parameters(at, operation.Parameters);
        var parameters = operation.Parameters.Select(p => p.Name).ToList();
        Request(at, operation, parameters);
        foreach (var (name, template) in operation.Query)
        {
            texts.Template($"{at}/query/{name}", template, parameters, "parameter");
        }

        Body($"{at}/body", operation, operation.Body, parameters);
        Filled(at, "always", operation.Always, verb, operation, parameters);
        Filled(at, "defaults", operation.Defaults, verb, operation, parameters);
        texts.Path($"{at}/records", operation.Records);
        texts.Path($"{at}/recordsElse", operation.RecordsElse);
        texts.Names($"{at}/traceKey", operation.TraceKey);
        if (operation.Each is { } each)
        {
            new EachRules(document, texts).Check($"{at}/each", each, operation);
        }

        if (operation.Paging is { } paging)
        {
            PagingRules.Check(texts, $"{at}/paging", paging);
        }

        if (operation.Order is { } order)
        {
            texts.Path($"{at}/order/by", order.By);
            texts.Path($"{at}/order/tie", order.Tie);
        }

        if (operation.Delta is { } delta)
        {
            new DeltaRules(texts).Check(at, operation, delta);
            Body($"{at}/delta/body", operation, delta.Body, parameters);
            foreach (var (name, template) in delta.Query ?? new Dictionary<string, string>(StringComparer.Ordinal))
            {
                texts.Template($"{at}/delta/query/{name}", template, parameters, "parameter");
            }
        }

        if (operation.Batch is { } batch)
        {
            AnswerDefinitionRules.Check(texts, $"{at}/batch", batch);
        }

        foreach (var (i, name) in operation.AnyOf.Index().Where(a => !parameters.Contains(a.Item)))
        {
            texts.Refuse($"{at}/anyOf/{i}", $"'{name}' is no parameter of this operation");
        }

        Writing(at, operation, operation.Kind ?? OperationMaker.KindOf(verb));
        if (operation.Schema is { } schema && !document.Schemas.ContainsKey(schema))
        {
            texts.Refuse($"{at}/schema", $"there is no schema '{schema}' under 'schemas'");
        }
    }

    private void Writing(string at, OperationDocument operation, OperationKind kind)
    {
        if (operation.Find is { } find)
        {
            FindRules.Check(texts, $"{at}/find", find, operation, kind);
        }

        if (operation.Already.Count > 0 && kind is not OperationKind.Import)
        {
            texts.Refuse($"{at}/already", "'already' belongs to what writes");
        }

        foreach (var (i, _) in operation.Already.Index().Where(a => a.Item is < 400 or > 499 or 401 or 403 or 408 or 425 or 429))
        {
            texts.Refuse($"{at}/already/{i}", "a status from 400 to 499 that is about the record is expected here");
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

            if (parameter.List && parameter.Kind is not FormFieldKind.Text)
            {
                texts.Refuse($"{at}/parameters/{i}/list", "only a text takes several values");
            }

            ChoiceRules.Check(texts, $"{at}/parameters/{i}", parameter.Kind, parameter.Options, parameter.Default);
        }
    }

    /// <summary>Fields of the mapped record.</summary>
    private void Filled(
        string at,
        string name,
        IReadOnlyDictionary<string, JsonElement> fields,
        string verb,
        OperationDocument operation,
        List<string> parameters)
    {
        if (fields.Count == 0)
        {
            return;
        }

        if ((operation.Kind ?? OperationMaker.KindOf(verb)) is not OperationKind.Import || operation.Body is not null)
        {
            texts.Refuse($"{at}/{name}", $"'{name}' belongs to what sends the mapped record");
        }

        foreach (var (field, value) in fields.Where(f => f.Value.ValueKind is JsonValueKind.String))
        {
            texts.Template($"{at}/{name}/{field}", value.GetString(), parameters, "parameter");
        }
    }

    /// <summary>A body that the parameters fill.</summary>
    private void Body(string at, OperationDocument operation, string? body, List<string> parameters)
    {
        if (body is null)
        {
            return;
        }

        if (operation.Get is not null)
        {
            texts.Refuse(at, "a get has no body");
        }

        texts.Template(at, body, parameters, "parameter", Place.Json);
    }
}
