using System.Text;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>
/// An application whose records are found by their field <c>key</c>: its list may lag behind what it took, and it fails where
/// a test wants it. One request at a time.
/// </summary>
internal sealed class FakeDesk(TimeProvider time) : IAdaptor
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly Lock _gate = new();

    public string Kind => "desk";

    public List<DeskRow> Rows { get; } = [];

    /// <summary>So many looks do not see what was created.</summary>
    public int Lag { get; set; }

    /// <summary>There can be only one with a key.</summary>
    public bool IsUnique { get; set; }

    /// <summary>A look gives all records, whatever it looks for.</summary>
    public bool GivesAll { get; set; }

    /// <summary>What becomes of the n-th create, from 1; and whether it arrives.</summary>
    public Func<int, (Fault? Fault, bool Arrives)> CreateFault { get; set; } = _ => (null, true);

    /// <summary>What becomes of the n-th look, from 1; a test may throw here, too.</summary>
    public Func<int, Fault?> LookFault { get; set; } = _ => null;

    /// <summary>Why the answer to a create cannot be read.</summary>
    public Fault? ReadFault { get; set; }

    /// <summary>Called while the n-th look is under way.</summary>
    public Action<int> Looking { get; set; } = _ => { };

    /// <summary>Called when a request to look is made, with how many were before.</summary>
    public Action<int> Asking { get; set; } = _ => { };

    public int Creates { get; private set; }

    public int Looks { get; private set; }

    public int Updates { get; private set; }

    public IReadOnlyList<string> Texts => [.. Rows.Select(r => r.Text)];

    /// <summary>Writes records with fields <c>key</c> and <c>text</c>.</summary>
    /// <param name="updates">Changes what is there.</param>
    /// <param name="first">Looks before it creates.</param>
    public IRecordCall Import(bool updates = false, bool first = false) => new Call(this, updates, first);

    public Budget BudgetOf(ConnectionSnapshot connection) => new("fake:one", null, null);

    public string OriginOf(ConnectionSnapshot connection) => "https://fake.example:443";

    public IPageSource OpenSource(SourceSpec spec) => throw new NotSupportedException();

    public IRecordCall OpenLookup(SourceSpec spec) => throw new NotSupportedException();

    public IDestination OpenDestination(DestinationSpec spec) => Import(updates: true);

    public PreparedCall PrepareTest(ConnectionSnapshot connection) => throw new NotSupportedException();

    public TestReading ReadTest(ConnectionSnapshot connection, Answer answer) => throw new NotSupportedException();

    public ShownRequest Show(ConnectionSnapshot connection, PreparedCall call) => new("", call.Summary, NoHeaders, null);

    public string Masked(ConnectionSnapshot connection, string text) => text;

    public ValueTask<Answer> SendAsync(ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(call is DeskCall { Look: true } look ? LookFor(look.Key) : Take((DeskCall)call));
        }
    }

    private static Answer Body(string json)
    {
        var body = new PooledBuffer(1024 * 1024);
        body.Append(Encoding.UTF8.GetBytes(json));
        return new Answer { Status = 200, Body = body };
    }

    private static Answer Refused(int status) => new()
    {
        Status = status,
        Fault = new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = $"No: {status}.", HttpStatus = status },
    };

    private Answer LookFor(string key)
    {
        Looks++;
        Looking(Looks);
        if (LookFault(Looks) is { } fault)
        {
            return new Answer { Fault = fault };
        }

        var seen = Rows.Where(r => (GivesAll || r.Key == key) && r.Hidden-- <= 0).ToList();
        return Body($"[{string.Join(',', seen.Select(r => r.Json))}]");
    }

    private Answer Take(DeskCall call)
    {
        if (call.Id is { } id)
        {
            Updates++;
            if (Rows.Find(r => $"{r.Id}" == id) is not { } there)
            {
                return Refused(404);
            }

            there.Text = call.Text;
            return Body(there.Json);
        }

        var (fault, arrives) = CreateFault(++Creates);
        if (arrives && IsUnique && Rows.Exists(r => r.Key == call.Key))
        {
            return Refused(409);
        }

        var made = new DeskRow(Rows.Count + 1, call.Key, time.GetUtcNow()) { Text = call.Text, Hidden = Lag };
        if (arrives)
        {
            Rows.Add(made);
        }

        return fault is null ? Body(made.Json) : new Answer { Fault = fault };
    }

    private sealed class DeskCall : PreparedCall
    {
        public bool Look { get; init; }

        public string? Id { get; init; }

        public string Key { get; init; } = "";

        public string Text { get; init; } = "";

        public bool IsShared { get; init; }

        public override string? ReadKey => Look ? IsShared ? "GET /desk" : $"GET /desk?key={Key}" : null;

        public override string Summary => Look ? "GET /desk" : "POST /desk";

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Call(FakeDesk desk, bool updates, bool first) : IFindCall
    {
        public RepeatRule Repeat => RepeatRule.Never;

        public bool Updates => updates;

        public bool LooksFirst => first;

        public bool Creates => true;

        public PreparedCall Prepare(JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey) =>
            new DeskCall { Key = TextOf(record, "key"), Text = TextOf(record, "text") };

        public CallReading Read(Answer answer)
        {
            if (desk.ReadFault is { } fault)
            {
                return new CallReading(null, default, fault);
            }

            var body = answer.Body!;
            answer.Body = null;
            var document = JsonDocument.Parse(body.Memory);
            return new CallReading(new Page(document, body, []), document.RootElement, null);
        }

        public RecordSearch? Search(JsonElement record, ReadOnlySpan<byte> body, Variables variables) =>
            TextOf(record, "key") is { Length: > 0 } key ? new Search(desk, key, TextOf(record, "text")) : null;

        private static string TextOf(JsonElement record, string name) =>
            record.TryGetProperty(name, out var value) ? value.GetString()! : "";
    }

    private sealed class Search(FakeDesk desk, string key, string text) : RecordSearch
    {
        public override IReadOnlyList<string> Keys { get; } = [$"desk key {key}"];

        public override bool IsUnique => desk.IsUnique;

        public override IReadOnlyList<int> First { get; } = desk.IsUnique ? [] : [0];

        public override IReadOnlyList<string>? KeysIn(int number, Answer answer)
        {
            using var document = JsonDocument.Parse(answer.Body!.Memory);
            return [.. document.RootElement.EnumerateArray().Select(r => $"desk key {r.GetProperty("key").GetString()}")];
        }

        public override PreparedCall Ask(int number)
        {
            desk.Asking(desk.Looks);
            return new DeskCall { Look = true, Key = key, IsShared = desk.GivesAll };
        }

        public override FoundReading Read(int number, Answer answer, SentCreate? sent)
        {
            using var document = JsonDocument.Parse(answer.Body!.Memory);
            var having = document.RootElement.EnumerateArray()
                .Where(r => r.GetProperty("key").GetString() == key).Select(r => r.Clone()).ToList();
            var meant = having.Where(r => sent is null || MayBe(r, sent)).ToList();
            return meant.Count switch
            {
                1 => new FoundReading(null, meant[0], null),
                > 1 => Trouble(sent is null ? ErrorCodes.Conflict : ErrorCodes.OutcomeUnknown, $"{meant.Count} have it."),
                _ when sent is not null && having.Count > 0 && desk.IsUnique => Trouble(ErrorCodes.Conflict, "Another one has it."),
                _ => default,
            };
        }

        public override PreparedCall Update(JsonElement found, string? idempotencyKey) => Update(IdOf(found)!, idempotencyKey);

        public override PreparedCall Update(string id, string? idempotencyKey) => new DeskCall { Id = id, Key = key, Text = text };

        public override string? IdOf(JsonElement found) => found.GetProperty("id").GetRawText();

        public override string? IdOf(Answer answer)
        {
            using var document = JsonDocument.Parse(answer.Body!.Memory);
            return IdOf(document.RootElement);
        }

        private static bool MayBe(JsonElement row, SentCreate sent) =>
            row.GetProperty("created").GetDateTimeOffset() >= sent.NotBefore && !sent.IsAnothers(row.GetProperty("id").GetRawText());

        private static FoundReading Trouble(string code, string message) =>
            new(null, default, new Fault { Kind = FaultKind.Rejected, Code = code, Message = message });
    }
}

/// <summary>What a <see cref="FakeDesk"/> holds.</summary>
internal sealed class DeskRow(int id, string key, DateTimeOffset created)
{
    public int Id => id;

    public string Key => key;

    public string Text { get; set; } = "";

    /// <summary>So many looks do not see it.</summary>
    public int Hidden { get; set; }

    public string Json => $$"""{"id":{{id}},"key":"{{key}}","text":"{{Text}}","created":"{{created:O}}"}""";
}
