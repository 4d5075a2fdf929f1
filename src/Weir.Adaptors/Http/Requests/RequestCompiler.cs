using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Paging;
using Weir.Engine.Calls;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Makes requests of exports and imports. What is wrong is one refusal that names every field.</summary>
internal sealed class RequestCompiler(HttpOptions options)
{
    public IPageSource Source(SourceSpec spec)
    {
        if (spec is { Export.Mode: ExportMode.Delta, Operation: { Delta: { } delta } operation })
        {
            spec = spec with { Operation = operation.ForChanges(delta) };
        }

        return spec.Operation?.Each is { } each ? Each(spec, each) : List(spec);
    }

    private HttpPageSource List(SourceSpec spec)
    {
        var (plan, records) = Compile(spec, OperationKind.Export);
        return new HttpPageSource(plan, records, spec.Operation);
    }

    /// <summary>The list, once for each value; once for the value that is given, where records take it.</summary>
    private IPageSource Each(SourceSpec spec, EachDefinition each)
    {
        var given = spec.Export.Parameters.Member(each.Parameter);
        var isGiven = !given.IsAbsent() && given.ScalarText() is not "";
        if (isGiven && (each.Into is null || given.ScalarText() is not { } text || text.Contains("{{", StringComparison.Ordinal)))
        {
            return List(spec);
        }

        var child = List(spec with { Export = spec.Export with { Parameters = Open(spec.Export.Parameters, each.Parameter) } });
        if (isGiven || each.From is null)
        {
            IReadOnlyList<JsonElement> values = isGiven
                ? [given.Clone()]
                : [.. each.Values.Select(v => JsonSerializer.SerializeToElement(v))];
            return new EachPageSource(each, child, values, null);
        }

        var parent = new SourceSpec(spec.Application, spec.Application.Operations[each.From], spec.Export with
        {
            Operation = each.From,
            Parameters = default,
            Mode = ExportMode.All,
            PageSize = null,
        });
        return new EachPageSource(each, child, [], List(parent));
    }

    /// <summary>The parameters with one of them left to each value.</summary>
    private static JsonElement Open(JsonElement parameters, string name)
    {
        var open = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (parameters.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in parameters.EnumerateObject())
            {
                open[member.Name] = member.Value;
            }
        }

