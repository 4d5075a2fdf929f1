using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>
/// An application in memory: a list that is read page by page, a sink that remembers what came with which key, and faults
/// where a test wants them. It watches how many requests are under way at once.
/// </summary>
internal sealed class FakeApplication : IAdaptor
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly ConcurrentDictionary<string, string?> _next = new();
    private int _underWay;
    private int _sent;

    public string Kind => "fake";

    public List<string> Rows { get; } = [];

    public int PageSize { get; set; } = 10;

    public OrderDefinition? Order { get; set; }

    public RepeatRule Repeat { get; set; } = RepeatRule.Always;

    /// <summary>Bodies as the sink took them, with their keys, in the order of their coming.</summary>
    public ConcurrentQueue<(string Key, string Body, string Step)> Sink { get; } = new();

    public int Peak { get; private set; }

    /// <summary>States read, in order.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    /// <summary>A fault for reading the page at this state; null reads it.</summary>
    public Func<string, Fault?> ReadFault { get; set; } = _ => null;

    /// <summary>
    /// The page at a state and the state of the next one, where <see cref="Rows"/> by their number will not do.
    /// </summary>
    public Func<string, (IReadOnlyList<string> Rows, string? Next)>? Pages { get; set; }

    /// <summary>
    /// A fault for the n-th request to the sink (from 1) with this body. <c>Arrives</c> says whether the sink took it.
    /// </summary>
    public Func<int, string, (Fault? Fault, bool Arrives)> SendFault { get; set; } = (_, _) => (null, true);

    /// <summary>A fault for a request of this step with this body; the sink does not take it. Null takes it.</summary>
    public Func<string, string, Fault?> StepFault { get; set; } = (_, _) => null;

    /// <summary>The answer to a request of this step with this body.</summary>
    public Func<string, string, string> Says { get; set; } = (_, _) => """{"ok":true}""";

    /// <summary>What the answer to a batch with this body says of its records.</summary>
    public Func<string, IReadOnlyList<ItemReading>?> Items { get; set; } = _ => null;

    /// <summary>Awaited while a request to the sink is under way.</summary>
    public Func<string, Task> UnderWay { get; set; } = _ => Task.CompletedTask;

    public Budget BudgetOf(ConnectionSnapshot connection) => new("fake:one", null, null);

    public string OriginOf(ConnectionSnapshot connection) => "https://fake.example:443";

    public IPageSource OpenSource(SourceSpec spec) => new Source(this);

    public IRecordCall OpenLookup(SourceSpec spec) => new Call(this, "");

    /// <summary>Called with each import that is compiled; a test may throw its refusal here.</summary>
    public Action<Import> Opening { get; set; } = _ => { };

    public IDestination OpenDestination(DestinationSpec spec)
    {
        Opening(spec.Import);
        return new Call(this, "");
    }

    /// <param name="step">What the sink notes with what comes from there.</param>
    public IRecordCall Destination(string step = "") => new Call(this, step);

    /// <summary>Asks for the value of a field of the record; the same value is the same request.</summary>
    public IRecordCall Lookup(string step, string field) => new Call(this, step, field);

    /// <summary>As <see cref="Lookup"/>, and so many values may be asked for in one request, as a list of them.</summary>
    public IGroupCall LookupTogether(string step, string field, int max) => new Group(new Call(this, step, field), step, max);

    public PreparedCall PrepareTest(ConnectionSnapshot connection) => new FakeCall(null, null, "", "");

    public TestReading ReadTest(ConnectionSnapshot connection, Answer answer) =>
        answer.Fault is null ? new TestReading("It works.", null) : new TestReading(null, answer.Fault);

    public async ValueTask<Answer> SendAsync(
        ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken)
    {
        var request = (FakeCall)call;
        var now = Interlocked.Increment(ref _underWay);
        lock (Sink)
        {
            Peak = Math.Max(Peak, now);
        }

        try
        {
            var answer = request.State is { } state ? Read(state) : await TakeAsync(request, cancellationToken);
            call.Heard?.Invoke(new Exchange(default, 0, Show(connection, call), new ShownResponse(answer.Status, NoHeaders, null), null));
            return answer;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    public ShownRequest Show(ConnectionSnapshot connection, PreparedCall call)
    {
        var request = (FakeCall)call;
        return new ShownRequest(request.State is null ? "POST" : "GET", $"fake:{request.State}", NoHeaders, request.Body);
    }

    public string Masked(ConnectionSnapshot connection, string text) => connection.Secrets.Values.Aggregate(
        text, (masked, secret) => masked.Replace(secret.Reveal(), RecordMask.Mark, StringComparison.Ordinal));

    private static Answer Body(string json, IReadOnlyList<ItemReading>? items = null)
    {
        var body = new PooledBuffer(1024 * 1024);
        body.Append(Encoding.UTF8.GetBytes(json));
        return new Answer { Status = 200, Body = body, Items = items };
    }

    private Answer Read(string state)
    {
        Reads.Enqueue(state);
        if (ReadFault(state) is { } fault)
        {
            return new Answer { Fault = fault };
        }

        if (Pages?.Invoke(state) is { } page)
        {
            _next[state] = page.Next;
            return Body($"[{string.Join(',', page.Rows)}]");
        }

        var from = state.Length == 0 ? 0 : int.Parse(state);
        return Body($"[{string.Join(',', Rows.Skip(from).Take(PageSize))}]");
    }

    private async Task<Answer> TakeAsync(FakeCall request, CancellationToken cancellationToken)
    {
        var (fault, arrives) = SendFault(Interlocked.Increment(ref _sent), request.Body!);
        if (StepFault(request.Step, request.Body!) is { } refused)
        {
            (fault, arrives) = (refused, false);
        }

        await UnderWay(request.Body!).WaitAsync(cancellationToken);
        if (arrives)
        {
            Sink.Enqueue((request.Key!, request.Body!, request.Step));
        }

        return fault is null
            ? Body(Says(request.Step, request.Body!), Items(request.Body!))
            : new Answer { Fault = fault, Items = Items(request.Body!) };
    }

    private sealed class FakeCall(string? state, string? body, string? key, string step, bool isLookup = false) : PreparedCall
    {
        public string? State => state;

        public string? Body => body;

        public string? Key => key;

        public string Step => step;

        public override string? ReadKey => isLookup ? body : null;

        public override string Summary => state is null ? "POST /sink" : $"GET /rows?{state}";

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Source(FakeApplication application) : IPageSource
    {
        public string First => "";

        public bool HasCursors => true;

        public OrderDefinition? Order => application.Order;

        public string? RecordKey => "$.id";

        public PreparedCall Prepare(string state, Variables variables) => new FakeCall(state, null, null, "");

        public PageReading Read(string state, Answer answer)
        {
            var body = answer.Body!;
            answer.Body = null;
            var document = JsonDocument.Parse(body.Memory);
            var records = document.RootElement.EnumerateArray().ToList();
            var from = application.Pages is not null || state.Length == 0 ? 0 : int.Parse(state);
            var next = application.Pages is not null ? application._next[state]
                : from + application.PageSize < application.Rows.Count ? $"{from + application.PageSize}" : null;
            return new PageReading(new Page(document, body, records), next, null);
        }
    }

    private sealed class Call(FakeApplication application, string step, string? field = null) : IBatchCall
    {
        public RepeatRule Repeat => application.Repeat;

        public bool NamesItems => true;

        public PreparedCall Prepare(
            JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
            field is null
                ? new FakeCall(null, body.IsEmpty ? record.GetRawText() : Encoding.UTF8.GetString(body), idempotencyKey ?? "", step)
                : new FakeCall(null, record.GetProperty(field).GetRawText(), "", step, isLookup: true);

        public PreparedCall PrepareBatch(ReadOnlySpan<byte> records, Variables variables, string? idempotencyKey) =>
            new FakeCall(null, Encoding.UTF8.GetString(records), idempotencyKey ?? "", step);

        public CallReading Read(Answer answer)
        {
            var body = answer.Body!;
            answer.Body = null;
            var document = JsonDocument.Parse(body.Memory);
            var value = document.RootElement;
            return new CallReading(new Page(document, body, [value]), value, null);
        }
    }

    /// <summary>An answer is an object with a member for each value.</summary>
    private sealed class Group(Call single, string step, int max) : IGroupCall
    {
        public RepeatRule Repeat => single.Repeat;

        public int GroupMax => max;

        public PreparedCall Prepare(
            JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
            single.Prepare(record, body, variables, idempotencyKey);

        public string? GroupOf(PreparedCall call) => "all";

        public PreparedCall Together(IReadOnlyList<PreparedCall> calls) => new FakeCall(
            null, $"[{string.Join(',', calls.Select(c => ((FakeCall)c).Body))}]", "", step, isLookup: true);

        public GroupReading ReadTogether(IReadOnlyList<PreparedCall> calls, Answer answer)
        {
            using var document = JsonDocument.Parse(answer.Body!.Memory);
            return new GroupReading([.. calls.Select(c => document.RootElement.GetProperty(((FakeCall)c).Body!).Clone())], null);
        }

        /// <summary>Asked alone, the answer is the value's own.</summary>
        public CallReading Read(Answer answer)
        {
            var body = answer.Body!;
            answer.Body = null;
            var document = JsonDocument.Parse(body.Memory);
            var value = document.RootElement.EnumerateObject().First().Value;
            return new CallReading(new Page(document, body, [value]), value, null);
        }
    }
}
