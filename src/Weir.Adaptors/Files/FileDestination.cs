using System.Collections.Concurrent;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>
/// Writes the rows of a run into one file. While the run is on, the file has a name of its own that ends in
/// <c>.part</c>; when the run completes it takes the place of what had the name before, in one step. A finished file of an
/// earlier run is replaced, so a nightly <c>tickets.csv</c> is always the last whole one; <c>{{thisRun}}</c> in the name
/// keeps them all.
/// </summary>
internal sealed class FileDestination : IRowDestination
{
    private readonly FilesOptions _options;
    private readonly ConcurrentDictionary<string, RowTarget> _claims;
    private readonly ParameterPlan _parameters;
    private readonly IReadOnlyList<string>? _columns;

    /// <param name="options">Where files may be.</param>
    /// <param name="claims">Files that are being written, by path: one writer each.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="spec">What it is compiled from; problems are one refusal.</param>
    public FileDestination(
        FilesOptions options, ConcurrentDictionary<string, RowTarget> claims, OperationDefinition operation, DestinationSpec spec)
    {
        _options = options;
        _claims = claims;
        var problems = new Problems();
        var given = spec.Import.Parameters;
        _parameters = new ParameterPlan(operation, given, problems);
        FileParameters.Check(operation, given, "the records of a run share one file", problems);
        var isCsv = given.Member("format") is not { ValueKind: JsonValueKind.String } format || format.ValueEquals("csv");
        _columns = Columns(spec, given.Member("columns"), isCsv, problems);
        problems.Throw();
    }

    public Task<IRowWriter> OpenAsync(
        ConnectionSnapshot connection, RowTarget target, string? state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parameters = _parameters.Of(JsonDocuments.Empty, target.Variables);
        var stored = FileState.Parse(state);
        var name = stored?.File ?? FileNames.Finished(
            FileNames.Clean(parameters.Member("name").ScalarText() ?? ""), target.Retry);
        var folder = FileErrors.Guard(name, () => FilesFolder.Open(_options.Root, FilesAdaptor.FolderOf(connection)));
        var finished = Path.Combine(folder, name);
        var claim = _claims.GetOrAdd(finished, target);
        if (!ReferenceEquals(claim, target))
        {
            throw new RefusalException(
                ErrorCodes.Conflict, $"{name} is being written by {(claim.Run == target.Run ? $"the step {claim.Step}" : "another run")}: give it another name.");
        }

        try
        {
            return Task.FromResult<IRowWriter>(FileErrors.Guard(name, () => new FileWriter(
                finished,
                Path.Combine(folder, FileNames.Unfinished(name, target)),
                FormatOf(parameters, stored),
                stored,
                keepsEmpty: target.Retry is null && parameters.Member("whenEmpty").ScalarText() != "skip",
                () => _claims.TryRemove(finished, out _))));
        }
        catch
        {
            _claims.TryRemove(finished, out _);
            throw;
        }
    }

    public IRowSketch Sketch(Variables variables)
    {
        var parameters = _parameters.Of(JsonDocuments.Empty, variables);
        return new FileSketch(FileNames.Clean(parameters.Member("name").ScalarText() ?? ""), FormatOf(parameters, null));
    }

    /// <summary>Null where the first record decides the columns.</summary>
    private RowFormat? FormatOf(JsonElement parameters, FileState? stored)
    {
        if (parameters.Member("format").ScalarText() == "jsonl")
        {
            return new JsonLines();
        }

        var columns = stored is { Columns.Count: > 0 } ? stored.Columns : _columns;
        return columns is null ? null : new Csv(columns);
    }

    /// <summary>The parameter's, which must have all of the mapping's; else the mapping's, else the schema's.</summary>
    private static IReadOnlyList<string>? Columns(DestinationSpec spec, JsonElement given, bool isCsv, Problems problems)
    {
        if (given.ScalarText() is not { Length: > 0 } text)
        {
            return spec.Columns is { Count: > 0 } mapped ? mapped : OfSchema(spec.Operation);
        }

        const string Field = "parameters.columns";
        var columns = text.Split(',', StringSplitOptions.TrimEntries);
        if (!isCsv)
        {
            problems.Add(Field, "JSON Lines has no columns: leave them empty, or choose CSV.");
        }
        else if (text.Contains("{{", StringComparison.Ordinal) || columns.Contains(""))
        {
            problems.Add(Field, "The columns must be names, separated by commas.");
        }
        else if (columns.Distinct(StringComparer.Ordinal).Count() != columns.Length)
        {
            problems.Add(Field, "A column stands twice.");
        }
        else if (spec.Columns?.FirstOrDefault(c => !columns.Contains(c)) is { } missing)
        {
            problems.Add(Field, $"The mapping has the field '{missing}', which is none of the columns.");
        }

        return columns;
    }

    private static List<string>? OfSchema(OperationDefinition? operation)
    {
        var properties = (operation?.Schema ?? default).Member("properties");
        return properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().Any()
            ? [.. properties.EnumerateObject().Select(p => p.Name)]
            : null;
    }
}
