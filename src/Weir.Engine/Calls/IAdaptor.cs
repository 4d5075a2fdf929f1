using System.Text.Json;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Calls;

/// <summary>
/// Speaks to one kind of system. It prepares requests, makes exactly one attempt at each, says what came of it and reads
/// the answer. Permits, waits, repeats, outages and checkpoints are the engine's. Safe for many callers.
/// </summary>
public interface IAdaptor
{
    /// <summary>What <see cref="ApplicationDefinition.Adaptor"/> names.</summary>
    string Kind { get; }

    /// <summary>
    /// The account at the other side, for which limits are counted. Connections with the same key share one budget. A refusal when the settings give no address.
    /// </summary>
    Budget BudgetOf(ConnectionSnapshot connection);

    /// <summary>
    /// Where this connection's secrets go: scheme, host and port, e.g. <c>https://fuchsia.gorgias.com:443</c>. A change
    /// of it asks for the secrets again. // Promise 5
    /// </summary>
    string OriginOf(ConnectionSnapshot connection);

    /// <summary>
    /// Compiles an export into what reads its pages. Problems are a <see cref="RefusalException"/> whose fields are paths
    /// in the export's document.
    /// </summary>
    IPageSource OpenSource(SourceSpec spec);

    /// <summary>Compiles an export used as a lookup: one request a record.</summary>
    IRecordCall OpenLookup(SourceSpec spec);

    /// <summary>Compiles an import: an <see cref="IRecordCall"/> or an <see cref="IRowDestination"/>.</summary>
    IDestination OpenDestination(DestinationSpec spec);

    /// <summary>The request that tests a connection.</summary>
    PreparedCall PrepareTest(ConnectionSnapshot connection);

    /// <summary>Reads the answer to a test: the sentence of success, or the fault.</summary>
    TestReading ReadTest(ConnectionSnapshot connection, Answer answer);

    /// <summary>
    /// One attempt, never repeated, read to its end. Throws nothing but
    /// <see cref="OperationCanceledException"/> of <paramref name="cancellationToken"/>: what went wrong is the answer's
    /// fault, and <see cref="Fault.NotSent"/> is true only where that is proven.
    /// </summary>
    ValueTask<Answer> SendAsync(ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken);

    /// <summary>
    /// The request as it would leave, with every secret masked; nothing is sent. A refusal when it has no address.
    /// </summary>
    ShownRequest Show(ConnectionSnapshot connection, PreparedCall call);

    /// <summary>
    /// The text with <see cref="RecordMask.Mark"/> wherever it holds one of the connection's secrets, or what its sign-in is
    /// made of, in whatever spelling the application may repeat it. // Promise 5
    /// </summary>
    string Masked(ConnectionSnapshot connection, string text);
}

/// <summary>What an export is compiled from.</summary>
public sealed record SourceSpec(ApplicationDefinition Application, OperationDefinition? Operation, Export Export);

/// <summary>What an import is compiled from.</summary>
/// <param name="Columns">The mapping's top-level fields in order; null where there is no mapping of an object.</param>
public sealed record DestinationSpec(
    ApplicationDefinition Application, OperationDefinition? Operation, Import Import, IReadOnlyList<string>? Columns);

/// <summary>An account at the other side and how hard it may be called.</summary>
/// <param name="Key">Application and account: <c>gorgias:fuchsia</c>.</param>
/// <param name="Requests">The bucket's size; null: no limit known.</param>
/// <param name="Per">The time in which the bucket empties.</param>
public sealed record Budget(string Key, int? Requests, TimeSpan? Per)
{
    /// <summary>So much of the bucket the operator leaves to others that call the same account.</summary>
    public int HeadroomPercent { get; init; }
}

/// <summary>A request ready to leave, in pooled memory. May be sent several times, one after the other.</summary>
public abstract class PreparedCall : IDisposable
{
    /// <summary>Method and path for logs and messages; never a secret, never a whole record.</summary>
    public abstract string Summary { get; }

    /// <summary>
    /// The request as it is sent, apart from the connection: two that have the same one are given the same answer within a
    /// run. Null for what may change something at the other side, or what is answered anew each time.
    /// </summary>
    public virtual string? ReadKey => null;

