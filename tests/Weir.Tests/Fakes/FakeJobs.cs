using System.Text;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>
/// An application that makes the same change to many records as one job. Records are <c>{"id":1,"to":"x"}</c>; what became of
/// them stands in <see cref="Values"/>. It fails where a test wants it.
/// </summary>
internal sealed class FakeJobs : IAdaptor
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly Lock _gate = new();

    public string Kind => "jobs";

    public int Min { get; init; } = 10;

    public int Max { get; init; } = 100;

    /// <summary>What records were changed to last, by id.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of the records of each job that was begun, in their order.</summary>
    public List<IReadOnlyList<string>> Jobs { get; } = [];

    /// <summary>Requests by kind: start, ask, cancel, check, alone.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Ids that a job leaves as they are.</summary>
    public HashSet<string> Skipped { get; } = new(StringComparer.Ordinal);

    /// <summary>So often a job is still running when it is asked about.</summary>
    public int Slow { get; set; }

    /// <summary>How a job ends.</summary>
    public JobState Ends { get; set; } = JobState.Done;

    public bool CanCancel { get; set; } = true;

    /// <summary>So often a job that was cancelled is still running when it is asked about.</summary>
    public int SlowToCancel { get; set; }

    /// <summary>A fault for a request of this kind; and whether it arrives.</summary>
    public Func<string, (Fault? Fault, bool Arrives)> Fails { get; set; } = _ => (null, true);

    /// <summary>Awaited while a request of this kind is under way, after it has been taken.</summary>
    public Func<string, Task> UnderWay { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with the kind of each request of a job that is made; a test may throw here.</summary>
    public Action<string> Making { get; set; } = _ => { };

    public IRecordCall Import() => new Call(this);

    public Budget BudgetOf(ConnectionSnapshot connection) => new("fake:one", null, null);

    public string OriginOf(ConnectionSnapshot connection) => "https://fake.example:443";

    public IPageSource OpenSource(SourceSpec spec) => throw new NotSupportedException();

    public IRecordCall OpenLookup(SourceSpec spec) => throw new NotSupportedException();

    public IDestination OpenDestination(DestinationSpec spec) => Import();

    public PreparedCall PrepareTest(ConnectionSnapshot connection) => throw new NotSupportedException();

    public TestReading ReadTest(ConnectionSnapshot connection, Answer answer) => throw new NotSupportedException();

    public ShownRequest Show(ConnectionSnapshot connection, PreparedCall call) => new("", call.Summary, NoHeaders, null);

    public string Masked(ConnectionSnapshot connection, string text) => text;

    public int CountOf(string kind) => Requests.Count(r => r == kind);

    public async ValueTask<Answer> SendAsync(ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken)
    {
        var request = (JobRequest)call;
        Answer answer;
        lock (_gate)
        {
            Requests.Add(request.Kind);
            var (fault, arrives) = Fails(request.Kind);
            if (arrives)
            {
                Take(request);
            }

            answer = fault is null ? Body(Says(request)) : new Answer { Fault = fault };
        }

        await UnderWay(request.Kind).WaitAsync(cancellationToken);
        return answer;
    }

    private void Take(JobRequest request)
    {
        if (request.Kind == "start")
        {
            Jobs.Add(request.Ids);
        }

        if (request.Kind == "cancel")
        {
            (Slow, Ends) = (SlowToCancel, JobState.Failed);
        }

        if (request.Kind is "alone" or "start")
        {
            foreach (var id in request.Ids.Where(id => request.Kind == "alone" || !Skipped.Contains(id)))
            {
                Values[id] = request.To;
            }
        }
    }

    private string Says(JobRequest request) => request.Kind switch
    {
        "ask" => Slow-- > 0 ? "\"Running\"" : $"\"{Ends}\"",
        "check" => JsonSerializer.Serialize(request.Ids.Select(id => !Skipped.Contains(id) && Values.GetValueOrDefault(id) == request.To)),
        _ => "{}",
    };

    private static Answer Body(string json)
    {
        var body = new PooledBuffer(1024 * 1024);
        body.Append(Encoding.UTF8.GetBytes(json));
        return new Answer { Status = 200, Body = body };
    }

    private sealed record Part(string Id, string To) : JobPart(Id, To);

    private sealed class JobRequest(string kind, IReadOnlyList<string> ids, string to) : PreparedCall
    {
        public string Kind => kind;

        public IReadOnlyList<string> Ids => ids;

        public string To => to;

        public override string Summary => kind;

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Call(FakeJobs jobs) : IJobCall
    {
        public RepeatRule Repeat => RepeatRule.Always;

        public int JobMin => jobs.Min;

        public int JobMax => jobs.Max;

        public PreparedCall Prepare(JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
            PartOf(record, body, variables) is Part part
                ? new JobRequest("alone", [part.Id], part.To)
                : new JobRequest("alone", [record.GetProperty("id").GetRawText()], "nothing");

        public JobPart? PartOf(JsonElement record, ReadOnlySpan<byte> body, Variables variables) =>
            record.TryGetProperty("to", out var to)
                ? to.GetString() is { Length: > 0 } text
                    ? new Part(record.GetProperty("id").GetRawText(), text)
                    : throw new EvaluationException(ErrorCodes.Mapping, "To what?")
                : null;

        public CallReading Read(Answer answer) => default;

        public RecordJob JobOf(IReadOnlyList<JobPart> parts, Variables variables) => new Job(jobs, [.. parts.Cast<Part>()]);
    }

    private sealed class Job(FakeJobs jobs, IReadOnlyList<Part> parts) : RecordJob
    {
        private readonly IReadOnlyList<string> _ids = [.. parts.Select(p => p.Id)];

        public override string Name => "job 7";

        public override bool CanCancel => jobs.CanCancel;

        public override PreparedCall Start(string idempotencyKey) => Request("start");

        public override Fault? Started(Answer answer) => null;

        public override PreparedCall Ask() => Request("ask");

        public override JobStanding Read(Answer answer)
        {
            using var document = JsonDocument.Parse(answer.Body!.Memory);
            var word = document.RootElement.GetString()!;
            return new JobStanding(Enum.Parse<JobState>(word), word, "It was too much.", document.RootElement.Clone());
        }

        public override PreparedCall Cancel() => Request("cancel");

        public override PreparedCall Check() => Request("check");

        public override JobFindings Find(Answer answer)
        {
            using var document = JsonDocument.Parse(answer.Body!.Memory);
            return new JobFindings([.. document.RootElement.EnumerateArray().Select(e => e.GetBoolean())], null);
        }

        private JobRequest Request(string kind)
        {
            jobs.Making(kind);
            return new JobRequest(kind, _ids, parts[0].To);
        }
    }
}
