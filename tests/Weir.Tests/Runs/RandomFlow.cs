using System.Text.RegularExpressions;
using Weir.Engine.Runs.Steps;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>
/// A flow made of a seed: sources with and without a filter, lookups alone and together, imports alone, in batches, in order
/// and only once, branches in branches, conditions, <c>onError</c>. Some records are refused somewhere.
/// </summary>
internal sealed partial class RandomFlow
{
    private const int DepthMax = 2;

    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 };

    private static readonly Fault Busy =
        new() { Kind = FaultKind.Transient, Code = ErrorCodes.Unexpected, Message = "Busy.", HttpStatus = 500, RetryAfter = TimeSpan.Zero };

    private readonly Random _random;
    private readonly RunRig _rig;
    private int _steps;
    private int _requests;

    private RandomFlow(int seed, RunRig rig) => (_random, _rig) = (new Random(seed), rig);

    /// <summary>How many records come from all sources.</summary>
    public static int MakeIn(RunRig rig, int seed, int rows) => new RandomFlow(seed, rig).Make(seed, rows);

    /// <summary>A flow with each kind of source and step.</summary>
    public static void AllKindsIn(RunRig rig, int rows, Fakes.FakeRows file)
    {
        var flow = new RandomFlow(1, rig);
        flow.Fill(rows, 1);
        rig.Mark = new Fakes.FakeApplication();
        rig.Steps =
        [
            rig.Lookup("alone", "k"),
            rig.LookupTogether("together", "id", 7),
            rig.Send("one"),
            rig.Send("never") with { Repeat = RepeatRule.Never },
            rig.Send("batch") with { BatchSize = 7 },
            PlanSteps.Branch("all", true, ("""{"<":[{"var":"k"},3]}""", [rig.LookupTogether("inside", "k", 3), rig.Send("low")]), (null, [])),
            PlanSteps.Branch("first", false, ("""{"<":[{"var":"k"},3]}""", [rig.Send("few") with { BatchSize = 3 }]), (null, [rig.Send("rest")])),
            rig.File("file", file),
            rig.Send("ordered") with { OrderKey = Template.Parse("{{k}}") },
        ];
        rig.Application.Says = Says;
    }

    private int Make(int seed, int rows)
    {
        var more = _random.Next(3);
        Fill(rows, more);
        _rig.Filter = _random.Next(3) == 0 ? PlanSteps.When("""{"!=":[{"var":"k"},0]}""") : null;
        _rig.Steps = Steps(0);
        _rig.Application.Says = Says;
        _rig.Application.StepFault = (step, body) => IsBad(seed, step, body) ? Refused : null;
        _rig.Application.SendFault = (_, _) => Interlocked.Increment(ref _requests) % 40 == 0 ? (Busy, false) : (null, true);
        return rows * (more + 1);
    }

    private void Fill(int rows, int more)
    {
        _rig.Application.Rows.Clear();
        _rig.Application.Rows.AddRange(Rows(0));
        for (var list = 1; list <= more; list++)
        {
            var other = new Fakes.FakeApplication();
            other.Rows.AddRange(Rows(list));
            _rig.More.Add(other);
        }

        IEnumerable<string> Rows(int list) =>
            Enumerable.Range((list * rows) + 1, rows).Select(i => $$"""{"id":{{i}},"k":{{i % 5}}}""");
    }

    private StepPlan[] Steps(int depth) => [.. Enumerable.Range(0, _random.Next(depth == 0 ? 1 : 0, 4)).Select(_ => Step(depth))];

    private StepPlan Step(int depth)
    {
        var id = $"s{_steps++}";
        var step = _random.Next(depth < DepthMax ? 8 : 6) switch
        {
            0 => _rig.Lookup(id, "k"),
            1 => _rig.LookupTogether($"together{id}", _random.Next(2) == 0 ? "id" : "k", _random.Next(2, 6)),
            2 => _rig.Send(id) with { BatchSize = _random.Next(2, 12) },
            3 => _rig.Send(id) with { OrderKey = Template.Parse("{{k}}") },
            4 => _rig.Send(id) with { Repeat = RepeatRule.Never },
            5 => _rig.Send(id),
            _ => PlanSteps.Branch(
                id, _random.Next(2) == 0, [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => (Rule(), Steps(depth + 1)))]),
        };
        return step with
        {
            When = step is CallPlan && _random.Next(4) == 0 ? PlanSteps.When(Rule() ?? "true") : null,
            ContinueOnError = step is CallPlan && _random.Next(3) == 0,
        };
    }

    private string? Rule() => _random.Next(4) switch
    {
        0 => null,
        1 => """{"<":[{"var":"k"},2]}""",
        2 => """{"==":[{"%":[{"var":"id"},2]},0]}""",
        _ => """{"!=":[{"var":"k"},1]}""",
    };

    private static bool IsBad(int seed, string step, string body) => Numbers().Matches(body)
        .Any(m => (int.Parse(m.Value) * 31 + step.Length + step[^1] + seed) % 23 == 0);

    /// <summary>What is asked together is answered by value.</summary>
    private static string Says(string step, string body) =>
        body.StartsWith('[') && body.Length > 1 && body[1] != '{'
            ? $"{{{string.Join(',', body.Trim('[', ']').Split(',').Select(v => $"\"{v}\":{{}}"))}}}"
            : """{"0":{}}""";

    [GeneratedRegex("(?<=\"id\":)\\d+|^\\d+$|(?<=[\\[,])\\d+(?=[\\],])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