        open[name] = JsonSerializer.SerializeToElement($"{{{{{name}}}}}");
        return JsonSerializer.SerializeToElement(open);
    }

    /// <summary>A list may also be looked up: its first page. An <see cref="IGroupCall"/> where it asks for one of several values.</summary>
    public IRecordCall Lookup(SourceSpec spec)
    {
        var (plan, records) = Compile(spec, OperationKind.Lookup);
        var single = new HttpRecordCall(plan, records, spec.Operation?.Repeat ?? RepeatRule.Always, isLookup: true);
        if (spec.Operation?.Group is not { } group || spec.Export.Parameters.Member(group.Parameter).IsAbsent())
        {
            return single;
        }

        // Each value has one row at most: an answer that holds as many rows as values were asked for is not cut.
        var name = plan.Query.First(q => q.Repeats == group.Parameter).EncodedName;
        var max = Math.Min(group.Max, plan.Paging?.Size ?? group.Max);
        return max < 2 ? single : new HttpGroupCall(single, records, JsonPath.Parse(group.Key!), name, max);
    }

    /// <summary>With a batch size above 1 an <see cref="IBatchCall"/>; else what the operation's definition says.</summary>
    public IRecordCall Destination(DestinationSpec spec)
    {
        var problems = new Problems();
        var import = spec.Import;
        CheckShape(spec.Operation, import.Operation, import.Request, problems);
        if (spec.Operation is { Kind: not OperationKind.Import })
        {
            problems.Add("operation", $"{spec.Operation.Key} does not write records.");
        }

        var isMapped = !import.Mapping.IsAbsent();
        if (isMapped && spec.Operation?.Body is not null)
        {
            problems.Add("mapping", $"{spec.Operation.Key} needs none: its parameters say what is sent.");
        }

        var plan = Plan(spec.Operation, import.Parameters, import.Request, "POST", Body, null, problems);
        if (plan is not null && spec.Operation is { Body: null } sends && RequiredFields.Of(sends.Schema) is { } required)
        {
            plan = plan with { Required = required };
            RefuseMissing(required, sends, plan.Body is null ? [] : spec.Columns, problems);
        }

        var batch = import.BatchSize > 1 && plan is not null ? BatchPlan.Of(spec, plan, problems) : null;
        problems.Throw();
        var single = new HttpRecordCall(
            plan!,
            new RecordsPath(spec.Operation?.Records is { } path ? JsonPath.Parse(path) : null),
            spec.Operation?.Repeat ?? RepeatRule.Always,
            isLookup: false);
        return batch is not null ? new HttpBatchCall(batch.Request, single, batch.Results)
            : spec.Operation is { Find: not null } found
                ? new HttpFindCall(single, new FindPlan(found, plan!.Parameters, spec.Application.Http?.Paging?.Next, options.RequestBytesMax))
            : spec.Operation is { Job: not null } inJobs
                ? new HttpJobCall(single, plan!.Parameters!, new JobPlan(inJobs, options.RequestBytesMax))
                : single;

        // What deletes is usually said by the address alone: a body goes along only where somebody mapped one.
        BodyPlan? Body(HttpMethod method) => spec.Operation switch
        {
            { Body: { } json } => new TemplateBody(Template.Parse(json, Place.Json)),
            { Always.Count: > 0 } or { Defaults.Count: > 0 } =>
                new FilledBody(spec.Operation.Always, spec.Operation.Defaults, problems),
            _ => method == HttpMethod.Get || (method == HttpMethod.Delete && !isMapped) ? null : new MappedBody(),
        };
    }

    /// <summary>A mapping that is spelled out and lacks a needed field could never be sent.</summary>
    private static void RefuseMissing(
        RequiredFields required, OperationDefinition operation, IReadOnlyList<string>? columns, Problems problems)
    {
        if (columns is null)
        {
            return;
        }

        foreach (var name in required.Names.Where(name => !IsGiven(name)))
        {
            problems.Add($"mapping.{name}", $"{operation.Key} needs '{name}', and the mapping does not give it.", ErrorCodes.Required);
        }

        if (required.Either is { Count: > 0 } either && !either.Any(IsGiven))
        {
            problems.Add(
                $"mapping.{either[0]}",
                $"{operation.Key} needs one of '{string.Join("', '", either)}', and the mapping gives none.",
                ErrorCodes.Required);
        }

        bool IsGiven(string name) => columns.Contains(name) || operation.Always.ContainsKey(name) || operation.Defaults.ContainsKey(name);
    }

    private (RequestPlan Plan, RecordsPath Records) Compile(SourceSpec spec, OperationKind use)
    {
        var problems = new Problems();
        var export = spec.Export;
        CheckShape(spec.Operation, export.Operation, export.Request, problems);
        if (spec.Operation is { } operation)
        {
            CheckUse(operation, export, use, problems);
        }

        var paging = PagingPlan.Compile(PagingOf(spec, problems), export.PageSize, problems);
        var records = (spec.Operation is null ? export.Records : spec.Operation.Records) is { } text
            ? problems.Parse("records", text, JsonPath.Parse)
            : null;
        var body = spec.Operation?.Body is { } json ? new TemplateBody(Template.Parse(json, Place.Json)) : null;
        var plan = Plan(
            spec.Operation, export.Parameters, export.Request, "GET", _ => body, paging, problems, isLookup: use == OperationKind.Lookup);
        if (plan is not null && use == OperationKind.Export && export.Mode == ExportMode.Delta)
        {
            plan = plan with { Query = [.. plan.Query, .. WindowOf(spec.Operation?.Delta)] };
        }

        if (paging.BodyPath.Count > 0 && plan is not null
            && (plan.Method == HttpMethod.Get || !plan.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add("paging.type", "Paging in the body needs a request with a JSON body: POST, for example.");
        }

        problems.Throw();
        var other = spec.Operation?.RecordsElse is { } elsewhere ? JsonPath.Parse(elsewhere) : null;
        return (plan!, new RecordsPath(records, other));
    }

    private static void CheckShape(OperationDefinition? operation, string? key, JsonElement request, Problems problems)
    {
        if (operation is null && key is not null)
        {
            problems.Add("operation", $"There is no operation {key}.");
        }
        else if (operation is not null && !request.IsAbsent())
        {
            problems.Add("request", "The operation says what is requested: give one or the other.");
        }
    }

    private static void CheckUse(OperationDefinition operation, Export export, OperationKind use, Problems problems)
    {
        var fits = operation.Kind == use || (use == OperationKind.Lookup && operation.Kind == OperationKind.Export);
        if (!fits)
        {
            problems.Add("operation", use == OperationKind.Lookup
                ? $"{operation.Key} does not read records."
                : $"{operation.Key} does not list records.");
        }

        if (use == OperationKind.Lookup && operation.Each is { } each && export.Parameters.Member(each.Parameter).IsAbsent())
        {
            problems.Add(
                $"parameters.{each.Parameter}", "A lookup needs it: it asks once for each record.", ErrorCodes.Required);
        }

        if (export.Records is not null)
        {
            problems.Add("records", "The operation says where its records are.");
        }

        if (!export.Paging.IsAbsent())
        {
            problems.Add("paging", "The operation says how its list goes on.");
        }
    }

    private static PagingDefinition? PagingOf(SourceSpec spec, Problems problems) => spec.Operation switch
    {
        null => PagingDocument.Read(spec.Export.Paging, problems) ?? spec.Application.Http?.Paging,
        { Paging: { } own } => own,
        { Kind: OperationKind.Export } => spec.Application.Http?.Paging,
        _ => null,
    };

    private RequestPlan? Plan(
        OperationDefinition? operation,
        JsonElement parameters,
        JsonElement request,
        string standardMethod,
        Func<HttpMethod, BodyPlan?> body,
        PagingPlan? paging,
        Problems problems,
        bool isLookup = false)
    {
        if (operation is null)
        {
            return RequestDocument.Read(request, standardMethod, body, standardMethod == "POST", problems) is { } parts
                ? new RequestPlan
                {
                    Method = parts.Method,
                    Path = parts.Path,
                    Query = parts.Query,
                    Headers = parts.Headers,
                    ContentType = parts.ContentType,
                    Body = parts.Body,
                    IsLookup = isLookup,
                    Paging = paging,
                    Rules = parts.Failures is { } failures && failures.All(f => f.When.ValueKind != JsonValueKind.Undefined)
                        ? new AnswerRules(failures)
                        : null,
                    Batch = parts.Batch,
                    BodyBytesMax = options.RequestBytesMax,
                }
                : null;
        }

        var method = HttpMethod.Parse(operation.Method ?? standardMethod);
        return new RequestPlan
        {
            Method = method,
            Path = Template.Parse(operation.Path ?? "", Place.Path),
            Query = QueryOf(operation),
            Body = body(method),
            Parameters = new ParameterPlan(operation, parameters, problems, isLookup),
            IsLookup = isLookup,
            Batch = operation.Batch,
            Already = operation.Already,
            Paging = paging,
            BodyBytesMax = options.RequestBytesMax,
        };
    }

    /// <summary>What changed from the last run on, up to the start of this one.</summary>
    private static IEnumerable<QueryPart> WindowOf(DeltaDefinition? delta)
    {
        if (delta?.From is { } from)
        {
            yield return QueryPart.Parse(from, "{{lastRun}}");
        }

        if (delta?.Until is { } until)
        {
            yield return QueryPart.Parse(until, "{{thisRun}}");
        }
    }

    private static List<QueryPart> QueryOf(OperationDefinition operation)
    {
        var parts = new List<QueryPart>(operation.Query.Count);
        foreach (var (name, value) in operation.Query)
        {
            var repeats = operation.Parameters.FirstOrDefault(p => p.List && value == $"{{{{{p.Name}}}}}")?.Name;
            parts.Add(QueryPart.Parse(name, value) with { Repeats = repeats });
        }

        return parts;
    }
}
