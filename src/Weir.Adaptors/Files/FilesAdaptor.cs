using System.Collections.Concurrent;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>Writes files inside the operator's folder.</summary>
public sealed class FilesAdaptor(FilesOptions options) : IAdaptor
{
    private readonly ConcurrentDictionary<string, RowTarget> _claims = new(StringComparer.Ordinal);

    public string Kind => "files";

    public Budget BudgetOf(ConnectionSnapshot connection) => new($"files:{FolderOf(connection)}", null, null);

    /// <summary>Files have no secrets: all connections have the same origin.</summary>
    public string OriginOf(ConnectionSnapshot connection) => "file:";

    public IPageSource OpenSource(SourceSpec spec) => throw NotReadable();

    public IRecordCall OpenLookup(SourceSpec spec) => throw NotReadable();

    public IDestination OpenDestination(DestinationSpec spec) =>
        spec.Operation is { Kind: OperationKind.Import } operation
            ? new FileDestination(options, _claims, operation, spec)
            : throw RefusalException.Invalid(
                "operation", "An operation that writes is needed: files.write.", ErrorCodes.Required);

    public PreparedCall PrepareTest(ConnectionSnapshot connection) => new FolderTest(FolderOf(connection));

    public TestReading ReadTest(ConnectionSnapshot connection, Answer answer) => answer.Fault is { } fault
        ? new TestReading(null, fault)
        : new TestReading($"The folder {FolderOf(connection)} can be written", null);

    public ValueTask<Answer> SendAsync(
        ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var folder = ((FolderTest)call).Folder;
            return ValueTask.FromResult(FileErrors.Guard(folder, () => Try(FilesFolder.Open(options.Root, folder))));
        }
        catch (RefusalException refusal)
        {
            return ValueTask.FromResult(new Answer
            {
                Fault = new Fault { Kind = FaultKind.Rejected, Code = refusal.Code, Message = refusal.Message, NotSent = true },
            });
        }
    }

    /// <summary>A folder has no requests; what it is asked is said in words.</summary>
    public ShownRequest Show(ConnectionSnapshot connection, PreparedCall call) =>
        new("TEST", ((FolderTest)call).Folder, new Dictionary<string, string>(StringComparer.Ordinal), null);

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

    private static RefusalException NotReadable() =>
        RefusalException.Invalid("operation", "There is no operation that reads files.", ErrorCodes.NotFound);

    private sealed class FolderTest(string folder) : PreparedCall
    {
        public string Folder => folder;

        public override string Summary => $"Write to {folder}";

        protected override void Dispose(bool disposing)
        {
        }
    }
}
