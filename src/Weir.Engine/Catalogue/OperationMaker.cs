using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>Turns the resources of a file, whose verbs stand inside them, into operations by key.</summary>
internal static class OperationMaker
{
    public static Dictionary<string, OperationDefinition> Make(DefinitionDocument document)
    {
        var operations = new Dictionary<string, OperationDefinition>(StringComparer.Ordinal);
        foreach (var (name, resource) in document.Resources)
        {
            foreach (var (verb, operation) in resource.Operations)
            {
                var made = Make(document, name, resource, verb, operation);
                operations.Add(made.Key, made);
            }
        }

        return operations;
    }

    /// <summary>Verb and path of the requests that an operation names; a good one names exactly one.</summary>
    public static IEnumerable<(string Verb, string Path)> Requests(OperationDocument operation) =>
        from request in new (string Verb, string? Path)[]
        {
            ("get", operation.Get),
            ("post", operation.Post),
            ("put", operation.Put),
            ("patch", operation.Patch),
            ("delete", operation.Delete),
        }
        where request.Path is not null
        select (request.Verb, request.Path);

    private static OperationDefinition Make(
        DefinitionDocument document, string name, ResourceDocument resource, string verb, OperationDocument operation)
    {
        var (method, path) = Requests(operation).FirstOrDefault();
        return new OperationDefinition
        {
            Key = $"{name}.{verb}",
            Name = operation.Name,
            Kind = operation.Kind ?? KindOf(verb),
            Resource = name,
            Description = operation.Description,
            Parameters = operation.Parameters,
            Schema = operation.Schema is { } schema ? document.Schemas[schema] : default(JsonElement),
            Requests = operation.Requests,
            Causes = operation.Causes,
            Method = method?.ToUpperInvariant(),
            Path = path,
            Query = operation.Query,
            Body = operation.Body,
            Always = operation.Always,
            Defaults = operation.Defaults,
            Records = operation.Records,
            RecordsElse = operation.RecordsElse,
            RecordKey = resource.Key,
            TraceKey = operation.TraceKey,
            Each = operation.Each,
            Group = operation.Group is { } group ? group with { Key = group.Key ?? resource.Key } : null,
            Paging = operation.Paging,
            Order = operation.Order,
            Delta = operation.Delta,
            Batch = operation.Batch,
            Job = operation.Job is { } job && resource.Job is { } how
                ? job with { How = how with { Body = job.Body ?? how.Body, Min = job.Min ?? how.Min } }
                : null,
            Already = operation.Already,
            AnyOf = operation.AnyOf,
            Find = operation.Find,
            Repeat = operation.Repeat ?? RepeatRule.Always,
        };
    }

    public static OperationKind KindOf(string verb) => verb switch
    {
        "list" => OperationKind.Export,
        "get" => OperationKind.Lookup,
        _ => OperationKind.Import,
    };
}
