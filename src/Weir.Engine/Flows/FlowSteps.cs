using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>The steps of a flow at rest and in a body, with those inside branches.</summary>
internal sealed class FlowSteps
{
    /// <summary>In the whole flow, those inside branches included.</summary>
    public const int StepsMax = 200;

    public const int CasesMax = 50;

    /// <summary>Branches inside one another.</summary>
    public const int BranchDepthMax = 8;

    private readonly FlowIds _ids;
    private readonly List<Draft> _drafts;
    private int _count;

    /// <summary>Takes the ids that are given, everywhere, before any is made.</summary>
    public FlowSteps(DocumentReader flow, FlowIds ids)
    {
        _ids = ids;
        _drafts = Drafts(flow, 0);
        if (_count > StepsMax)
        {
            flow.Refuse("steps", $"A flow has at most {StepsMax} steps, those inside branches included.");
        }
    }

    /// <summary>What is wrong with their form is noted in the reader.</summary>
    public IReadOnlyList<FlowStep> Read() => [.. _drafts.Select(Step)];

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<FlowStep> steps)
    {
        writer.WriteStartArray("steps");
        foreach (var step in steps)
        {
            Write(writer, step);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, FlowStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("id", step.Id);
        writer.WriteString("name", step.Name);
        writer.WriteBoolean("enabled", step.Enabled);
        if (step.Lookup is { } lookup)
        {
            writer.WriteString("lookup", lookup.Value);
        }

        if (step.Import is { } import)
        {
            writer.WriteString("import", import.Value);
        }

        if (step.Branch is { } branch)
        {
            Write(writer, branch);
        }

        writer.WriteFree("when", step.When);
        writer.WriteString("into", step.Into);
        writer.WriteString("onError", step.ContinueOnError ? "continue" : "stop");
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FlowBranch branch)
    {
        writer.WriteStartObject("branch");
        writer.WriteString("mode", branch.TakesAll ? "all" : "first");
        writer.WriteStartArray("cases");
        foreach (var @case in branch.Cases)
        {
            writer.WriteStartObject();
            writer.WriteString("name", @case.Name);
            writer.WriteFree("when", @case.When);
            Write(writer, @case.Steps);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private List<Draft> Drafts(DocumentReader parent, int depth)
    {
        List<Draft> drafts = [];
        foreach (var step in parent.Array("steps", StepsMax))
        {
            _count++;
            var id = _ids.Take(step);
            var branch = step.Object("branch");
            drafts.Add(new Draft(step, id, branch, branch is null ? [] : Cases(step, branch, depth)));
        }

        return drafts;
    }

    private List<CaseDraft> Cases(DocumentReader step, DocumentReader branch, int depth)
    {
        if (depth == BranchDepthMax)
        {
            step.Refuse("branch", $"Branches stand at most {BranchDepthMax} deep inside one another.");
        }

        var cases = branch.Array("cases", CasesMax);

        // What is too deep or too much is refused, and not read on: a body may hold as many as it likes.
        return [.. cases.Select(c => new CaseDraft(
            c, depth < BranchDepthMax && _count <= StepsMax ? Drafts(c, depth + 1) : []))];
    }

    private FlowStep Step(Draft draft)
    {
        var reader = draft.Reader;
        var lookup = reader.Id<ExportId>("lookup");
        var import = reader.Id<ImportId>("import");
        CheckKind(reader, lookup, import, draft.Branch);
        var into = reader.OptionalString("into", 1000, 1);
        if (into is not null && draft.Branch is not null)
        {
            reader.Refuse("into", "A branch has no answer that could be put into the record; leave 'into' out.");
        }

        return new FlowStep
        {
            Id = draft.Id ?? _ids.Make("step"),
            Name = reader.OptionalName("name"),
            Enabled = reader.Bool("enabled", true),
            Lookup = lookup,
            Import = import,
            Branch = draft.Branch is { } branch ? Branch(branch, draft.Cases) : null,
            When = reader.Free("when"),
            Into = into,
            ContinueOnError = reader.Choice("onError", "stop", "continue") == "continue",
        };
    }

    private static void CheckKind(DocumentReader reader, ExportId? lookup, ImportId? import, DocumentReader? branch)
    {
        var isTold = reader.IsRefused("branch") || reader.IsRefused("lookup") || reader.IsRefused("import");
        var kinds = (lookup is null ? 0 : 1) + (import is null ? 0 : 1) + (branch is null ? 0 : 1);
        if (kinds == 0 && !isTold)
        {
            reader.Refuse("import", "A step has a lookup, an import or a branch.", ErrorCodes.Required);
        }
        else if (kinds > 1)
        {
            reader.Refuse(
                branch is null ? "lookup" : "branch", "A step has one of lookup, import and branch, not several of them.");
        }
    }

    private FlowBranch Branch(DocumentReader reader, IReadOnlyList<CaseDraft> drafts)
    {
        var mode = reader.Choice("mode", "first", "all");
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        List<FlowCase> cases = [];
        foreach (var (draft, steps) in drafts)
        {
            var name = draft.OptionalName("name");
            if (name is not null && !names.Add(name))
            {
                draft.Refuse("name", $"'{name}' stands twice in this branch.");
            }

            cases.Add(new FlowCase(name, draft.Free("when"), [.. steps.Select(Step)]));
        }

        return new FlowBranch(mode == "all", cases);
    }

    private sealed record Draft(DocumentReader Reader, string? Id, DocumentReader? Branch, IReadOnlyList<CaseDraft> Cases);

    private sealed record CaseDraft(DocumentReader Reader, IReadOnlyList<Draft> Steps);
}
