using System.Text.Json;
using Weir.Engine.Runs.Steps;
using Weir.Expressions.Filters;

namespace Weir.Tests.Runs;

/// <summary>Steps of a plan as a test writes them: a branch holds its cases, and each case its steps.</summary>
internal static class PlanSteps
{
    public static Filter When(string rule) => Filter.Parse(JsonDocument.Parse(rule).RootElement);

    /// <summary>A branch that is given its place, with its cases, by <see cref="Of"/>.</summary>
    public static StepPlan Branch(string id, bool all, params (string? When, StepPlan[] Steps)[] cases) =>
        new Nested(new BranchPlan { Id = id, TakesAll = all, Cases = [] }, cases);

    /// <summary>Lists each step, and behind a branch the steps of its cases.</summary>
    public static IReadOnlyList<StepPlan> Of(IReadOnlyList<StepPlan> steps)
    {
        List<StepPlan> list = [];
        Add(list, steps, new StepPlace(0, null, 0), true);
        return list;
    }

    private static void Add(List<StepPlan> list, IReadOnlyList<StepPlan> steps, StepPlace around, bool enabled)
    {
        foreach (var step in steps)
        {
            var at = list.Count;
            list.Add(step);
            var plan = step;
            if (step is Nested nested)
            {
                List<CasePlan> cases = [];
                foreach (var (when, inside) in nested.Cases)
                {
                    var start = list.Count;
                    Add(list, inside, new StepPlace(0, at, cases.Count), enabled && nested.Plan.Enabled);
                    cases.Add(new CasePlan(when is null ? null : When(when), start, list.Count));
                }

                plan = nested.Plan with { Cases = cases };
            }

            list[at] = plan with { Enabled = enabled && plan.Enabled, Place = around with { End = list.Count } };
        }
    }

    private sealed record Nested : StepPlan
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Nested(BranchPlan plan, (string? When, StepPlan[] Steps)[] cases)
        {
            Id = plan.Id;
            Plan = plan;
            Cases = cases;
        }

        public BranchPlan Plan { get; }

        public (string? When, StepPlan[] Steps)[] Cases { get; }
    }
}