    /// <summary>
    /// Told of each exchange while this is sent, on the thread that sends; must not throw. Null (usually): nobody listens,
    /// and nothing is made for it.
    /// </summary>
    public Action<Exchange>? Heard { get; set; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>What came of one attempt.</summary>
public sealed class Answer : IDisposable
{
    /// <summary>Null when the application accepted.</summary>
    public Fault? Fault { get; init; }

    public int Status { get; init; }

    /// <summary>How long the attempt took, the wait for a permit not included; zero when nothing was sent.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The whole body in pooled memory; null when there is none. Whoever takes it sets this to null.</summary>
    public PooledBuffer? Body { get; set; }

    /// <summary>Used and limit as the application's header told; null when it told nothing.</summary>
    public RateSignal? Rate { get; init; }

    /// <summary>The <c>Link</c> header, for paging.</summary>
    public string? Link { get; init; }

    /// <summary>
    /// What the answer to a batch says of its single records, in their order; null where it says nothing of them. It may
    /// stand beside a <see cref="Fault"/>: why the batch was refused.
    /// </summary>
    public IReadOnlyList<ItemReading>? Items { get; init; }

    public void Dispose()
    {
        Body?.Dispose();
        Body = null;
    }
}

/// <summary>What an answer says of one record of a batch.</summary>
/// <param name="Value">Its result; undefined where the answer does not speak of it.</param>
/// <param name="Fault">Why it failed; null where it did not.</param>
public readonly record struct ItemReading(JsonElement Value, Fault? Fault);

/// <summary>How full the other side says that its bucket is.</summary>
public readonly record struct RateSignal(int Used, int Limit);

/// <summary>What a test's answer says; exactly one is set.</summary>
public readonly record struct TestReading(string? Says, Fault? Fault);

/// <summary>Reads a list page by page. Stateless: a state is all that a page needs, so a walk can go on after a kill.</summary>
public interface IPageSource
{
    /// <summary>The state of the first page.</summary>
    string First { get; }

    /// <summary>
    /// A state holds what the other side gave and may refuse later. False where states are numbers of our own (page, offset):
    /// a refused one is refused again, so beginning the walk anew does not help.
    /// </summary>
    bool HasCursors { get; }

    /// <summary>The order in which rows come; null where none is stated.</summary>
    OrderDefinition? Order { get; }

    /// <summary>Path of what identifies a record; null where the operation names none.</summary>
    string? RecordKey { get; }

    /// <summary>The request for the page at <paramref name="state"/>. Throws <see cref="EvaluationException"/>.</summary>
    PreparedCall Prepare(string state, Variables variables);

    /// <summary>
    /// Reads a good answer and takes its body. The state of the next page is null at the end. A fault when the answer is
    /// not what the application sends.
    /// </summary>
    PageReading Read(string state, Answer answer);

    /// <summary>
    /// Where the walk goes on when the page at <paramref name="state"/> cannot be read because what it lists is gone; empty at
    /// the end. Null: the fault is the walk's.
    /// </summary>
    string? Past(string state, Fault fault) => null;
}

/// <summary>A page and where the next one is, or why it could not be read.</summary>
public readonly record struct PageReading(Page? Page, string? Next, Fault? Fault);

/// <summary>Where an import puts records. A closed set.</summary>
public interface IDestination
{
}

/// <summary>One request a record: a lookup, or an import that sends.</summary>
public interface IRecordCall : IDestination
{
    /// <summary>The operation's rule; an import's own <c>repeat</c> goes before it.</summary>
    RepeatRule Repeat { get; }

    /// <summary>
    /// The request for a record. Throws <see cref="EvaluationException"/> when a template cannot be rendered for it.
    /// </summary>
    /// <param name="record">The record as it stands at the step; templates of path, query and headers see it.</param>
    /// <param name="body">The mapped record as JSON; empty for a lookup. Copied.</param>
    /// <param name="variables">What templates see beside the record.</param>
    /// <param name="idempotencyKey">Sent as <c>Idempotency-Key</c>; null sends none.</param>
    PreparedCall Prepare(JsonElement record, ReadOnlySpan<byte> body, Variables variables, string? idempotencyKey);

    /// <summary>Reads a good answer and takes its body: the value that <c>into</c> puts into the record.</summary>
    CallReading Read(Answer answer);
}

/// <summary>A lookup that may ask for several records in one request.</summary>
public interface IGroupCall : IRecordCall
{
    /// <summary>So many may be asked for together.</summary>
    int GroupMax { get; }

    /// <summary>
    /// Requests of <see cref="IRecordCall.Prepare"/>, each with another <see cref="PreparedCall.ReadKey"/>, that have the same
    /// one may be asked together; null: it is asked alone.
    /// </summary>
    string? GroupOf(PreparedCall call);

    /// <summary>One request for several, of the same group.</summary>
    PreparedCall Together(IReadOnlyList<PreparedCall> calls);

    /// <summary>
    /// Reads a good answer: for each of the requests what it would have been answered alone, not tied to the answer's memory.
    /// </summary>
    GroupReading ReadTogether(IReadOnlyList<PreparedCall> calls, Answer answer);
}

/// <summary>The values of several requests in their order, or the fault.</summary>
public readonly record struct GroupReading(IReadOnlyList<JsonElement> Values, Fault? Fault);

/// <summary>An import that takes several records in one request.</summary>
public interface IBatchCall : IRecordCall
{
    /// <summary>Answers may speak of single records (<see cref="Answer.Items"/>).</summary>
    bool NamesItems { get; }

    /// <summary>
    /// The request for several records. Throws <see cref="EvaluationException"/> when it cannot be made for them.
    /// </summary>
    /// <param name="records">The mapped records as one JSON list. Copied.</param>
    /// <param name="variables">What templates see; there is no one record for them.</param>
    /// <param name="idempotencyKey">Sent as <c>Idempotency-Key</c>.</param>
    PreparedCall PrepareBatch(ReadOnlySpan<byte> records, Variables variables, string? idempotencyKey);
}

/// <summary>An answer's value, kept alive by its page; undefined when the body was empty. Or the fault.</summary>
public readonly record struct CallReading(Page? Owner, JsonElement Value, Fault? Fault);

/// <summary>Takes whole pages of rows, in page order: files.</summary>
public interface IRowDestination : IDestination
{
    /// <summary>
    /// Opens for a run. <paramref name="state"/> is what the last durable checkpoint holds (null at first): what was
    /// written after it is cut off.
    /// </summary>
    Task<IRowWriter> OpenAsync(
        ConnectionSnapshot connection, RowTarget target, string? state, CancellationToken cancellationToken);

    /// <summary>What would be written, in memory only. A refusal when <paramref name="variables"/> give no name.</summary>
    IRowSketch Sketch(Variables variables);
}

/// <summary>Rows for a preview: formatted as a run would, written nowhere. For one thread.</summary>
public interface IRowSketch
{
    /// <summary>The file's name.</summary>
    string Name { get; }

    /// <summary>As <see cref="IRowWriter.Format"/>.</summary>
    void Format(JsonElement mapped, PooledBuffer into);

    /// <summary>What stands before the first row. Asked for after the rows: the first may decide it.</summary>
    void WriteHead(PooledBuffer into);
}

/// <summary>For whom a row destination is opened.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">The step: two steps of a flow never share a file unless they name the same one.</param>
/// <param name="Variables">What the name's template sees.</param>
/// <param name="Retry">Null for a flow's own run; else the number of the retry, from 1.</param>
public sealed record RowTarget(RunId Run, string Step, Variables Variables, int? Retry);

/// <summary>An open row destination. <see cref="AppendAsync"/> has one caller at a time.</summary>
public interface IRowWriter : IAsyncDisposable
{
    /// <summary>
    /// Formats one mapped record into <paramref name="into"/>. Throws <see cref="EvaluationException"/> (mapping) when
    /// it has a field that is no column. Safe for several threads; where nothing else says the columns, the first
    /// record that comes decides them.
    /// </summary>
    void Format(JsonElement mapped, PooledBuffer into);

    /// <summary>Appends formatted rows; durable when it returns. Gives the state for the checkpoint.</summary>
    Task<string> AppendAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken);

    /// <summary>The run is over: the file gets its name. May be called again after a kill. Gives where it is.</summary>
    Task<string> CompleteAsync(CancellationToken cancellationToken);
}
