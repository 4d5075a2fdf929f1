using Weir.Adaptors.Http.Answers;
using Weir.Engine.Calls;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>A request that takes several records, compiled.</summary>
/// <param name="Request">The request itself.</param>
/// <param name="Results">How its answers speak of single records; null where they do not.</param>
internal sealed record BatchPlan(RequestPlan Request, BatchResults? Results)
{
    private static readonly string[] RunNames = ["lastRun", "thisRun", "run"];

    /// <summary>Null where a problem was noted: the request cannot be one for several records.</summary>
    public static BatchPlan? Of(DestinationSpec spec, RequestPlan plan, Problems problems)
    {
        var batch = plan.Batch;
        if (spec.Operation is { Batch: null })
        {
            problems.Add("batchSize", $"{spec.Operation.Key} takes one record a request; leave the batch size out.");
            return null;
        }

        if (spec.Import.BatchSize > batch?.Max)
        {
            problems.Add("batchSize", $"{spec.Operation?.Key ?? "The request"} takes at most {batch.Max} records.");
        }

        if (plan.Body is null)
        {
            problems.Add("batchSize", "Several records are sent in the body, and this request has none.");
        }

        CheckTemplates(plan, problems);
        if (batch?.Items is null)
        {
            return Made(plan);
        }

        if (plan.Body is not MappedBody)
        {
            problems.Add("request.batch.items", "The body is spelled out and says itself where the records stand.");
            return null;
        }

        return BatchDefinition.NamesOf(batch.Items) is { } names ? Made(plan with { Body = new NestedBody(names) }) : null;

        BatchPlan? Made(RequestPlan request) => batch is not null && batch.Problems().Any()
            ? null
            : new BatchPlan(request, batch is null ? null : BatchResults.Of(batch));
    }

    /// <summary>There is no one record that an address could be made of.</summary>
    private static void CheckTemplates(RequestPlan plan, Problems problems)
    {
        Check("request.path", plan.Parameters is null ? plan.Path.Text : "");
        foreach (var part in plan.Parameters is null ? plan.Query : [])
        {
            Check($"request.query.{part.Name}", part.Value.Text);
        }

        foreach (var (name, value) in plan.Headers)
        {
            Check($"request.headers.{name}", value.Text);
        }

        foreach (var (name, template) in plan.Parameters?.Open ?? [])
        {
            Check($"parameters.{name}", template);
        }

        void Check(string field, string template)
        {
            if (TemplateFields.Of(template).FirstOrDefault(n => !RunNames.Contains(n)) is { } name)
            {
                problems.Add(field, $"A request for several records has no one record, so '{name}' has no value here.");
            }
        }
    }
}
