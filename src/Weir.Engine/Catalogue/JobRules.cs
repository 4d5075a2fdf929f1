using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold where records that get the same change leave as one job.</summary>
internal static class JobRules
{
    private const string Ids = "ids";
    private const string Change = "change";

    /// <summary>The jobs of a resource.</summary>
    public static void Check(DefinitionTexts texts, string at, JobDefinition jobs, ResourceDocument resource)
    {
        Path(texts, $"{at}/job/post", jobs.Post, []);
        Path(texts, $"{at}/job/get", jobs.Get, null);
        Path(texts, $"{at}/job/cancel", jobs.Cancel, null);
        texts.Template($"{at}/job/body", jobs.Body, [Ids, Change], "value", Place.Json);
        texts.Path($"{at}/job/status", jobs.Status);
        texts.Path($"{at}/job/message", jobs.Message);
        if (resource.Key is null)
        {
            texts.Refuse($"{at}/job", "the resource needs a 'key': where a row has its id");
        }

        if (jobs.Done is null or [] || jobs.Failed is null or [] || jobs.Done.Intersect(jobs.Failed).Any())
        {
            texts.Refuse($"{at}/job", "'done' and 'failed' need words, and none may stand in both");
        }

        if (jobs.Max is < 2 or > JobDefinition.RecordsMax || jobs.Min < 1 || jobs.Min > jobs.Max)
        {
            texts.Refuse($"{at}/job/max", $"'max' goes from 2 to {JobDefinition.RecordsMax}, and 'min' from 1 to 'max'");
        }

        if (jobs.Check is { } check)
        {
            Path(texts, $"{at}/job/check/get", check.Get, []);
            texts.Path($"{at}/job/check/records", check.Records);
        }
    }

    /// <summary>An operation that leaves in them.</summary>
    public static void Check(
        DefinitionTexts texts, string at, OperationJob job, OperationDocument operation, JobDefinition? jobs)
    {
        if (jobs is null)
        {
            texts.Refuse($"{at}/job", "the resource says nothing of jobs: give it a 'job'");
        }

        if (OperationMaker.Requests(operation).Any(r => r.Verb == "get") || operation.Find is not null || operation.Batch is not null)
        {
            texts.Refuse($"{at}/job", "a job belongs to what writes one record in a request, and does not look for it");
        }

        if (operation.Parameters.FirstOrDefault(p => p.Name == job.For) is not { Required: true, List: false })
        {
            texts.Refuse($"{at}/job/for", $"'{job.For}' is no parameter that is required and takes one value");
        }

        if (job.Leaves is JobResult.Changed != job.Fields.Count > 0)
        {
            texts.Refuse($"{at}/job/fields", "'fields' belongs to 'leaves: changed', and is needed there: what a row shows of a change");
        }

        if (job.Leaves is not JobResult.Changed && job.Body is null)
        {
            texts.Refuse($"{at}/job", "a 'body' is needed here: the one of the resource's jobs makes a change");
        }

        if (job.Min is { } min && (min < 1 || min > jobs?.Max))
        {
            texts.Refuse($"{at}/job/min", "a number from 1 to the resource's 'max' is expected here");
        }

        string[] visible = [Ids, .. job.Leaves is JobResult.Changed ? [Change] : Array.Empty<string>(), .. operation.Parameters.Select(p => p.Name)];
        texts.Template($"{at}/job/body", job.Body, visible.Where(name => name != job.For), "value", Place.Json);
    }

    /// <param name="texts">Takes what is wrong.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="path">The path.</param>
    /// <param name="visible">What it may name; null: what an answer holds is not known here.</param>
    private static void Path(DefinitionTexts texts, string at, string? path, string[]? visible)
    {
        if (path is null)
        {
            return;
        }

        if (OpenPath.Problem(path) is { } problem)
        {
            texts.Refuse(at, problem);
        }

        if (visible is null)
        {
            texts.Names(at, path, Place.Path);
        }
        else
        {
            texts.Template(at, path, visible, "value", Place.Path);
        }
    }
}
