using System.Collections.Concurrent;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>Reads and writes files inside the operator's folder.</summary>
public sealed class FilesAdaptor(FilesOptions options) : IAdaptor
{
    private readonly ConcurrentDictionary<string, RowTarget> _claims = new(StringComparer.Ordinal);

    public string Kind => "files";

    public Budget BudgetOf(ConnectionSnapshot connection) => new($"files:{FolderOf(connection)}", null, null);

    /// <summary>Files have no secrets: all connections have the same origin.</summary>
    public string OriginOf(ConnectionSnapshot connection) => "file:";

    public IPageSource OpenSource(SourceSpec spec) => spec.Operation is { Kind: OperationKind.Export } operation
        ? new FileSource(operation, spec.Export)
        : throw RefusalException.Invalid("operation", "An operation that reads is needed: files.read.", ErrorCodes.Required);

    public IRecordCall OpenLookup(SourceSpec spec) =>
        throw RefusalException.Invalid("operation", "A file is read as a source: nothing can be looked up in it.");

    public IDestination OpenDestination(DestinationSpec spec) =>
        spec.Operation is { Kind: OperationKind.Import } operation
            ? new FileDestination(options, _claims, operation, spec)
            : throw RefusalException.Invalid(
                "operation", "An operation that writes is needed: files.write.", ErrorCodes.Required);

    public PreparedCall PrepareTest(ConnectionSnapshot connection) => new FolderTest(FolderOf(connection));

    public TestReading ReadTest(ConnectionSnapshot connection, Answer answer) => answer.Fault is { } fault
        ? new TestReading(null, fault)
        : new TestReading($"The folder {FolderOf(connection)} can be written", null);

    public async ValueTask<Answer> SendAsync(
        ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var folder = FolderOf(connection);
            return call is FileRead read
                ? await FileReader.ReadAsync(
                    FileErrors.Guard(read.Name, () => FilesFolder.FileIn(options.Root, folder, read.Name)), read, cancellationToken)
                : FileErrors.Guard(folder, () => Try(FilesFolder.Open(options.Root, folder)));
        }
        catch (RefusalException refusal)
        {
            return new Answer
            {
                Fault = new Fault { Kind = FaultKind.Rejected, Code = refusal.Code, Message = refusal.Message, NotSent = true },
            };
        }
    }

    /// <summary>A folder has no requests; what it is asked is said in words.</summary>
    public ShownRequest Show(ConnectionSnapshot connection, PreparedCall call)
    {
        var (method, what) = call is FileRead read ? ("READ", read.Name) : ("TEST", FolderOf(connection));
        return new ShownRequest(method, what, new Dictionary<string, string>(StringComparer.Ordinal), null);
    }

    /// <summary>A folder has no secrets.</summary>
    public string Masked(ConnectionSnapshot connection, string text) => text;

    /// <summary>The connection's folder inside the root; a refusal when it leads elsewhere.</summary>
    internal static string FolderOf(ConnectionSnapshot connection) => FilesFolder.Checked(
        connection.Settings.TryGetValue("folder", out var folder) ? folder.ScalarText() ?? "" : "");

    /// <summary>Writes a file and takes it away again.</summary>
    private static Answer Try(string folder)
    {
        var probe = Path.Combine(folder, $".weir-test-{Path.GetRandomFileName()}");
        using (File.OpenHandle(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose))
        {
            return new Answer();
        }
    }

    private sealed class FolderTest(string folder) : PreparedCall
    {
        public override string Summary => $"Write to {folder}";

        protected override void Dispose(bool disposing)
        {
        }
    }
}
